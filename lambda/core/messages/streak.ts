import type { CalendarDate } from '../day.ts';
import { type Ledger, type LedgerLine, linesByDate } from '../ledger.ts';

/** Dates one after the other that broke a rule. */
export type Streak = {
  readonly nights: number;
  /** Dates among them of which nothing is known: they are not counted, and do not end it. */
  readonly unmeasured: number;
};

/** The streak that ends on a date; no nights when the date itself breaks no rule. */
export function streakUpTo(date: CalendarDate, ledger: Ledger): Streak {
  return streakOf(linesUpTo(date, ledger));
}

/** The latest streak that ended before a date. */
export function streakBefore(date: CalendarDate, ledger: Ledger): Streak {
  const earlier = linesUpTo(date, ledger).filter((line) => line.date < date);
  return streakOf(earlier.slice(0, earlier.findLastIndex(isBad) + 1));
}

/** How many dates one after the other, up to this one, could not be measured. */
export function unmeasuredUpTo(date: CalendarDate, ledger: Ledger): number {
  const lines = linesUpTo(date, ledger);
  return lines.length - 1 - lines.findLastIndex(({ state }) => state === 'measured');
}

function linesUpTo(date: CalendarDate, ledger: Ledger): LedgerLine[] {
  return linesByDate(ledger).filter((line) => line.date <= date);
}

function streakOf(lines: readonly LedgerLine[]): Streak {
  const good = lines.findLastIndex((line) => line.state === 'measured' && !isBad(line));
  const since = lines.slice(good + 1);
  const streak = since.slice(Math.max(since.findIndex(isBad), 0));
  const nights = streak.filter(isBad).length;
  return { nights, unmeasured: streak.length - nights };
}

/** Files that are still not finished say something of the nights since, not of the date on which they were requested. */
function isBad(line: LedgerLine): boolean {
  return line.state === 'measured' && line.findings.some(({ rule }) => rule !== 'stuck');
}
