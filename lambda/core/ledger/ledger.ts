import { compareTexts } from '../text/compare.ts';
import { type CalendarDate, yearOf } from '../time/day.ts';
import type { LedgerLine } from './line.ts';

/** Where each date stands; the dates of some years of one account. */
export type Ledger = ReadonlyMap<CalendarDate, LedgerLine>;

/** One year of a ledger as it lies in the archive: one JSON document a line, oldest date first. */
export function formatLedgerYear(ledger: Ledger, year: number): string {
  return linesByDate(ledger)
    .filter((line) => yearOf(line.date) === year)
    .map((line) => `${JSON.stringify(line)}\n`)
    .join('');
}

/** All lines, oldest date first. */
export function linesByDate(ledger: Ledger): LedgerLine[] {
  return [...ledger.values()].sort((a, b) => compareTexts(a.date, b.date));
}

/** The ledger with some lines put in or replaced. */
export function withLines(ledger: Ledger, lines: Iterable<LedgerLine>): Ledger {
  const next = new Map(ledger);
  for (const line of lines) next.set(line.date, line);
  return next;
}

/** The ledger with each line as `change` makes it of what it is. */
export function changeLines(ledger: Ledger, change: (line: LedgerLine) => LedgerLine): Ledger {
  return new Map([...ledger].map(([date, line]) => [date, change(line)]));
}
