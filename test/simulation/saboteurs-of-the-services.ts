import { PutObjectCommand } from '@aws-sdk/client-s3';
import type { LedgerLine } from '../../lambda/core/ledger/line.ts';
import { withArchive } from './saboteurs-of-the-archive.ts';
import { changeLines, writing } from './saboteurs-of-the-ledger.ts';
import type { Sabotage } from './world.ts';

type Given = { readonly ETag?: string; readonly MessageId?: string; readonly $metadata?: object };

/** Defects in what is taken for an answer of AWS, in how long one is waited for, and in what is noted of what is unsaid. */
export const serviceSaboteurs: readonly Sabotage[] = [
  {
    name: 'takes a publish without an id for an accepted one',
    sns: (client) => answering(client, (_command, answer) => ({ MessageId: answer.MessageId ?? 'assumed' })),
  },
  {
    name: 'takes a write without an ETag for a done one',
    s3: (client) =>
      answering(client, (command, answer) =>
        command instanceof PutObjectCommand ? { ...answer, ETag: answer.ETag ?? '"assumed"' } : answer,
      ),
  },
  { name: 'waits for ever for an answer', isPatient: true },
  {
    name: 'waits for the mutes as long as for the ledger',
    ports: (ports) => withArchive(ports, { read: (key) => ports.archive.read(key) }),
  },
  {
    name: 'says of an answer that it could not archive that nobody asked',
    ports: (ports) => writing(ports, forgetAsking),
  },
  {
    name: 'takes no note of years in which something is untold',
    ports: (ports) => writing(ports, ({ unsentYears: _unnoted, ...line }) => line),
  },
  {
    name: 'forgets such a year before the telling of it is written',
    ports: (ports) =>
      withArchive(ports, {
        saveLedger: (account, loaded, next) => {
          const untold = new Set([...next.values()].filter(isUntold).map(({ date }) => yearOf(date)));
          const forgetful = changeLines(next, ({ unsentYears, ...line }) => {
            const noted = (unsentYears ?? []).filter((year) => untold.has(year));
            return noted.length > 0 ? { ...line, unsentYears: noted } : line;
          });
          return ports.archive.saveLedger(account, loaded, forgetful);
        },
      }),
  },
];

/** A client of whose answers something else is made. */
function answering<Client extends { send: unknown }>(
  client: Client,
  change: (command: unknown, answer: Given) => Given,
): Client {
  const send = client.send as (command: unknown) => Promise<Given>;
  return { send: async (command: unknown) => change(command, await send(command)) } as unknown as Client;
}

function forgetAsking(line: LedgerLine): LedgerLine {
  if (line.state === 'measured' || line.fault.code !== 'notArchived') return line;
  const { askedAt: _forgotten, ...rest } = line;
  const fault = { code: 'notAsked', detail: 'no night asked for this date' } as const;
  return { ...rest, fault, notices: line.notices.filter(({ state }) => state === 'sent') };
}

function isUntold({ notices, summary }: LedgerLine): boolean {
  return summary?.state === 'pending' || notices.some(({ state }) => state !== 'sent');
}

function yearOf(date: string): number {
  return Number(date.slice(0, 4));
}
