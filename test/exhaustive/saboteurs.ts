import { PutObjectCommand, type S3Client } from '@aws-sdk/client-s3';
import type { Ledger } from '../../lambda/core/ledger/ledger.ts';
import { claimMs } from '../../lambda/core/notices/outbox.ts';
import { ConflictError } from '../../lambda/errors.ts';
import type { Archive, LoadedLedger, Ports } from '../../lambda/ports.ts';
import { describeError } from '../simulation/onlooker.ts';
import { withArchive } from '../simulation/saboteurs-of-the-archive.ts';
import type { Sabotage } from '../simulation/world.ts';

/** Defects that only some orders of two nights' steps show. */
export const saboteurs = {
  sharedHolder: {
    name: 'claims under the id of its event, which its twin shares',
    night: (night) => ({ ...night, holder: 'request' }),
  },
  unconditional: {
    name: 'writes the ledger without a condition',
    s3: (client) => withoutConditions(client),
  },
  earlyRelease: {
    name: 'releases its claims before it marks',
    ports: (ports) =>
      saving(ports, async (archive, account, loaded, next) => {
        if (countSent(next) <= countSent(loaded.ledger)) return archive.saveLedger(account, loaded, next);
        const released = await archive.saveLedger(account, loaded, withoutClaims(loaded.ledger));
        return archive.saveLedger(account, released, next);
      }),
  },
  lostMark: {
    name: 'takes a lost race for a won one when it marks after its claim has run out',
    ports: (ports) =>
      saving(ports, (archive, account, loaded, next) =>
        archive.saveLedger(account, loaded, next).catch((error: unknown) => {
          const isMark = countSent(next) > countSent(loaded.ledger);
          const isLost = error instanceof ConflictError && isMark;
          if (isLost && hasRunOut(loaded.ledger, ports)) return { ...loaded, ledger: next };
          throw error;
        }),
      ),
  },
  impatientMark: {
    name: 'marks over whatever is there after it has lost the race for that twice, a lease apart',
    ports: (ports) => markingOver(ports, () => true),
  },
} as const satisfies Readonly<Record<string, Sabotage>>;

/** One that a single order in thousands shows: too rare for a test, and what `npm run test:exhaustive -- rareMark` is for. */
export const rareSaboteur: Sabotage = {
  name: 'marks so only where nobody answered its archiving, and a lease went by before it loaded again',
  ports(ports) {
    const { archive, clock } = ports;
    let [isAnswered, lostMs] = [true, 0];
    let isLate: boolean | undefined;
    const create: Archive['create'] = (object, limit) =>
      archive.create(object, limit).catch((error: unknown) => {
        isAnswered &&= !describeError(error).includes('ECONNRESET');
        throw error;
      });
    const loadLedger: Archive['loadLedger'] = (account, years) => {
      if (lostMs > 0) isLate ??= clock.now() - lostMs > claimMs;
      return archive.loadLedger(account, years);
    };
    const saveLedger: Archive['saveLedger'] = (account, loaded, next) =>
      archive.saveLedger(account, loaded, next).catch((error: unknown) => {
        lostMs ||= clock.now();
        throw error;
      });
    return markingOver(
      withArchive(ports, { create, loadLedger, saveLedger }),
      () => !isAnswered && isLate === true,
    );
  },
};

/** Marks without a condition once it has lost the race for that twice, a lease apart, if it is moved to. */
function markingOver(ports: Ports, isMoved: () => boolean): Ports {
  const lostMs: number[] = [];
  return saving(ports, async (archive, account, loaded, next) => {
    const isMark = countSent(next) > countSent(loaded.ledger);
    const [first = 0, second = 0] = lostMs;
    const { versions } =
      isMark && second - first > claimMs && isMoved()
        ? await archive.loadLedger(account, [...loaded.versions.keys()])
        : loaded;
    return archive.saveLedger(account, { ...loaded, versions }, next).catch((error: unknown) => {
      if (isMark && error instanceof ConflictError) lostMs.push(ports.clock.now());
      throw error;
    });
  });
}

type Save = (archive: Archive, ...args: Parameters<Archive['saveLedger']>) => Promise<LoadedLedger>;

function saving(ports: Ports, save: Save): Ports {
  return withArchive(ports, { saveLedger: (...args) => save(ports.archive, ...args) });
}

function withoutConditions(client: S3Client): S3Client {
  const send = client.send.bind(client) as (command: unknown) => Promise<unknown>;
  const sendBare = (command: unknown) => {
    if (!(command instanceof PutObjectCommand)) return send(command);
    const { IfMatch: _match, IfNoneMatch: _none, ...input } = command.input;
    return send(new PutObjectCommand(input));
  };
  return { send: sendBare } as unknown as S3Client;
}

function countSent(ledger: Ledger): number {
  return noticesOf(ledger).filter(({ state }) => state === 'sent').length;
}

function hasRunOut(ledger: Ledger, { clock }: Pick<Ports, 'clock'>): boolean {
  const now = new Date(clock.now()).toISOString();
  return noticesOf(ledger).some(({ claim }) => claim !== undefined && claim.until <= now);
}

function noticesOf(ledger: Ledger) {
  return [...ledger.values()].flatMap(({ notices }) => notices);
}

function withoutClaims(ledger: Ledger): Ledger {
  const lines = [...ledger.values()].map((line) => ({
    ...line,
    notices: line.notices.map(({ claim: _claim, ...notice }) => notice),
  }));
  return new Map(lines.map((line) => [line.date, line]));
}
