import { changeLines, type Ledger, linesByDate } from '../ledger/ledger.ts';
import type { LedgerLine } from '../ledger/line.ts';
import { yearOf } from '../time/day.ts';

/**
 * The earlier years in which something may not be told yet, as the lines of later ones note it. A silence may be longer
 * than the two years that a night reads: by these notes it finds what was held back, whatever year that is of.
 */
export function notedYears(lines: Iterable<LedgerLine>): number[] {
  return [...new Set([...lines].flatMap(({ unsentYears = [] }) => unsentYears))];
}

/**
 * The ledger with the note on the first line of each of its years. A year that is not loaded stays noted, and so does one in
 * which something was unsent before this change: years are written one after the other, and the note must not go first.
 */
export function noteUnsentYears(before: Ledger, next: Ledger): Ledger {
  const lines = linesByDate(next);
  const loaded = new Set(lines.map(({ date }) => yearOf(date)));
  const unsent = new Set([...lines, ...before.values()].filter(isUnsent).map(({ date }) => yearOf(date)));
  const kept = notedYears([...lines, ...before.values()]).filter((year) => !loaded.has(year));
  const noted = [...new Set([...unsent, ...kept])].sort((a, b) => a - b);
  const firsts = new Map(lines.toReversed().map(({ date }) => [yearOf(date), date]));
  return changeLines(next, (line) => {
    const year = yearOf(line.date);
    const earlier = firsts.get(year) === line.date ? noted.filter((other) => other < year) : [];
    return earlier.join() === (line.unsentYears ?? []).join() ? line : withNote(line, earlier);
  });
}

function withNote({ unsentYears: _former, ...line }: LedgerLine, years: number[]): LedgerLine {
  return years.length === 0 ? line : { ...line, unsentYears: years };
}

function isUnsent({ notices, summary }: LedgerLine): boolean {
  return summary?.state === 'pending' || notices.some(({ state }) => state !== 'sent');
}
