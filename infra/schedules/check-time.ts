import { graceMs } from '../../lambda/check/omission.ts';
import type { Account } from '../../lambda/config/account.ts';
import { offsetMsAt } from '../../lambda/core/time/day.ts';

const minutesOfDay = 1_440;
const dayMs = 86_400_000;

/**
 * When the check of the morning is due each day, in UTC: three hours after the last night before the longest pause of the day,
 * whatever the clocks of the accounts' zones show in the year after `nowMs`. Where nights are due around the clock, it leaves
 * those of the last three hours to the next day's check.
 */
export function checkTimeOf(
  accounts: readonly Pick<Account, 'time' | 'timeZone'>[],
  nowMs: number,
): { readonly hour: number; readonly minute: number } {
  const zones = new Map(accounts.map(({ timeZone }) => [timeZone, offsetsOf(timeZone, nowMs)]));
  const due = accounts.flatMap(({ time, timeZone }) => {
    const local = Date.parse(`1970-01-01T${time}Z`) / 60_000;
    return (zones.get(timeZone) ?? []).map((offset) => (local - offset + minutesOfDay) % minutesOfDay);
  });
  const sorted = [...new Set(due)].sort((one, other) => one - other);
  const pauses = sorted.map((minute, index) => {
    const next = sorted[index + 1] ?? (sorted[0] ?? 0) + minutesOfDay;
    return { minute, length: next - minute };
  });
  const longest = pauses.reduce((one, other) => (other.length > one.length ? other : one));
  const at = (longest.minute + graceMs / 60_000) % minutesOfDay;
  return { hour: Math.floor(at / 60), minute: at % 60 };
}

/** How many minutes the zone's clocks are ahead of UTC, each number that they are on some day of the year. */
function offsetsOf(timeZone: string, nowMs: number): number[] {
  const days = Array.from({ length: 366 }, (_, day) => offsetMsAt(nowMs + day * dayMs, timeZone));
  return [...new Set(days.map((offsetMs) => Math.round(offsetMs / 60_000)))];
}
