import type { FailedFiles } from '../ledger/failed-files.ts';
import { type Ledger, linesByDate } from '../ledger/ledger.ts';
import type { Finding, LedgerLine, MeasuredLine, Notice, Severity, UnavailableLine } from '../ledger/line.ts';
import { type Counts, equalCounts, isSettled, totalOf } from '../ledger/measurement.ts';
import { standingNotice } from '../notices/notices.ts';
import { type DatedNotice, isOfAvailability } from '../notices/outbox.ts';
import { toPlainText } from '../text/plain-text.ts';
import type { CalendarDate } from '../time/day.ts';
import { type Streak, streakBefore, streakUpTo, unmeasuredUpTo } from './streak.ts';
import { type Verdict, verdictOf, verdictOfCounts } from './verdict.ts';

/** How much of an operator's words people are shown, in characters. */
const reasonMaxLength = 200;

/** What a headline begins with. */
export type Label = Severity | 'recovered' | 'withdrawn' | 'measured';

/** One thing to say about a date beside its verdict. */
export type Fact =
  | ({ readonly fact: 'nights' } & Streak)
  /** The verdict's number now, and on the measured date before. */
  | {
      readonly fact: 'trend';
      readonly what: 'failed' | 'dropped';
      readonly since: CalendarDate;
      readonly before: number;
      readonly now: number;
    }
  | { readonly fact: 'severity'; readonly from: Severity; readonly to: Severity }
  | { readonly fact: 'revised' | 'withdrawn'; readonly told: Counts; readonly now: Counts }
  /** A broken rule was committed, and corrected before anybody was told. */
  | { readonly fact: 'untold' }
  | ({ readonly fact: 'recovered' } & Streak)
  | { readonly fact: 'noCounts'; readonly nights: number }
  /** The notice says that there are no counts, and by now there are. */
  | { readonly fact: 'measuredSince' }
  | { readonly fact: 'provisional'; readonly counts: Counts }
  /** The date was measured again after the notice was committed. */
  | { readonly fact: 'changedSince'; readonly now: Counts }
  /** Nobody was told until now: the account was silent. The reason is an operator's words. */
  | ({ readonly fact: 'heldBack' } & NonNullable<Notice['heldBack']>)
  /** Zeros of a server that has not shown yet that it understands the dates asked for. */
  | { readonly fact: 'unproven' };

/** All that one notice has to say, without words. */
export type Story = {
  readonly line: LedgerLine;
  readonly notice: Notice;
  readonly label: Label;
  readonly verdict: Verdict;
  readonly facts: readonly Fact[];
  /** Those that belong to the counts told. */
  readonly findings: readonly Finding[];
  readonly counts?: Counts;
  /** The counts last told of the date, before this notice. */
  readonly told?: Counts;
  /** Which files failed, where they were listed. */
  readonly failed?: FailedFiles;
};

/** What a measured date's facts are found from. */
type Scene = {
  readonly line: MeasuredLine;
  readonly notice: Notice;
  readonly ledger: Ledger;
  readonly counts: Counts;
  readonly verdict: Verdict;
  /** The notice that people know, unless it was withdrawn. */
  readonly standing: Notice | undefined;
};

/** What a notice has to say, in the light of the ledger. */
export function storyOf({ line, notice }: DatedNotice, ledger: Ledger): Story {
  return line.state === 'measured' ? tellCounts(line, notice, ledger) : tellFault(line, notice, ledger);
}

function tellFault(line: UnavailableLine, notice: Notice, ledger: Ledger): Story {
  const nights = unmeasuredUpTo(line.date, ledger);
  return {
    line,
    notice,
    label: notice.severity,
    verdict: verdictOf(line),
    facts: [{ fact: 'noCounts', nights }, ...findSilence(notice)],
    findings: [],
  };
}

function tellCounts(line: MeasuredLine, notice: Notice, ledger: Ledger): Story {
  const counts = notice.counts ?? line.counts;
  const isCurrent = equalCounts(counts, line.counts);
  const findings = isCurrent && !isOfAvailability(notice.kind) ? line.findings : [];
  const verdict = verdictOfCounts(counts, findings, isCurrent ? [] : notice.rules);
  const standing = standingBefore(notice, line.notices);
  const facts: Fact[] = factsOf[notice.kind]({ line, notice, ledger, counts, verdict, standing });
  if (!isSettled(counts)) facts.push({ fact: 'provisional', counts });
  if (!isCurrent) facts.push({ fact: 'changedSince', now: line.counts });
  if (line.proof === 'unproven') facts.push({ fact: 'unproven' });
  facts.push(...findSilence(notice));
  const told = standing?.counts;
  return { line, notice, label: labelOf(notice), verdict, facts, findings, counts, ...(told && { told }) };
}

function labelOf({ kind, severity }: Notice): Label {
  if (isOfAvailability(kind)) return 'measured';
  return kind === 'recovered' || kind === 'withdrawn' ? kind : severity;
}

const factsOf: Readonly<Record<Notice['kind'], (scene: Scene) => Fact[]>> = {
  breached: findRow,
  escalated: (scene) => [...findChange(scene), ...findRow(scene)],
  revised: (scene) => [...findChange(scene), ...findRow(scene)],
  withdrawn: ({ standing, counts }) =>
    standing ? [{ fact: 'withdrawn', told: standing.counts ?? counts, now: counts }] : [{ fact: 'untold' }],
  recovered: ({ line, ledger }) => [{ fact: 'recovered', ...streakBefore(line.date, ledger) }],
  unavailable: () => [{ fact: 'measuredSince' }],
  available: () => [{ fact: 'measuredSince' }],
};

/** How many nights in a row, and whether it gets worse. */
function findRow({ line, ledger, verdict }: Scene): Fact[] {
  const streak = streakUpTo(line.date, ledger);
  if (streak.nights === 0) return [];
  return [{ fact: 'nights', ...streak }, ...(streak.nights > 1 ? findTrend(line, ledger, verdict) : [])];
}

/** Nothing where the night before broke a rule of another kind: the numbers say nothing of each other. */
function findTrend(line: MeasuredLine, ledger: Ledger, verdict: Verdict): Fact[] {
  const before = linesByDate(ledger).findLast(({ date, state }) => date < line.date && state === 'measured');
  if (before?.state !== 'measured' || (verdict.what !== 'failed' && verdict.what !== 'dropped')) return [];
  const earlier = verdictOf(before);
  if (earlier.what !== verdict.what) return [];
  return [
    { fact: 'trend', what: verdict.what, since: before.date, before: earlier.files, now: verdict.files },
  ];
}

function findChange({ standing, notice, counts }: Scene): Fact[] {
  if (!standing) return [];
  const told = standing.counts ?? counts;
  const isRevised = told.failure !== counts.failure || totalOf(told) !== totalOf(counts);
  return [
    ...(isRevised ? [{ fact: 'revised', told, now: counts } as const] : []),
    ...(standing.severity === notice.severity
      ? []
      : [{ fact: 'severity', from: standing.severity, to: notice.severity } as const]),
  ];
}

function findSilence({ heldBack }: Notice): Fact[] {
  if (!heldBack) return [];
  const { cause, reason } = heldBack;
  return [{ fact: 'heldBack', cause, ...(reason && { reason: toPlainText(reason, reasonMaxLength) }) }];
}

/** The finding that people know of when they read a notice; none when all they know is that it was withdrawn. */
function standingBefore(notice: Notice, notices: readonly Notice[]): Notice | undefined {
  const earlier = notices.slice(
    0,
    notices.findIndex(({ id }) => id === notice.id),
  );
  return standingNotice(earlier);
}
