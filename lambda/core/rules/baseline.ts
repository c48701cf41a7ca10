import type { Ledger } from '../ledger/ledger.ts';
import type { MeasuredLine } from '../ledger/line.ts';
import { addDays, type CalendarDate } from '../time/day.ts';

/** Long enough for a median that one bad week does not move, short enough to follow an account that grows. */
const weeks = 8;

/** Makes the median absolute deviation of normally distributed numbers their standard deviation. */
const deviationScale = 1.4826;

/** What a number usually is, and how far it usually strays from that. */
type Usual = { readonly median: number; readonly spread: number };

/** The measured dates among the same weekdays of the eight weeks before a date, latest first. */
export function sameWeekdaysBefore(date: CalendarDate, history: Ledger): MeasuredLine[] {
  const dates = Array.from({ length: weeks }, (_, index) => addDays(date, -7 * (index + 1)));
  return dates.map((earlier) => history.get(earlier)).filter((line) => line?.state === 'measured');
}

/**
 * Median and scaled median absolute deviation, which a few wild numbers do not move. The spread is at least the square
 * root of the median, by which even a steady count strays by chance, and at least 1.
 */
export function usualOf(numbers: readonly number[]): Usual {
  const median = medianOf(numbers);
  const deviation = medianOf(numbers.map((number) => Math.abs(number - median)));
  return { median, spread: Math.max(deviationScale * deviation, Math.sqrt(median), 1) };
}

/** The middle number, or halfway between the middle two; NaN for none. */
export function medianOf(numbers: readonly number[]): number {
  const sorted = numbers.toSorted((a, b) => a - b);
  const middle = sorted.slice(Math.ceil(sorted.length / 2) - 1, Math.floor(sorted.length / 2) + 1);
  return middle.reduce((sum, number) => sum + number, 0) / middle.length;
}
