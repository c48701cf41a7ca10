import { toleranceMs } from '../core/time/clock-reading.ts';
import { NightRefusedError } from '../errors.ts';

/**
 * Refuses a night of a shift that somebody started for a time to come: all of its accounts would seem to have failed, and what it
 * leaves of them would stand before that of every night until then.
 * @throws NightRefusedError
 */
export function refuseFuture(scheduledTime: string, nowMs: number): void {
  if (Date.parse(scheduledTime) <= nowMs + toleranceMs) return;
  const now = new Date(nowMs).toISOString();
  throw new NightRefusedError(`the night of ${scheduledTime} is not due yet: it is ${now}`);
}
