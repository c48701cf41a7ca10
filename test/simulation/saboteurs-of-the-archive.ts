import { PutObjectCommand, type S3Client } from '@aws-sdk/client-s3';
import { ConflictError } from '../../lambda/errors.ts';
import type { Archive, LoadedLedger, Ports, StoredObject } from '../../lambda/ports.ts';
import type { Sabotage } from './world.ts';

/** Defects in how answers and ledgers are written. */
export const archiveSaboteurs: readonly Sabotage[] = [
  {
    name: 'writes the ledger without a condition',
    s3: (client) =>
      withSend(client, (command) => (isLedgerWrite(command) ? unconditional(command) : command)),
  },
  {
    name: 'archives after the ledger',
    ports: (ports) => {
      const waiting: StoredObject[] = [];
      return withArchive(ports, {
        create: async (object) => {
          waiting.push(object);
        },
        saveLedger: async (account, loaded, next) => {
          const saved = await ports.archive.saveLedger(account, loaded, next);
          for (const object of waiting.splice(0)) await ports.archive.create(object);
          return saved;
        },
      });
    },
  },
  {
    name: 'does not archive what it cannot read',
    ports: (ports) =>
      withArchive(ports, {
        create: async (object) => {
          if (!object.key.startsWith('rejected/')) await ports.archive.create(object);
        },
      }),
  },
  {
    name: 'keeps one snapshot of a date only',
    s3: (client) =>
      withSend(client, (command) => {
        if (!(command instanceof PutObjectCommand) || !command.input.Key?.startsWith('snapshots/'))
          return command;
        const key = command.input.Key.replace(/[^/]*(-[0-9a-f]{16})\.json$/, 'only$1.json');
        return unconditional(new PutObjectCommand({ ...command.input, Key: key }));
      }),
  },
  {
    name: 'takes the ledger’s word for which snapshot is the newest',
    ports: (ports) => {
      let known: LoadedLedger | undefined;
      return withArchive(ports, {
        loadLedger: async (account, years) => {
          known = await ports.archive.loadLedger(account, years);
          return known;
        },
        listKeys: async (prefix) => {
          const lines = [...(known?.ledger.values() ?? [])];
          const snapshots = lines.flatMap((line) => (line.state === 'measured' ? [line.snapshot] : []));
          return snapshots.filter((key) => key.startsWith(prefix));
        },
      });
    },
  },
  {
    name: 'takes a lost race for a won one',
    ports: (ports) =>
      withArchive(ports, {
        saveLedger: async (account, loaded, next) => {
          try {
            return await ports.archive.saveLedger(account, loaded, next);
          } catch (error) {
            if (error instanceof ConflictError) return loaded;
            throw error;
          }
        },
      }),
  },
];

/** Ports with some functions of the archive replaced. */
export function withArchive(ports: Ports, changes: Partial<Archive>): Ports {
  return { ...ports, archive: { ...ports.archive, ...changes } };
}

function withSend(client: S3Client, change: (command: unknown) => unknown): S3Client {
  const send = client.send.bind(client) as (command: unknown) => Promise<unknown>;
  return { send: (command: unknown) => send(change(command)) } as unknown as S3Client;
}

function isLedgerWrite(command: unknown): command is PutObjectCommand {
  return command instanceof PutObjectCommand && command.input.Key?.startsWith('ledger/') === true;
}

function unconditional(command: PutObjectCommand): PutObjectCommand {
  const { IfMatch: _match, IfNoneMatch: _none, ...input } = command.input;
  return new PutObjectCommand(input);
}
