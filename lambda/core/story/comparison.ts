import type { Ledger } from '../ledger/ledger.ts';
import { type CountName, type Counts, countNames, totalOf } from '../ledger/measurement.ts';
import { medianOf, sameWeekdaysBefore } from '../rules/baseline.ts';
import { addDays, type CalendarDate, datesBetween } from '../time/day.ts';

/** Medians of the same weekdays of the last eight weeks. */
export type UsualDay = {
  readonly failures: number;
  readonly requested: number;
  /** How many of the eight dates could be used: those that are measured and finished. */
  readonly weeks: number;
};

/** Fewer would be called usual too boldly. */
const minimumWeeks = 3;
const recentDays = 14;

/** What the weekday is usually like; nothing while too few of them are known. */
export function usualDay(date: CalendarDate, ledger: Ledger): UsualDay | undefined {
  const counts = comparableCounts(date, ledger);
  if (counts === undefined) return undefined;
  return {
    failures: medianOf(counts.map(({ failure }) => failure)),
    requested: medianOf(counts.map(totalOf)),
    weeks: counts.length,
  };
}

/** The median of each count on the same weekdays; nothing while too few of them are known. */
export function usualCounts(date: CalendarDate, ledger: Ledger): Counts | undefined {
  const counts = comparableCounts(date, ledger);
  if (counts === undefined) return undefined;
  const medians = countNames.map((name) => [name, medianOf(counts.map((each) => each[name]))]);
  return Object.fromEntries(medians) as Record<CountName, number>;
}

function comparableCounts(date: CalendarDate, ledger: Ledger): Counts[] | undefined {
  const settled = sameWeekdaysBefore(date, ledger).filter((line) => line.settled);
  return settled.length < minimumWeeks ? undefined : settled.map(({ counts }) => counts);
}

/** The counts of a date; nothing for one that was not measured. */
export function countsOn(date: CalendarDate, ledger: Ledger): Counts | undefined {
  const line = ledger.get(date);
  return line?.state === 'measured' ? line.counts : undefined;
}

/** The failures of the 14 dates up to this one, oldest first; nothing where a date was not measured. */
export function recentFailures(date: CalendarDate, ledger: Ledger): (number | undefined)[] {
  return datesBetween(addDays(date, 1 - recentDays), date).map((day) => countsOn(day, ledger)?.failure);
}
