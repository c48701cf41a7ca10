import type { Ledger } from '../../lambda/core/ledger/ledger.ts';
import type { Counts } from '../../lambda/core/ledger/measurement.ts';
import type { RuleSet } from '../../lambda/core/rules/rule-set.ts';
import { judge } from '../../lambda/core/rules/rules.ts';
import type { CalendarDate } from '../../lambda/core/time/day.ts';
import { countsWith } from './counts.ts';
import { ledgerOf, measuredLine } from './lines.ts';
import { rulesWith } from './rules.ts';

/** The date that is judged. */
export const sunday: CalendarDate = '2026-11-22';

/** The eight Sundays before it, latest first. */
export const sundaysBefore: readonly CalendarDate[] = [
  ...['2026-11-15', '2026-11-08', '2026-11-01', '2026-10-25'],
  ...['2026-10-18', '2026-10-11', '2026-10-04', '2026-09-27'],
];

/** A ledger of as many of these Sundays as counts are given, the latest first. */
export function sundaysWith(...given: readonly Partial<Counts>[]): Ledger {
  return ledgerOf(
    ...sundaysBefore
      .slice(0, given.length)
      .map((date, index) => measuredLine(date, { counts: countsWith(given[index]) })),
  );
}

/** The findings of the Sunday in short: rule, severity, value, threshold and, where it compares, what is usual. */
export function judgeSunday(
  counts: Partial<Counts>,
  rules: Partial<RuleSet>,
  history: Ledger = new Map(),
  yesterday = sunday,
): unknown[] {
  const line = measuredLine(sunday, { counts: countsWith(counts) });
  return judge(line, history, rulesWith(rules), yesterday).map(
    ({ rule, severity, value, threshold, usual }) => [
      ...[rule, severity, value, threshold],
      ...(usual === undefined ? [] : [usual]),
    ],
  );
}
