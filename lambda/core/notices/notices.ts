import { changeLines, type Ledger, linesByDate } from '../ledger/ledger.ts';
import type { LedgerLine, MeasuredLine, Notice } from '../ledger/line.ts';
import { type Counts, equalCounts } from '../ledger/measurement.ts';
import { worstOf } from '../rules/rules.ts';
import type { CalendarDate } from '../time/day.ts';
import { type Claimant, isOfAvailability, isOpenTo } from './outbox.ts';

/** Who commits a notice, and when. */
type Committer = Claimant & { readonly account: string };

type Content = Pick<Notice, 'kind' | 'severity'>;

/**
 * The line with the notice that its present state calls for, if people do not know it yet. A notice that nobody has
 * been told is brought up to date under its id instead; one that another night is telling right now is left alone.
 */
export function commitNotice(line: LedgerLine, by: Committer): LedgerLine {
  if (line.state === 'unavailable') {
    return line.notices.length > 0 ? line : append(line, { kind: 'unavailable', severity: 'warning' }, by);
  }
  const last = line.notices.findLast(({ kind }) => !isOfAvailability(kind));
  if (last && isOpenTo(last, by)) return bringUpToDate(line, last, by);
  const content = contentFor(line, line.notices);
  return content ? append(line, content, by) : line;
}

/**
 * The ledger with `recovered` on the first settled good date after the latest bad one that people are told of, unless
 * some later date said so already. A date that could not be measured neither recovers nor stands in the way, and
 * dates before `since` tell nothing.
 */
export function commitRecovery(ledger: Ledger, by: Committer, since: CalendarDate): Ledger {
  const lines = linesByDate(ledger);
  const lastBad = lines.findLastIndex((line) => standingNotice(line.notices) !== undefined);
  if (lastBad < 0) return ledger;
  const after = lines.slice(lastBad + 1);
  if (after.some((line) => line.notices.some(({ kind }) => kind === 'recovered'))) return ledger;
  const good = after.find((line) => line.date >= since && isGood(line));
  if (!good) return ledger;
  return changeLines(ledger, (line) =>
    line === good ? append(line, { kind: 'recovered', severity: 'info' }, by) : line,
  );
}

/** The line with `available` if people were told that the date is not, and it has been measured since. */
export function commitAvailable(line: LedgerLine, by: Committer): LedgerLine {
  const last = line.notices.findLast(({ kind }) => isOfAvailability(kind));
  if (line.state !== 'measured' || last?.kind !== 'unavailable' || last.sentAt === undefined) return line;
  return last.sentAt < line.firstMeasuredAt
    ? append(line, { kind: 'available', severity: 'info' }, by)
    : line;
}

function isGood(line: LedgerLine): boolean {
  return line.state === 'measured' && line.settled && line.findings.length === 0;
}

/** The findings that people know of, or will once all that is committed has been told; none when all is well. */
export function standingNotice(notices: readonly Notice[]): Notice | undefined {
  const last = notices.findLast(({ kind }) => !isOfAvailability(kind) && kind !== 'recovered');
  return last?.kind === 'withdrawn' ? undefined : last;
}

/** What has to be told of a date's counts after the notices already given; nothing when they say it all. */
function contentFor(line: MeasuredLine, given: readonly Notice[]): Content | undefined {
  const severity = worstOf(line.findings);
  const standing = standingNotice(given);
  if (!severity) return standing && { kind: 'withdrawn', severity: 'info' };
  if (!standing) return { kind: 'breached', severity };
  if (severity === 'critical' && standing.severity !== 'critical') return { kind: 'escalated', severity };
  const isNews = breaksAnother(standing, line) || isTenthApart(standing.counts, line.counts);
  if (severity !== standing.severity || isNews) return { kind: 'revised', severity };
  return undefined;
}

function bringUpToDate(line: MeasuredLine, pending: Notice, by: Committer): LedgerLine {
  const given = line.notices.slice(0, line.notices.indexOf(pending));
  const content = contentFor(line, given) ?? keepTelling(pending, given);
  const { rules: _former, ...rest } = pending;
  const current = { ...rest, ...content, ...contentsOf(line) };
  const changed =
    pending.kind !== current.kind ||
    pending.severity !== current.severity ||
    !sameCounts(pending.counts, line.counts) ||
    pending.rules?.join() !== current.rules?.join();
  if (!changed) return line;
  const brought = { ...current, committedAt: by.now };
  return { ...line, notices: line.notices.map((notice) => (notice === pending ? brought : notice)) };
}

/** What is committed is told, even if by now the counts alone would call for nothing. */
function keepTelling(pending: Notice, given: readonly Notice[]): Content {
  if (pending.kind === 'recovered') return pending;
  const standing = standingNotice(given);
  return standing
    ? { kind: 'revised', severity: standing.severity }
    : { kind: 'withdrawn', severity: 'info' };
}

function append<Line extends LedgerLine>(line: Line, content: Content, by: Committer): Line {
  const notice: Notice = {
    id: `${by.account}/${line.date}/${line.notices.length + 1}`,
    ...content,
    state: 'pending',
    committedAt: by.now,
    ...(line.state === 'measured' && contentsOf(line)),
  };
  return { ...line, notices: [...line.notices, notice] };
}

function contentsOf({ counts, findings }: MeasuredLine): Pick<Notice, 'counts' | 'rules'> {
  return { counts, ...(findings.length > 0 && { rules: findings.map(({ rule }) => rule) }) };
}

/** Whether a rule is broken of which people were told nothing, although nothing got more severe by it. */
function breaksAnother({ rules }: Notice, { findings }: MeasuredLine): boolean {
  return rules !== undefined && findings.some(({ rule }) => !rules.includes(rule));
}

/** Whether the failures moved by a tenth or more of what was told. */
function isTenthApart(told: Counts | undefined, counts: Counts): boolean {
  const failures = told?.failure ?? 0;
  return counts.failure !== failures && Math.abs(counts.failure - failures) * 10 >= failures;
}

function sameCounts(told: Counts | undefined, counts: Counts): boolean {
  return told !== undefined && equalCounts(told, counts);
}
