import type { CalendarDate } from './day.ts';
import {
  applyMeasurement,
  type Ledger,
  type LedgerLine,
  linesByDate,
  type MeasuredLine,
  withLines,
} from './ledger.ts';
import { countNames } from './measurement.ts';
import type { RuleSet } from './rule-set.ts';
import { judge } from './rules.ts';
import type { Snapshot } from './snapshot.ts';

/** A snapshot in its place. */
export type PlacedSnapshot = Snapshot & { readonly key: string; readonly date: CalendarDate };

/** A date on which a ledger and the snapshots disagree. */
export type Difference = { readonly date: CalendarDate; readonly ledger: string; readonly rebuilt: string };

/**
 * The ledger as the snapshots alone tell it: counts, revisions, and the rules applied to them. What snapshots cannot
 * tell is carried over from the present ledger and never made up: what people were told, when an answer was last heard
 * again, and why a date is unavailable.
 */
export function rebuildLedger(snapshots: readonly PlacedSnapshot[], present: Ledger, rules: RuleSet): Ledger {
  const inOrder = [...snapshots].sort((a, b) => (a.key < b.key ? -1 : 1));
  const rebuilt = new Map<CalendarDate, LedgerLine>();
  for (const { key, askedAt, ...snapshot } of inOrder) {
    const line = applyMeasurement(rebuilt.get(snapshot.date), {
      ...snapshot,
      state: 'measured',
      askedAt,
      snapshot: key,
    });
    rebuilt.set(snapshot.date, line);
  }
  const unmeasured = linesByDate(present).filter(
    (line) => !rebuilt.has(line.date) && line.state === 'unavailable',
  );
  const history = withLines(rebuilt, unmeasured);
  const latest = linesByDate(history).at(-1)?.date ?? '';
  const lines = [...history.values()].map((line) => {
    if (line.state !== 'measured') return line;
    return { ...carryOver(line, present.get(line.date)), findings: judge(line, history, rules, latest) };
  });
  return withLines(history, lines);
}

/** Where two ledgers disagree on counts, or on whether there are any. */
export function compareLedgers(present: Ledger, rebuilt: Ledger): Difference[] {
  const dates = [...new Set([...present.keys(), ...rebuilt.keys()])].sort();
  return dates.flatMap((date) => {
    const [ledger, snapshots] = [describeLine(present.get(date)), describeLine(rebuilt.get(date))];
    return ledger === snapshots ? [] : [{ date, ledger, rebuilt: snapshots }];
  });
}

/** What no snapshot tells: what people were told, and when the same answer was last heard again. */
function carryOver(line: MeasuredLine, present: LedgerLine | undefined): MeasuredLine {
  const notices = present?.notices ?? [];
  const heardAgain = present?.state === 'measured' && present.snapshot === line.snapshot;
  return { ...line, lastSeenAt: heardAgain ? present.lastSeenAt : line.lastSeenAt, notices };
}

function describeLine(line: LedgerLine | undefined): string {
  if (line === undefined) return 'no line';
  if (line.state === 'unavailable') return 'unavailable';
  return countNames.map((name) => `${name} ${line.counts[name]}`).join(', ');
}
