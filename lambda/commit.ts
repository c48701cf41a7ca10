import type { Ledger } from './core/ledger.ts';
import { noteUnsentYears } from './core/unsent-years.ts';
import { ConflictError } from './errors.ts';
import type { Archive, LoadedLedger, Ports } from './ports.ts';

const maxAttempts = 12;
const firstDelayMs = 50;
const maxDelayMs = 2_000;

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
  return retryLostRaces(`the ledger of ${account}`, ports, async (attempt) => {
    const current = attempt === 1 ? loaded : await archive.loadLedger(account, [...loaded.versions.keys()]);
    const next = noteUnsentYears(current.ledger, await change(current.ledger));
    return archive.saveLedger(account, current, next);
  });
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
  await retryLostRaces(key, ports, async () => {
    const present = await archive.readVersion(key);
    const body = await change(present?.text);
    if (body === undefined || body === present?.text) return;
    await archive.replace({ key, body, contentType }, present?.version);
  });
}

async function retryLostRaces<T>(
  what: string,
  { clock, random, telemetry }: Contended,
  write: (attempt: number) => Promise<T>,
): Promise<T> {
  for (let attempt = 1; ; attempt += 1) {
    try {
      return await write(attempt);
    } catch (error) {
      if (!(error instanceof ConflictError) || attempt === maxAttempts) throw error;
    }
    telemetry.info(`somebody else wrote ${what} first; trying again`, { attempt });
    await clock.sleep(random() * Math.min(firstDelayMs * 2 ** attempt, maxDelayMs));
  }
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
