import type { CalendarDate } from './day.ts';
import { applyMeasurement, type Ledger, type LedgerLine, linesByDate, withLines } from './ledger.ts';
import { countNames } from './measurement.ts';
import { judge, type RuleSet } from './rules.ts';
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
  const lines = [...rebuilt.values()].map((line) => carryOver(line, present.get(line.date), rules));
  const unmeasured = linesByDate(present).filter(
    (line) => !rebuilt.has(line.date) && line.state === 'unavailable',
  );
  return withLines(new Map(), [...unmeasured, ...lines]);
}

/** Where two ledgers disagree on counts, or on whether there are any. */
export function compareLedgers(present: Ledger, rebuilt: Ledger): Difference[] {
  const dates = [...new Set([...present.keys(), ...rebuilt.keys()])].sort();
  return dates.flatMap((date) => {
    const [ledger, snapshots] = [describeLine(present.get(date)), describeLine(rebuilt.get(date))];
    return ledger === snapshots ? [] : [{ date, ledger, rebuilt: snapshots }];
  });
}

function carryOver(line: LedgerLine, present: LedgerLine | undefined, rules: RuleSet): LedgerLine {
  if (line.state !== 'measured') return line;
  const notices = present?.notices ?? [];
  const heardAgain = present?.state === 'measured' && present.snapshot === line.snapshot;
  const lastSeenAt = heardAgain ? present.lastSeenAt : line.lastSeenAt;
  return { ...line, lastSeenAt, findings: judge(line, rules), notices };
}

function describeLine(line: LedgerLine | undefined): string {
  if (line === undefined) return 'no line';
  if (line.state === 'unavailable') return 'unavailable';
  return countNames.map((name) => `${name} ${line.counts[name]}`).join(', ');
}
