import { usualLookBackDays } from '../config/account.ts';
import type { MusterEvent } from '../config/event.ts';
import { whyTooEarly } from '../core/ledger/plan.ts';
import { toleranceMs } from '../core/time/clock-reading.ts';
import { dateReportedBy, localDateOf } from '../core/time/day.ts';
import { NightRefusedError } from '../errors.ts';

/**
 * Refuses a night of a shift that somebody started for a time to come, or of longer ago than an account with the usual look-back
 * has a night for: all accounts would seem to have failed, and what is left of a time to come would stand before every night until then.
 * @throws NightRefusedError
 */
export function refuseUntimely(
  { scheduledTime, shift: { timeZone } }: Pick<MusterEvent['muster'], 'scheduledTime' | 'shift'>,
  nowMs: number,
): void {
  const dueMs = Date.parse(scheduledTime);
  if (dueMs > nowMs + toleranceMs) {
    const now = new Date(nowMs).toISOString();
    throw new NightRefusedError(`the night of ${scheduledTime} is not due yet: it is ${now}`);
  }
  const date = dateReportedBy(dueMs, timeZone);
  const horizon = { yesterday: date, lookBackDays: usualLookBackDays, timeZone };
  const reason = whyTooEarly(new Map(), horizon, localDateOf(nowMs, timeZone));
  if (reason !== undefined)
    throw new NightRefusedError(`the night that reports ${date} is refused: that ${reason}`);
}
