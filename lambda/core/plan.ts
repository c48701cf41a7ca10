import { addDays, type CalendarDate, datesBetween, existsIn, yearOf } from './day.ts';
import { type Ledger, type LedgerLine, linesByDate, withLines } from './ledger.ts';

/** The dates that concern one night. */
export type Horizon = {
  /** The date that the night is due to report. */
  readonly yesterday: CalendarDate;
  /** How many dates before it are asked again while they are missing or unsettled. */
  readonly lookBackDays: number;
  readonly timeZone: string;
};

/** The eight weeks that rules compare a date with. */
const historyDays = 56;

/** The years whose ledger a night reads, oldest first. */
export function yearsOf({ yesterday, lookBackDays }: Horizon): number[] {
  const first = yearOf(addDays(yesterday, -(lookBackDays + historyDays)));
  const last = yearOf(yesterday);
  return Array.from({ length: last - first + 1 }, (_, index) => first + index);
}

/**
 * The dates to ask for: yesterday first, then, oldest first, what is missing or unsettled within the look-back. An
 * account's first night asks for yesterday only, and no night for what lies before the account's first date.
 */
export function planDates(ledger: Ledger, horizon: Horizon): CalendarDate[] {
  const { yesterday, lookBackDays, timeZone } = horizon;
  const begin = beginOf(ledger, yesterday);
  const earlier = datesBetween(addDays(yesterday, -lookBackDays), addDays(yesterday, -1)).filter(
    (date) => date >= begin && isOpen(ledger.get(date)) && existsIn(date, timeZone),
  );
  return [yesterday, ...earlier];
}

/** Missing, unavailable, or with files that may still fail. */
function isOpen(line: LedgerLine | undefined): boolean {
  return line?.state !== 'measured' || !line.settled;
}

/** Enters every date between the first and yesterday that nobody asked for as unavailable: a gap is never a zero. */
export function fillGaps(ledger: Ledger, { yesterday, timeZone }: Horizon): Ledger {
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

/** The account's first date: the one asked for in its first night. */
function beginOf(ledger: Ledger, yesterday: CalendarDate): CalendarDate {
  return linesByDate(ledger)[0]?.date ?? yesterday;
}
