import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import type { Finding } from '../../lambda/core/ledger.ts';
import { judge, type RuleSet, worstOf } from '../../lambda/core/rules.ts';
import { countsWith } from '../support/counts.ts';
import { measuredLine } from '../support/lines.ts';

function judgeFailures(failure: number, failureCount: RuleSet['failureCount']): Finding[] {
  return judge(measuredLine('2026-11-22', { counts: countsWith({ failure }) }), { failureCount });
}

const warning = { rule: 'failureCount', severity: 'warning' } as const;
const critical = { rule: 'failureCount', severity: 'critical' } as const;

describe('judge', () => {
  it.each([
    [0, []],
    [4, []],
    [5, [{ ...warning, value: 5, threshold: 5 }]],
    [19, [{ ...warning, value: 19, threshold: 5 }]],
    [20, [{ ...critical, value: 20, threshold: 20 }]],
    [21, [{ ...critical, value: 21, threshold: 20 }]],
  ])('finds a rule broken from its threshold on: %d failed files', (failure, findings) => {
    expect(judgeFailures(failure, { warning: 5, critical: 20 })).toEqual(findings);
  });

  it('warns of any number when nothing is critical', () => {
    expect(judgeFailures(1_000_000, { warning: 5 })).toEqual([
      { ...warning, value: 1_000_000, threshold: 5 },
    ]);
    expect(judgeFailures(5, { warning: 5, critical: undefined })).toHaveLength(1);
  });

  it('is critical where both thresholds are the same', () => {
    expect(judgeFailures(5, { warning: 5, critical: 5 })).toEqual([{ ...critical, value: 5, threshold: 5 }]);
  });

  it('finds nothing when the rule is switched off', () => {
    expect(judgeFailures(1_000_000, false)).toEqual([]);
  });

  it('looks at nothing but failures, whether settled or not', () => {
    const others = fc.record({
      waiting: fc.nat(),
      running: fc.nat(),
      complete: fc.nat(),
      canceled: fc.nat(),
    });
    fc.assert(
      fc.property(others, fc.nat(10), (counts, failure) => {
        const line = measuredLine('2026-11-22', { counts: { ...counts, failure } });
        expect(judge(line, { failureCount: { warning: 5 } })).toHaveLength(failure >= 5 ? 1 : 0);
      }),
    );
  });
});

describe('worstOf', () => {
  const [mild, bad] = [
    { ...warning, value: 5, threshold: 5 },
    { ...critical, value: 20, threshold: 20 },
  ];

  it('is nothing for no findings', () => {
    expect(worstOf([])).toBeUndefined();
  });

  it('is critical as soon as one finding is', () => {
    expect(worstOf([mild])).toBe('warning');
    expect(worstOf([bad, mild])).toBe('critical');
    expect(worstOf([mild, bad])).toBe('critical');
  });
});
