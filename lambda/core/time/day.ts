/** A date of the proleptic Gregorian calendar, `YYYY-MM-DD`; as text it sorts in calendar order. */
export type CalendarDate = string;

/** A stretch of time `[startMs, endMs)` in epoch milliseconds. */
export type Window = { readonly startMs: number; readonly endMs: number };

const dayMs = 86_400_000;

/**
 * The date that a night due at this time reports: the last one that exists in the zone before the local date of `dueMs`.
 * @param dueMs epoch milliseconds
 */
export function dateReportedBy(dueMs: number, timeZone: string): CalendarDate {
  const today = localDateOf(dueMs, timeZone);
  return localDateOf(startOf(midnightOf(today), timeZone) - 1, timeZone);
}

/**
 * The date that the calendars in the zone show at this instant.
 * @throws RangeError for an unknown zone, or a date outside the years 0000 to 9999
 */
export function localDateOf(epochMs: number, timeZone: string): CalendarDate {
  return toDate(localMsOf(epochMs, timeZone));
}

/**
 * What the clocks in the zone show at this instant, to the minute: `2026-11-23 01:10`.
 * @throws RangeError for an unknown zone
 */
export function localTimeOf(epochMs: number, timeZone: string): string {
  return new Date(localMsOf(epochMs, timeZone)).toISOString().slice(0, 16).replace('T', ' ');
}

/**
 * The same with the zone's offset from UTC at this instant, so that nobody has to know the zone: `2026-11-23 01:10 +09:00`.
 * @throws RangeError for an unknown zone
 */
export function zonedTimeOf(epochMs: number, timeZone: string): string {
  const offsetMinutes = Math.round(offsetMsAt(epochMs, timeZone) / 60_000);
  const [hours, minutes] = [Math.floor(Math.abs(offsetMinutes) / 60), Math.abs(offsetMinutes) % 60];
  const offset = [hours, minutes].map((part) => String(part).padStart(2, '0')).join(':');
  return `${localTimeOf(epochMs, timeZone)} ${offsetMinutes < 0 ? '-' : '+'}${offset}`;
}

/**
 * From the first instant of a date to the first instant of the next one that exists, as Temporal has it: the windows of
 * a zone tile, also where midnight does not exist (the date starts when the gap ends) or comes twice (the earlier counts).
 * @throws RangeError for an unknown zone, a malformed date, or one that the zone skipped
 */
export function windowOf(date: CalendarDate, timeZone: string): Window {
  const window = spanOf(date, timeZone);
  if (window.startMs === window.endMs) throw new RangeError(`${date} does not exist in ${timeZone}`);
  return window;
}

/**
 * False for a date that the zone skipped by moving across the date line, such as 2011-12-30 in Pacific/Apia.
 * @throws RangeError for an unknown zone or a malformed date
 */
export function existsIn(date: CalendarDate, timeZone: string): boolean {
  const { startMs, endMs } = spanOf(date, timeZone);
  return startMs < endMs;
}

/**
 * Calendar arithmetic: knows no zone, and so may give a date that some zone skipped.
 * @throws RangeError for a malformed date, or a result outside the years 0000 to 9999
 */
export function addDays(date: CalendarDate, days: number): CalendarDate {
  return toDate(midnightOf(date) + days * dayMs);
}

/** Every date of the calendar from the first to the last, both included; none when the first is later than the last. */
export function datesBetween(first: CalendarDate, last: CalendarDate): CalendarDate[] {
  const begin = midnightOf(first);
  const days = (midnightOf(last) - begin) / dayMs;
  return Array.from({ length: Math.max(days + 1, 0) }, (_, index) => toDate(begin + index * dayMs));
}

/** Whether a text is `YYYY-MM-DD` and in the calendar: 2026-02-30 is not. */
export function isCalendarDate(text: string): boolean {
  // Date.parse takes 30 February for 2 March: only a date that is written back as it was read is one.
  return text.length === 10 && new Date(text).toJSON() === `${text}T00:00:00.000Z`;
}

/** The day of the week as in ISO 8601: 1 is Monday, 7 is Sunday. */
export function weekdayOf(date: CalendarDate): number {
  return new Date(midnightOf(date)).getUTCDay() || 7;
}

/** The year as a number, 0 to 9999. */
export function yearOf(date: CalendarDate): number {
  return new Date(midnightOf(date)).getUTCFullYear();
}

/** Local time is held as the epoch milliseconds at which UTC shows the same date and time. */
function midnightOf(date: CalendarDate): number {
  if (!isCalendarDate(date)) throw new RangeError(`'${date}' is not a date: expected YYYY-MM-DD`);
  return Date.parse(date);
}

function toDate(localMs: number): CalendarDate {
  const text = new Date(localMs).toISOString();
  // Years of more than four digits, and those before 0000, are written with a sign and six digits.
  if (text.length !== 24) throw new RangeError('the date is outside the years 0000 to 9999');
  return text.slice(0, 10);
}

/** The window of a date; an empty one when the zone skipped it, as both its midnights then lie in one gap. */
function spanOf(date: CalendarDate, timeZone: string): Window {
  const midnight = midnightOf(date);
  return { startMs: startOf(midnight, timeZone), endMs: startOf(midnight + dayMs, timeZone) };
}

/** The first instant at which the zone's clocks show this midnight or, where they skip it, anything later. */
function startOf(midnight: number, timeZone: string): number {
  // Offsets stay within 16 hours, so a day to either side shows the offsets before and after any change at this midnight.
  const around = [midnight - dayMs, midnight + dayMs].map((epochMs) => offsetMsAt(epochMs, timeZone));
  const earlier = midnight - Math.max(...around);
  const later = midnight - Math.min(...around);
  const start = [earlier, later].find((epochMs) => localMsOf(epochMs, timeZone) === midnight);
  return start ?? firstInstant(earlier, later, (epochMs) => localMsOf(epochMs, timeZone) >= midnight);
}

/** Searches for the instant from which on something is so, after `beforeMs` and not after `afterMs`; epoch milliseconds. */
export function firstInstant(beforeMs: number, afterMs: number, isSo: (epochMs: number) => boolean): number {
  if (afterMs - beforeMs <= 1) return afterMs;
  const middle = Math.floor((beforeMs + afterMs) / 2);
  return isSo(middle) ? firstInstant(beforeMs, middle, isSo) : firstInstant(middle, afterMs, isSo);
}

function localMsOf(epochMs: number, timeZone: string): number {
  return epochMs + offsetMsAt(epochMs, timeZone);
}

/**
 * How far the zone's clocks are ahead of UTC at an instant, milliseconds.
 * @throws RangeError for an unknown zone
 */
export function offsetMsAt(epochMs: number, timeZone: string): number {
  const shown = offsetFormatOf(timeZone).format(epochMs);
  const offset = /GMT(?:([+-])(\d\d):(\d\d)(?::(\d\d))?)?$/.exec(shown);
  /* v8 ignore next -- ICU knows no other form; if one ever comes, better no date than a wrong one */
  if (offset === null) throw new Error(`cannot read the offset of ${timeZone} from '${shown}'`);
  const [, sign, hours = 0, minutes = 0, seconds = 0] = offset;
  const offsetMs = ((Number(hours) * 60 + Number(minutes)) * 60 + Number(seconds)) * 1000;
  return sign === '-' ? -offsetMs : offsetMs;
}

/** Building a format takes a hundred times as long as using it, so each zone's is built once, when first asked for. */
const offsetFormats = new Map<string, Intl.DateTimeFormat>();

function offsetFormatOf(timeZone: string): Intl.DateTimeFormat {
  const known = offsetFormats.get(timeZone);
  if (known !== undefined) return known;
  const format = new Intl.DateTimeFormat('en-US', { timeZone, timeZoneName: 'longOffset' });
  offsetFormats.set(timeZone, format);
  return format;
}
