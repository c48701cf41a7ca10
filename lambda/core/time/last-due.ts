import { dateReportedBy, localDateOf, offsetMsAt, windowOf } from './day.ts';

/**
 * When the latest night that is not in the future was due: at `time` (`HH:MM`) of today or yesterday in the zone.
 * @returns epoch milliseconds
 */
export function lastDue(nowMs: number, timeZone: string, time: string): number {
  const today = dueOn(localDateOf(nowMs, timeZone), timeZone, time);
  return today <= nowMs ? today : dueOn(dateReportedBy(nowMs, timeZone), timeZone, time);
}

/** Whether no later night of a shift was due yet at a time than the one that was due at `dueMs`. */
export function isLastDue(
  dueMs: number,
  nowMs: number,
  { timeZone, time }: { readonly timeZone: string; readonly time: string },
): boolean {
  return dueMs >= lastDue(nowMs, timeZone, time);
}

/** When the night that reports a date is due at `time`, on the next date that the zone has; epoch milliseconds. */
export function dueToReport(date: string, timeZone: string, time: string): number {
  return dueOn(localDateOf(dueFor(date, timeZone), timeZone), timeZone, time);
}

/** The earliest that the night is due which reports a date: when the date is over, epoch milliseconds. */
export function dueFor(date: string, timeZone: string): number {
  return windowOf(date, timeZone).endMs;
}

/** The instant at which the clocks show a time of a date; the first one, where they show it twice. */
function dueOn(date: string, timeZone: string, time: string): number {
  const localMs = Date.parse(`${date}T${time}Z`);
  const before = offsetMsAt(windowOf(date, timeZone).startMs, timeZone);
  return localMs - offsetMsAt(localMs - before, timeZone);
}
