import { changeLines, type Ledger, linesByDate } from '../ledger/ledger.ts';
import type { Finding, MeasuredLine } from '../ledger/line.ts';
import { totalOf } from '../ledger/measurement.ts';
import { type CalendarDate, datesBetween } from '../time/day.ts';
import { medianOf, sameWeekdaysBefore, usualOf } from './baseline.ts';
import type { Rule, RuleSet, Thresholds } from './rule-set.ts';

/**
 * Which rules a measured date breaks, always in the same order. An unsettled date is judged by what is there: its
 * failures can only grow, and the files requested on it are all known.
 * @param history the account's ledger, of which only dates before the judged one count
 * @param latest the date up to which files had time to finish
 */
export function judge(line: MeasuredLine, history: Ledger, rules: RuleSet, latest: CalendarDate): Finding[] {
  const weekdays = sameWeekdaysBefore(line.date, history);
  const findings = [
    rules.failureCount && judgeFailureCount(line, rules.failureCount),
    rules.failureRate && judgeFailureRate(line, rules.failureRate),
    rules.unusualFailures && judgeUnusualFailures(line, weekdays, rules.unusualFailures),
    rules.volumeDrop && judgeVolumeDrop(line, weekdays, rules.volumeDrop),
    rules.stuck && judgeStuck(line, rules.stuck, latest),
  ];
  return findings.filter((finding) => finding !== false && finding !== undefined);
}

/**
 * The ledger with its measured dates judged, or some of them, as of the latest that it has: a night that comes late judges no milder
 * than the nights that overtook it, and what they found stuck stays so.
 */
export function judgeDates(
  ledger: Ledger,
  rules: RuleSet,
  dates: Pick<ReadonlySet<CalendarDate>, 'has'> = ledger,
): Ledger {
  const latest = linesByDate(ledger).at(-1)?.date ?? '';
  return changeLines(ledger, (line) =>
    line.state === 'measured' && dates.has(line.date)
      ? { ...line, findings: judge(line, ledger, rules, latest) }
      : line,
  );
}

/** The worst severity among findings; none when no rule is broken. */
export function worstOf(findings: readonly Finding[]): Finding['severity'] | undefined {
  if (findings.some(({ severity }) => severity === 'critical')) return 'critical';
  return findings.length > 0 ? 'warning' : undefined;
}

/** What a rule says at one threshold. */
type Found = Pick<Finding, 'value' | 'threshold' | 'usual'>;

/** The finding at the worse of the two thresholds at which there is one. */
function findWorst(
  rule: Finding['rule'],
  { warning, critical }: Thresholds,
  findAt: (threshold: number) => Found | undefined,
): Finding | undefined {
  const worst = critical ? findAt(critical) : undefined;
  if (worst) return { rule, severity: 'critical', ...worst };
  const found = findAt(warning);
  return found && { rule, severity: 'warning', ...found };
}

/** What rules say that break where a number reaches the threshold; they may say it rounded. */
function findReached(number: number, value = number): (threshold: number) => Found | undefined {
  return (threshold) => (number >= threshold ? { value, threshold } : undefined);
}

function judgeFailureCount({ counts }: MeasuredLine, rule: Rule<'failureCount'>): Finding | undefined {
  return findWorst('failureCount', rule, findReached(counts.failure));
}

function judgeFailureRate({ counts }: MeasuredLine, rule: Rule<'failureRate'>): Finding | undefined {
  const finished = counts.complete + counts.failure;
  if (finished < rule.minimumFiles) return undefined;
  const percent = (100 * counts.failure) / finished;
  return findWorst('failureRate', rule, findReached(percent, Math.round(percent * 10) / 10));
}

/** Unsettled weekdays do not count: their failures can still grow. */
function judgeUnusualFailures(
  { counts }: MeasuredLine,
  weekdays: readonly MeasuredLine[],
  rule: Rule<'unusualFailures'>,
): Finding | undefined {
  const failures = weekdays.filter(({ settled }) => settled).map((weekday) => weekday.counts.failure);
  if (failures.length < rule.minimumWeeks) return undefined;
  const { median, spread } = usualOf(failures);
  const value = counts.failure;
  return findWorst('unusualFailures', rule, (deviations) => {
    const threshold = Math.max(Math.ceil(median + deviations * spread), rule.minimumFailures);
    return value >= threshold ? { value, threshold, usual: median } : undefined;
  });
}

/** Unsettled weekdays count: once a date is over, no more files can be requested on it. */
function judgeVolumeDrop(
  { counts }: MeasuredLine,
  weekdays: readonly MeasuredLine[],
  rule: Rule<'volumeDrop'>,
): Finding | undefined {
  if (weekdays.length < rule.minimumWeeks) return undefined;
  const usual = medianOf(weekdays.map((weekday) => totalOf(weekday.counts)));
  if (usual < rule.minimumUsual) return undefined;
  const value = totalOf(counts);
  return findWorst('volumeDrop', rule, (percent) => {
    const threshold = Math.floor((usual * (100 - percent)) / 100);
    return value <= threshold ? { value, threshold, usual } : undefined;
  });
}

function judgeStuck(
  { date, settled }: MeasuredLine,
  rule: Rule<'stuck'>,
  latest: CalendarDate,
): Finding | undefined {
  if (settled) return undefined;
  return findWorst('stuck', rule, findReached(datesBetween(date, latest).length - 1));
}
