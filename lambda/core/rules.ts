import type { Finding, MeasuredLine } from './ledger.ts';

/** From which value on a rule is broken, and how badly; at the threshold it is. */
export type Thresholds = { readonly warning: number; readonly critical?: number | undefined };

/** When people are told about a date; `false` switches a rule off. */
export type RuleSet = { readonly failureCount: Thresholds | false };

/** Which rules a measured date breaks. */
export function judge(line: MeasuredLine, rules: RuleSet): Finding[] {
  const findings = [judgeFailureCount(line, rules.failureCount)];
  return findings.filter((finding) => finding !== undefined);
}

/** The worst severity among findings; none when no rule is broken. */
export function worstOf(findings: readonly Finding[]): Finding['severity'] | undefined {
  if (findings.some(({ severity }) => severity === 'critical')) return 'critical';
  return findings.length > 0 ? 'warning' : undefined;
}

function judgeFailureCount(line: MeasuredLine, thresholds: Thresholds | false): Finding | undefined {
  if (thresholds === false) return undefined;
  const value = line.counts.failure;
  const { warning, critical } = thresholds;
  if (critical !== undefined && value >= critical) {
    return { rule: 'failureCount', severity: 'critical', value, threshold: critical };
  }
  return value >= warning
    ? { rule: 'failureCount', severity: 'warning', value, threshold: warning }
    : undefined;
}
