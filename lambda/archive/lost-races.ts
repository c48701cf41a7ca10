import { ConflictError } from '../errors.ts';
import type { Clock } from '../ports.ts';

const maxAttempts = 12;
const firstDelayMs = 50;
const maxDelayMs = 2_000;

/**
 * Makes a conditional write again while somebody else wins the race, after a random wait (full jitter) that grows with each
 * lost one.
 * @param write is told the number of the attempt, from 1
 * @param onLost hears of every race that was lost and is run again
 * @throws ConflictError after twelve lost races
 */
export async function retryLostRaces<T>(
  { clock, random }: { readonly clock: Clock; readonly random: () => number },
  write: (attempt: number) => Promise<T>,
  onLost: (attempt: number) => void = () => undefined,
): Promise<T> {
  for (let attempt = 1; ; attempt += 1) {
    try {
      return await write(attempt);
    } catch (error) {
      if (!(error instanceof ConflictError) || attempt === maxAttempts) throw error;
    }
    onLost(attempt);
    await clock.sleep(random() * Math.min(firstDelayMs * 2 ** attempt, maxDelayMs));
  }
}
