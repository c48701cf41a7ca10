import type { Ledger } from './core/ledger.ts';
import { ConflictError } from './errors.ts';
import type { Archive, LoadedLedger, Ports } from './ports.ts';

const maxAttempts = 12;
const firstDelayMs = 50;
const maxDelayMs = 2_000;

/**
 * Changes the ledger by a conditional write. When somebody else wrote first, loads it again and makes the change again,
 * after a random wait (full jitter) that grows with each lost race.
 * @throws ConflictError after twelve lost races
 */
export async function commitLedger(
  account: string,
  loaded: LoadedLedger,
  change: (ledger: Ledger) => Ledger | Promise<Ledger>,
  { archive, clock, random, telemetry }: Pick<Ports, 'archive' | 'clock' | 'random' | 'telemetry'>,
): Promise<LoadedLedger> {
  let current = loaded;
  for (let attempt = 1; ; attempt += 1) {
    const next = await change(current.ledger);
    try {
      return await archive.saveLedger(account, current, next);
    } catch (error) {
      if (!(error instanceof ConflictError) || attempt === maxAttempts) throw error;
    }
    telemetry.info('another night wrote the ledger first; recording again', { account, attempt });
    await clock.sleep(random() * Math.min(firstDelayMs * 2 ** attempt, maxDelayMs));
    current = await archive.loadLedger(account, [...current.versions.keys()]);
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
