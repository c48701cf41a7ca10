import { dateReportedBy, localDateOf, windowOf } from './day.ts';

/**
 * When the latest night that is not in the future was due: at `time` (`HH:MM`) of today or yesterday in the zone. Where
 * clocks change in between, it may be off by the change; the date it reports is the same.
 * @returns epoch milliseconds
 */
export function lastDue(nowMs: number, timeZone: string, time: string): number {
  const [hours = 0, minutes = 0] = time.split(':').map(Number);
  const dueOn = (date: string) => windowOf(date, timeZone).startMs + (hours * 60 + minutes) * 60_000;
  const today = localDateOf(nowMs, timeZone);
  return dueOn(today) <= nowMs ? dueOn(today) : dueOn(dateReportedBy(nowMs, timeZone));
}

/** When the night that reports a date is due: in the first hours of the day after it, epoch milliseconds. */
export function dueFor(date: string, timeZone: string): number {
  return windowOf(date, timeZone).endMs;
}
