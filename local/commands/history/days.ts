import type { Account } from '../../../lambda/config/account.ts';
import { type Ledger, linesByDate } from '../../../lambda/core/ledger/ledger.ts';
import type { LedgerLine } from '../../../lambda/core/ledger/line.ts';
import { type CalendarDate, dateReportedBy, datesBetween, existsIn } from '../../../lambda/core/time/day.ts';
import { lastDue } from '../../../lambda/core/time/last-due.ts';

/** A date and where it stands; a date without a line is a gap, of which nothing is recorded. */
export type HistoryDay = { readonly date: CalendarDate; readonly line: LedgerLine | undefined };

/** Where a date stands, in one word. */
export type Standing = 'settled' | 'provisional' | 'unavailable' | 'missing';

/**
 * The last dates of an account, oldest first: up to the one that the latest night reports, or a later one if the ledger
 * has one, and from the ledger's first date at the earliest. None when the ledger is empty.
 */
export function lastDays(
  { timeZone, time }: Pick<Account, 'timeZone' | 'time'>,
  ledger: Ledger,
  count: number,
  nowMs: number,
): HistoryDay[] {
  const lines = linesByDate(ledger);
  const [oldest, newest] = [lines[0]?.date, lines.at(-1)?.date];
  if (oldest === undefined || newest === undefined) return [];
  const reported = dateReportedBy(lastDue(nowMs, timeZone, time), timeZone);
  const last = newest > reported ? newest : reported;
  return datesBetween(oldest, last)
    .filter((date) => ledger.has(date) || existsIn(date, timeZone))
    .slice(-count)
    .map((date) => ({ date, line: ledger.get(date) }));
}

/** Where a date stands. */
export function standingOf(line: LedgerLine | undefined): Standing {
  if (line?.state !== 'measured') return line ? 'unavailable' : 'missing';
  return line.settled ? 'settled' : 'provisional';
}
