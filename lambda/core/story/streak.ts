import { type Ledger, linesByDate } from '../ledger/ledger.ts';
import type { LedgerLine, Notice } from '../ledger/line.ts';
import { standingNotice } from '../notices/notices.ts';
import type { CalendarDate } from '../time/day.ts';

/**
 * Dates one after the other that broke a rule. Those of which nobody was told, as the past was filled in later or the account
 * is silent, are not counted, and do not end it: a reader would look in vain for what was said of them.
 */
export type Streak = {
  readonly nights: number;
  /** Dates among them that were not measured: neither are they counted, nor do they end it. */
  readonly unmeasured: number;
};

/** The streak that ends on a date, of which the reader is being told; no nights when the date itself breaks no rule. */
export function streakUpTo(date: CalendarDate, ledger: Ledger): Streak {
  return streakOf(linesUpTo(date, ledger), date);
}

/** The latest streak that ended before a date. */
export function streakBefore(date: CalendarDate, ledger: Ledger): Streak {
  const earlier = linesUpTo(date, ledger).filter((line) => line.date < date);
  return streakOf(earlier.slice(0, earlier.findLastIndex(isBad) + 1), date);
}

/** How many dates one after the other, up to this one, could not be measured, as far as people were told. */
export function unmeasuredUpTo(date: CalendarDate, ledger: Ledger): number {
  const lines = linesUpTo(date, ledger);
  return lines
    .slice(lines.findLastIndex(({ state }) => state === 'measured') + 1)
    .filter((line) => line.date === date || line.notices.some(isHeard)).length;
}

function linesUpTo(date: CalendarDate, ledger: Ledger): LedgerLine[] {
  return linesByDate(ledger).filter((line) => line.date <= date);
}

function streakOf(lines: readonly LedgerLine[], date: CalendarDate): Streak {
  const good = lines.findLastIndex((line) => line.state === 'measured' && !isBad(line));
  const since = lines.slice(good + 1);
  const isCounted = (line: LedgerLine) => isBad(line) && (line.date === date || isKnownBad(line));
  const first = since.findIndex(isCounted);
  const streak = first < 0 ? [] : since.slice(first);
  return {
    nights: streak.filter(isCounted).length,
    unmeasured: streak.filter(({ state }) => state === 'unavailable').length,
  };
}

/** Files that are still not finished say something of the nights since, not of the date on which they were requested. */
function isBad(line: LedgerLine): boolean {
  return line.state === 'measured' && line.findings.some(({ rule }) => rule !== 'stuck');
}

function isKnownBad({ notices }: LedgerLine): boolean {
  return standingNotice(notices.filter(isHeard)) !== undefined;
}

/** What is pending is told by the message at hand, or is about to be. */
function isHeard({ state }: Notice): boolean {
  return state !== 'heldBack';
}
