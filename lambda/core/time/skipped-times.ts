import { type CalendarDate, firstInstant, localDateOf, offsetMsAt } from './day.ts';

/** A stretch of local time `[from, to)` that a date does not have, in minutes of the day. */
export type SkippedTime = { readonly date: CalendarDate; readonly from: number; readonly to: number };

const minuteMs = 60_000;
const dayMs = 86_400_000;
const minutesOfDay = 1_440;

/** How far ahead clock changes are looked for: rules are seldom known for longer, and most repeat every year. */
const aheadMs = 3_653 * dayMs;
/** No zone changes its clocks and changes them back within so little; the shortest such times are the weeks of a Ramadan. */
const stepMs = 7 * dayMs;

/**
 * The local times that the zone's clocks skip in the ten years after an instant, first to last. A whole date that is skipped,
 * by moving across the date line, is no gap: nothing is due on it.
 * @param fromMs epoch milliseconds
 * @throws RangeError for an unknown zone
 */
export function findSkippedTimes(timeZone: string, fromMs: number): SkippedTime[] {
  const gaps: SkippedTime[] = [];
  let before = offsetMsAt(fromMs, timeZone);
  for (let epochMs = fromMs + stepMs; epochMs <= fromMs + aheadMs; epochMs += stepMs) {
    const after = offsetMsAt(epochMs, timeZone);
    if (after > before && after - before < dayMs) {
      const changeMs = firstInstant(epochMs - stepMs, epochMs, (ms) => offsetMsAt(ms, timeZone) === after);
      gaps.push(...splitByDate(changeMs + before, changeMs + after));
    }
    before = after;
  }
  return gaps;
}

/** The first date that does not have a time of day, `HH:MM`; none when all have it. */
export function dateWithout(time: string, gaps: readonly SkippedTime[]): CalendarDate | undefined {
  const minute = minuteOf(time);
  return gaps.find(({ from, to }) => from <= minute && minute < to)?.date;
}

/**
 * The time of day nearest to the given one that every date has; of two as near, the later. Both `HH:MM`. Where there is none,
 * the given one.
 */
export function nearestSafeTime(time: string, gaps: readonly SkippedTime[]): string {
  const isSafe = (each: string) => dateWithout(each, gaps) === undefined;
  if (isSafe(time)) return time;
  const distanceOf = (each: string) => Math.abs(minuteOf(each) - minuteOf(time));
  const latestFirst = Array.from({ length: minutesOfDay }, (_, index) => toTime(minutesOfDay - 1 - index));
  const safe = latestFirst.filter(isSafe);
  return safe.toSorted((one, other) => distanceOf(one) - distanceOf(other))[0] ?? time;
}

/** The gap on each of its dates; local time is held as the epoch milliseconds at which UTC shows the same. */
function splitByDate(fromMs: number, toMs: number): SkippedTime[] {
  const midnight = Math.floor(fromMs / dayMs) * dayMs;
  const from = Math.ceil((fromMs - midnight) / minuteMs);
  const to = Math.ceil((Math.min(toMs, midnight + dayMs) - midnight) / minuteMs);
  const gap = { date: localDateOf(midnight, 'UTC'), from, to };
  return [gap, ...(toMs > midnight + dayMs ? splitByDate(midnight + dayMs, toMs) : [])];
}

function minuteOf(time: string): number {
  return Date.parse(`1970-01-01T${time}Z`) / minuteMs;
}

function toTime(minute: number): string {
  return new Date(minute * minuteMs).toISOString().slice(11, 16);
}
