import type { Finding, LedgerLine, Notice } from '../ledger/line.ts';
import { type Counts, type FaultCode, isSettled, totalOf } from '../ledger/measurement.ts';
import { worstOf } from '../rules/rules.ts';

/** What is wrong with a date, in one number. `files` is the number that the broken rule looks at. */
export type Verdict =
  | { readonly what: 'unmeasured'; readonly code: FaultCode }
  /** `soFar` while files are not finished: the number can still grow. */
  | { readonly what: 'failed'; readonly files: number; readonly requested: number; readonly soFar: boolean }
  /** Fewer files were requested than usual, possibly none. */
  | { readonly what: 'dropped'; readonly files: number; readonly usual: number | undefined }
  /** Files are waiting or running so many days after the date, where it is known how many. */
  | { readonly what: 'unfinished'; readonly files: number; readonly days: number | undefined };

/** What is wrong with a date by its counts now, whatever people were told. */
export function verdictOf(line: LedgerLine): Verdict {
  return line.state === 'measured'
    ? verdictOfCounts(line.counts, line.findings)
    : { what: 'unmeasured', code: line.fault.code };
}

/**
 * What the first of the worst findings says; without findings, how many files failed.
 * @param rules those that were broken by counts whose findings are not known any more, the first of which then leads
 */
export function verdictOfCounts(
  counts: Counts,
  findings: readonly Finding[],
  rules: Notice['rules'] = [],
): Verdict {
  const worst = worstOf(findings);
  const leading = findings.find(({ severity }) => severity === worst);
  const requested = totalOf(counts);
  switch (leading?.rule ?? rules[0]) {
    case 'volumeDrop':
      return { what: 'dropped', files: requested, usual: leading?.usual };
    case 'stuck':
      return { what: 'unfinished', files: counts.waiting + counts.running, days: leading?.value };
    default:
      return { what: 'failed', files: counts.failure, requested, soFar: !isSettled(counts) };
  }
}
