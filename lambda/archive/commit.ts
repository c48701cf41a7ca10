import type { Ledger } from '../core/ledger/ledger.ts';
import { noteUnsentYears } from '../core/notices/unsent-years.ts';
import { ConflictError } from '../errors.ts';
import type { Archive, LoadedLedger, Ports } from '../ports.ts';
import { retryLostRaces } from './lost-races.ts';

type Contended = Pick<Ports, 'archive' | 'clock' | 'random' | 'telemetry'>;

/**
 * Changes the ledger by a conditional write. When somebody else wrote first, loads it again and makes the change again,
 * after a random wait (full jitter) that grows with each lost race.
 * @throws ConflictError after twelve lost races
 */
export function commitLedger(
  account: string,
  loaded: LoadedLedger,
  change: (ledger: Ledger) => Ledger | Promise<Ledger>,
  ports: Contended,
): Promise<LoadedLedger> {
  const { archive } = ports;
  const write = async (attempt: number) => {
    const current = attempt === 1 ? loaded : await archive.loadLedger(account, [...loaded.versions.keys()]);
    const next = noteUnsentYears(current.ledger, await change(current.ledger));
    return archive.saveLedger(account, current, next);
  };
  return retryLostRaces(ports, write, logLost(`the ledger of ${account}`, ports));
}

/**
 * Makes a new text of an object out of its present one, in the same way: two that change it at once both have their say.
 * @param change gives nothing, or the present text, to leave the object as it is
 * @throws ConflictError after twelve lost races
 */
export async function updateObject(
  key: string,
  contentType: string,
  change: (present: string | undefined) => string | undefined | Promise<string | undefined>,
  ports: Contended,
): Promise<void> {
  const { archive } = ports;
  const write = async () => {
    const present = await archive.readVersion(key);
    const body = await change(present?.text);
    if (body === undefined || body === present?.text) return;
    await archive.replace({ key, body, contentType }, present?.version);
  };
  await retryLostRaces(ports, write, logLost(key, ports));
}

function logLost(what: string, { telemetry }: Contended): (attempt: number) => void {
  return (attempt) => telemetry.info(`somebody else wrote ${what} first; trying again`, { attempt });
}

/** An archive that counts how often somebody else wrote the ledger first. */
export function countConflicts(archive: Archive): {
  readonly archive: Archive;
  readonly conflicts: () => number;
} {
  let conflicts = 0;
  return {
    conflicts: () => conflicts,
    archive: {
      ...archive,
      saveLedger: (account, loaded, next) =>
        archive.saveLedger(account, loaded, next).catch((error: unknown) => {
          if (error instanceof ConflictError) conflicts += 1;
          throw error;
        }),
    },
  };
}
