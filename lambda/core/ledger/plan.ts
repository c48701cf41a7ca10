import { notedYears } from '../notices/unsent-years.ts';
import { addDays, type CalendarDate, datesBetween, existsIn, yearOf } from '../time/day.ts';
import { type Ledger, linesByDate, withLines } from './ledger.ts';
import type { LedgerLine } from './line.ts';

/** The dates that concern one night. */
export type Horizon = {
  /** The date that the night is due to report. */
  readonly yesterday: CalendarDate;
  /** How many dates before it are asked again while they are missing or unsettled. */
  readonly lookBackDays: number;
  readonly timeZone: string;
};

/**
 * The first of the dates that concern a night beside its own. People are told of dates from here on, not of a past that was filled
 * in later.
 */
export function lookBackFrom({ yesterday, lookBackDays }: Horizon): CalendarDate {
  return addDays(yesterday, -lookBackDays);
}

/**
 * The years whose ledger a night reads: that of the date it reports, and the one before. Neither the report's twelve months
 * nor the rules reach back further; where something of an earlier year is not told yet, these two note it.
 */
export function yearsOf({ yesterday }: Pick<Horizon, 'yesterday'>): number[] {
  return [yearOf(yesterday) - 1, yearOf(yesterday)];
}

/**
 * The dates to ask for: yesterday first, then, oldest first, what is missing or unsettled within the look-back. An
 * account's first night asks for yesterday only, and no night for what lies before the account's first date.
 */
export function planDates(ledger: Ledger, horizon: Horizon): CalendarDate[] {
  const { yesterday, timeZone } = horizon;
  const begin = beginOf(ledger, yesterday);
  const earlier = datesBetween(lookBackFrom(horizon), addDays(yesterday, -1)).filter(
    (date) => date >= begin && isOpen(ledger.get(date)) && existsIn(date, timeZone),
  );
  return [yesterday, ...earlier];
}

/** A night may be this many days later than those for which it would ask again, or earlier than the account's first date. */
const latestDays = 31;

/**
 * Why no night of these days can be meant to report a date: it is long gone, or long before the account's first. A past is
 * filled in by a backfill, which tells nobody. Nothing when the date is as it may be; whether it is over is not for this to say.
 * @param today the date now, in the account's zone
 */
export function whyTooEarly(ledger: Ledger, horizon: Horizon, today: CalendarDate): string | undefined {
  const { yesterday, lookBackDays } = horizon;
  const days = lookBackDays + latestDays;
  if (yesterday < addDays(today, -days)) return `is more than ${days} days ago`;
  const first = beginOf(ledger, yesterday);
  return yesterday < addDays(first, -days)
    ? `is more than ${days} days before ${first}, the account's first date`
    : undefined;
}

/** What a backfill does about the dates of a range. */
export type BackfillPlan = {
  /** Asked for, oldest first, so that each is judged with the weeks before it. */
  readonly dates: readonly CalendarDate[];
  /** How many are settled and not asked for again. */
  readonly settled: number;
  /** Left to the nights, which ask for them and tell what has changed. */
  readonly leftToNights: readonly CalendarDate[];
};

/** The dates of a range that exist, by what a backfill does about them; `again` asks for settled ones as well. */
export function planBackfill(
  ledger: Ledger,
  range: { readonly from: CalendarDate; readonly to: CalendarDate; readonly again: boolean },
  horizon: Horizon,
): BackfillPlan {
  const dates = datesBetween(range.from, range.to).filter((date) => existsIn(date, horizon.timeZone));
  const wanted = dates.filter((date) => range.again || isOpen(ledger.get(date)));
  const isLeft = (date: CalendarDate) => isLeftToNights(ledger.get(date), horizon);
  return {
    dates: wanted.filter((date) => !isLeft(date)),
    settled: dates.length - wanted.length,
    leftToNights: wanted.filter(isLeft),
  };
}

/**
 * Whether a night is about to tell something of a date: it has a notice that nobody has been told yet, or nights ask for
 * it again because it is not settled, or because people know that it is unavailable. A backfill tells nothing, and by
 * settling such a date it would swallow what the night has to say.
 */
export function isLeftToNights(line: LedgerLine | undefined, horizon: Horizon): boolean {
  if (line === undefined) return false;
  if (line.notices.some(({ state }) => state !== 'sent')) return true;
  if (!isOpen(line) || line.date < lookBackFrom(horizon)) return false;
  return line.state === 'measured' || line.notices.length > 0;
}

/** Missing, unavailable, or with files that may still fail. */
function isOpen(line: LedgerLine | undefined): boolean {
  return line?.state !== 'measured' || !line.settled;
}

/** Enters every date between the first and yesterday that nobody asked for as unavailable: a gap is never a zero. */
export function fillMissingDates(ledger: Ledger, { yesterday, timeZone }: Horizon): Ledger {
  const missing = datesBetween(beginOf(ledger, yesterday), yesterday).filter(
    (date) => !ledger.has(date) && existsIn(date, timeZone),
  );
  return withLines(
    ledger,
    missing.map((date) => ({
      date,
      state: 'unavailable',
      fault: { code: 'notAsked', detail: 'no night asked for this date' },
      notices: [],
    })),
  );
}

/**
 * The first date of the account, or of the years that were read in one stretch: an earlier year that was read because a later one
 * notes it stands apart, wherever the note is: the line that had it may have been lost. A year that begins with dates that nobody asked for goes on from whatever year is before it.
 */
function beginOf(ledger: Ledger, yesterday: CalendarDate): CalendarDate {
  const lines = linesByDate(ledger);
  const noted = notedYears(lines);
  const stands = lines.findLastIndex((line, index) => {
    const before = yearOf(lines[index - 1]?.date ?? line.date);
    return yearOf(line.date) - before > 1 && !isNotAsked(line) && noted.includes(before);
  });
  return lines[Math.max(stands, 0)]?.date ?? yesterday;
}

/** Whether a line says no more than that nobody asked for its date. */
export function isNotAsked(line: LedgerLine): boolean {
  return line.state === 'unavailable' && line.askedAt === undefined;
}
