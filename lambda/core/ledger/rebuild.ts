import type { RuleSet } from '../rules/rule-set.ts';
import { judgeDates } from '../rules/rules.ts';
import { toleranceMs } from '../time/clock-reading.ts';
import { type CalendarDate, existsIn, localDateOf, windowOf } from '../time/day.ts';
import { applyMeasured, toldOf } from './apply-measurement.ts';
import { type Ledger, linesByDate, withLines } from './ledger.ts';
import type { LedgerLine, MeasuredLine } from './line.ts';
import { countNames, type Instant, instantOf } from './measurement.ts';
import type { Snapshot } from './read-snapshot.ts';

/** A snapshot in its place. */
export type PlacedSnapshot = Snapshot & { readonly key: string; readonly date: CalendarDate };

/** What an account's ledger is rebuilt from. */
type RebuildSource = {
  readonly snapshots: readonly PlacedSnapshot[];
  /** As much of the present ledger as can be read. */
  readonly present: Ledger;
  readonly account: { readonly rules: RuleSet; readonly timeZone: string };
  /** Epoch milliseconds: nothing is true of a date that is not over. */
  readonly nowMs: number;
};

/** A ledger rebuilt, and what of the present one stands on nothing but its word. */
export type Rebuilt = {
  readonly ledger: Ledger;
  /** Dates that are not over yet: what was recorded of them is gone. */
  readonly dropped: readonly CalendarDate[];
  /** Dates whose counts are the present ledger's: it refers to an answer newer than all that can be read. */
  readonly kept: readonly CalendarDate[];
};

/** A date on which a ledger and the snapshots disagree. */
export type Difference = { readonly date: CalendarDate; readonly ledger: string; readonly rebuilt: string };

/** A snapshot at the time that the better clock gives; `isCorrected` when that is not what our own clock said. */
type TimedSnapshot = PlacedSnapshot & { readonly isCorrected: boolean };

/**
 * The ledger as the snapshots tell it: counts, revisions, and the rules applied to them. What snapshots cannot tell is
 * carried over from the present ledger and never made up: what people were told, when an answer was last heard again, why a
 * date is unavailable, and the counts of an answer that is lost. What was answered before its date was over settles nothing.
 */
export function rebuildLedger({ snapshots, present, account, nowMs }: RebuildSource): Rebuilt {
  const { rules, timeZone } = account;
  const today = localDateOf(nowMs, timeZone);
  const timed = snapshots.filter(({ date }) => date < today).map((one) => timeOf(one, timeZone, nowMs));
  const byKey = new Map(timed.map((snapshot) => [snapshot.key, snapshot]));
  const lines = measureAll(timed);
  const past = linesByDate(present)
    .filter(({ date }) => date < today)
    .map((line) => withoutFuture(line, timeZone, instantOf(nowMs)));
  const kept: CalendarDate[] = [];
  for (const line of past) {
    const rebuilt = lines.get(line.date);
    const isLost = line.state === 'measured' && !byKey.has(line.snapshot);
    if (rebuilt && !(isLost && line.lastSeenAt > rebuilt.lastSeenAt)) {
      const isTimed = byKey.get(rebuilt.snapshot)?.isCorrected === false;
      lines.set(line.date, carryOver(rebuilt, line, isTimed));
    } else if (line.state === 'measured') {
      lines.set(line.date, line);
      kept.push(line.date);
    }
  }
  const unmeasured = past.filter(({ date }) => !lines.has(date));
  const settled = [...lines.values()].map((line) => settle(line, timeZone));
  return {
    ledger: judgeDates(withLines(new Map(), [...settled, ...unmeasured]), rules),
    dropped: [...present.keys()].filter((date) => date >= today).sort(),
    kept,
  };
}

/**
 * Where two ledgers disagree on counts, on what is known of the order of their window, on whether they are final, or on
 * whether there are any; and where the present one was seen later than the other says.
 */
export function compareLedgers(present: Ledger, rebuilt: Ledger): Difference[] {
  const dates = [...new Set([...present.keys(), ...rebuilt.keys()])].sort();
  return dates.flatMap((date) => {
    const [line, again] = [present.get(date), rebuilt.get(date)];
    const wentBack =
      line?.state === 'measured' && again?.state === 'measured' && line.lastSeenAt > again.lastSeenAt;
    const ledger = describeLine(line) + (wentBack ? `, last seen ${line.lastSeenAt}` : '');
    const snapshots = describeLine(again) + (wentBack ? `, last seen ${again.lastSeenAt}` : '');
    return ledger === snapshots ? [] : [{ date, ledger, rebuilt: snapshots }];
  });
}

/**
 * The gateway's clock rules where ours was more than a minute ahead of it; where it is the later one, it was ahead itself, as nights
 * record the earlier of two. A time that is still to come tells nothing: then the
 * answer counts as one of the date's first moment, so that any other is newer, and it settles nothing.
 */
function timeOf(snapshot: PlacedSnapshot, timeZone: string, nowMs: number): TimedSnapshot {
  const { date, askedAt, serverDate = '' } = snapshot;
  const [ownMs, gatewayMs] = [Date.parse(askedAt), Date.parse(serverDate)];
  const isSkewed = ownMs - gatewayMs > toleranceMs && gatewayMs >= 0 && gatewayMs <= nowMs;
  if (isSkewed) return { ...snapshot, askedAt: instantOf(gatewayMs), isCorrected: true };
  if (ownMs <= nowMs) return { ...snapshot, isCorrected: false };
  return { ...snapshot, askedAt: boundsOf(date, timeZone).start, isCorrected: true };
}

/** The snapshots of each date one after the other, in the order of their time. */
function measureAll(snapshots: readonly TimedSnapshot[]): Map<CalendarDate, MeasuredLine> {
  const lines = new Map<CalendarDate, MeasuredLine>();
  const inOrder = snapshots.toSorted((a, b) => (orderOf(a) < orderOf(b) ? -1 : 1));
  for (const { key, askedAt, date, counts, order, proof } of inOrder) {
    const measurement = { date, state: 'measured', askedAt, counts, order, proof, snapshot: key } as const;
    lines.set(date, applyMeasured(lines.get(date), measurement));
  }
  return lines;
}

function orderOf({ askedAt, key }: TimedSnapshot): string {
  return `${askedAt} ${key}`;
}

/**
 * What no snapshot tells: what people were told; and of the same answer, when it was last heard again, what was known of the
 * order by then, and that it is not final, for whatever reason.
 * @param isTimed whether our clock was right when the answer was asked for, and so may be believed later as well
 */
function carryOver(line: MeasuredLine, present: LedgerLine, isTimed: boolean): MeasuredLine {
  const told = toldOf(present);
  if (present.state !== 'measured' || present.snapshot !== line.snapshot) return { ...line, ...told };
  const isLater = isTimed && present.lastSeenAt > line.lastSeenAt;
  return {
    ...line,
    ...told,
    ...(isLater && { lastSeenAt: present.lastSeenAt, order: present.order, proof: present.proof }),
    settled: line.settled && present.settled,
  };
}

/** A line in which nothing happened later than now: what did is moved to the first moment of its date. */
function withoutFuture(line: LedgerLine, timeZone: string, now: Instant): LedgerLine {
  const known = (at: Instant) => (at <= now ? at : boundsOf(line.date, timeZone).start);
  if (line.state === 'unavailable') return line.askedAt ? { ...line, askedAt: known(line.askedAt) } : line;
  const { firstMeasuredAt, measuredAt, lastSeenAt } = line;
  return {
    ...line,
    firstMeasuredAt: known(firstMeasuredAt),
    measuredAt: known(measuredAt),
    lastSeenAt: known(lastSeenAt),
  };
}

/** Files can be requested until a date is over: what was last seen before that is not final. */
function settle(line: MeasuredLine, timeZone: string): MeasuredLine {
  return { ...line, settled: line.settled && line.lastSeenAt >= boundsOf(line.date, timeZone).end };
}

/** A date that its zone skipped has no length. */
function boundsOf(date: CalendarDate, timeZone: string): { readonly start: Instant; readonly end: Instant } {
  const midnight = `${date}T00:00:00.000Z`;
  if (!existsIn(date, timeZone)) return { start: midnight, end: midnight };
  const { startMs, endMs } = windowOf(date, timeZone);
  return { start: instantOf(startMs), end: instantOf(endMs) };
}

function describeLine(line: LedgerLine | undefined): string {
  if (line === undefined) return 'no line';
  if (line.state === 'unavailable') return 'unavailable';
  const { counts, settled, order, proof } = line;
  const numbers = countNames.map((name) => `${name} ${counts[name]}`).join(', ');
  return `${numbers}, ${settled ? 'settled' : 'provisional'}, ${order} ${proof}`;
}
