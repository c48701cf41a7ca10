import type { Account } from '../../../lambda/config/account.ts';
import { type Ledger, linesByDate } from '../../../lambda/core/ledger/ledger.ts';
import type { Finding, LedgerLine, Notice } from '../../../lambda/core/ledger/line.ts';
import {
  type Counts,
  countNames,
  type Fault,
  failureRateOf,
  totalOf,
} from '../../../lambda/core/ledger/measurement.ts';
import { worstOf } from '../../../lambda/core/rules/rules.ts';
import {
  type CalendarDate,
  dateReportedBy,
  datesBetween,
  existsIn,
  weekdayOf,
} from '../../../lambda/core/time/day.ts';
import { lastDue } from '../../../lambda/core/time/last-due.ts';

/** Where a date stands, in one word. */
export type Standing = 'settled' | 'provisional' | 'unavailable' | 'missing';

/** A date in the JSON document. What is not known is null, never zero. */
export type DayDocument = {
  readonly date: CalendarDate;
  /** 1 is Monday. */
  readonly weekday: number;
  readonly state: Standing;
  readonly fault: Fault | null;
  readonly counts: Counts | null;
  readonly total: number | null;
  /** Of the finished files, to a tenth; null when none has finished. */
  readonly failurePercent: number | null;
  readonly findings: readonly Finding[];
  readonly notices: readonly Pick<Notice, 'id' | 'kind' | 'severity' | 'state'>[];
  readonly revision: number | null;
};

/** What is known of a date; one without a line is a gap, of which nothing is recorded. */
export function documentOf(date: CalendarDate, line: LedgerLine | undefined): DayDocument {
  const measured = line?.state === 'measured' ? line : undefined;
  const percent = measured && failureRateOf(measured.counts);
  return {
    date,
    weekday: weekdayOf(date),
    state: standingOf(line),
    fault: line?.state === 'unavailable' ? line.fault : null,
    counts: measured?.counts ?? null,
    total: measured ? totalOf(measured.counts) : null,
    failurePercent: percent === undefined ? null : Math.round(percent * 10) / 10,
    findings: measured?.findings ?? [],
    notices: (line?.notices ?? []).map(({ id, kind, severity, state }) => ({ id, kind, severity, state })),
    revision: measured?.revision ?? null,
  };
}

/** Where a date stands. */
export function standingOf(line: LedgerLine | undefined): Standing {
  if (line?.state !== 'measured') return line ? 'unavailable' : 'missing';
  return line.settled ? 'settled' : 'provisional';
}

/**
 * The last dates of an account, oldest first: up to the one that the latest night reports, or a later one if the ledger
 * has one, and from the ledger's first date at the earliest. None when the ledger is empty.
 */
export function lastDays(
  { timeZone, time }: Pick<Account, 'timeZone' | 'time'>,
  ledger: Ledger,
  count: number,
  nowMs: number,
): DayDocument[] {
  const lines = linesByDate(ledger);
  const [oldest, newest] = [lines[0]?.date, lines.at(-1)?.date];
  if (oldest === undefined || newest === undefined) return [];
  const reported = dateReportedBy(lastDue(nowMs, timeZone, time), timeZone);
  const last = newest > reported ? newest : reported;
  return datesBetween(oldest, last)
    .filter((date) => ledger.has(date) || existsIn(date, timeZone))
    .slice(-count)
    .map((date) => documentOf(date, ledger.get(date)));
}

/** The titles of {@link csvRowOf}. */
export const csvTitles = [
  ...['account', 'date', 'weekday', 'state', 'fault_code', ...countNames],
  ...['total', 'failure_percent', 'severity', 'told', 'revision'],
] as const;

/** The same as a row for a spreadsheet. */
export function csvRowOf(account: string, day: DayDocument): unknown[] {
  return [
    ...[account, day.date, day.weekday, day.state, day.fault?.code],
    ...countNames.map((name) => day.counts?.[name]),
    ...[day.total, day.failurePercent, worstOf(day.findings)],
    ...[describeTold(day.notices), day.revision],
  ];
}

/** What was told of a date; a notice that has not been sent says so. */
export function describeTold(notices: DayDocument['notices']): string {
  const untold = {
    pending: ' (pending)',
    heldBack: ' (held back)',
    leftToMuster: ' (left to the muster)',
    sent: '',
  };
  return notices.map(({ kind, state }) => kind + untold[state]).join(', ');
}
