import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import type { Finding } from '../../../lambda/core/ledger/line.ts';
import { worstOf } from '../../../lambda/core/rules/rules.ts';
import { judgeSunday, sundaysWith } from '../../support/weekdays.ts';

describe('failureCount', () => {
  const failureCount = { warning: 5, critical: 20 };

  it.each([
    [0, []],
    [4, []],
    [5, [['failureCount', 'warning', 5, 5]]],
    [19, [['failureCount', 'warning', 19, 5]]],
    [20, [['failureCount', 'critical', 20, 20]]],
    [21, [['failureCount', 'critical', 21, 20]]],
  ])('is broken from its threshold on: %d failed files', (failure, findings) => {
    expect(judgeSunday({ failure }, { failureCount })).toEqual(findings);
  });

  it('warns of any number when nothing is critical', () => {
    const finding = ['failureCount', 'warning', 1_000_000, 5];
    expect(judgeSunday({ failure: 1_000_000 }, { failureCount: { warning: 5 } })).toEqual([finding]);
  });

  it('is critical where both thresholds are the same', () => {
    const findings = judgeSunday({ failure: 5 }, { failureCount: { warning: 5, critical: 5 } });
    expect(findings).toEqual([['failureCount', 'critical', 5, 5]]);
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
        const found = judgeSunday({ ...counts, failure }, { failureCount });
        expect(found).toHaveLength(failure >= 5 ? 1 : 0);
      }),
    );
  });
});

describe('failureRate', () => {
  const failureRate = { warning: 20, critical: 50, minimumFiles: 20 } as const;

  it.each([
    ['one in five', { complete: 80, failure: 20 }, [['failureRate', 'warning', 20, 20]]],
    ['a hair below, which rounds to it', { complete: 80_040, failure: 20_000 }, []],
    ['one in three, to a tenth', { complete: 40, failure: 20 }, [['failureRate', 'warning', 33.3, 20]]],
    ['half', { complete: 10, failure: 10 }, [['failureRate', 'critical', 50, 50]]],
    ['all', { complete: 0, failure: 20 }, [['failureRate', 'critical', 100, 50]]],
    ['all of too few', { complete: 0, failure: 19 }, []],
    ['nothing of nothing', { complete: 0, failure: 0 }, []],
    [
      'half of what finished so far',
      { complete: 10, failure: 10, waiting: 500, running: 500, canceled: 500 },
      [['failureRate', 'critical', 50, 50]],
    ],
  ])('judges %s', (_, counts, findings) => {
    expect(judgeSunday(counts, { failureRate })).toEqual(findings);
  });

  it('can be told never to be critical, and takes tenths of a percent', () => {
    const rule = { warning: 0.1, critical: false, minimumFiles: 1 } as const;
    expect(judgeSunday({ complete: 999, failure: 1 }, { failureRate: rule })).toEqual([
      ['failureRate', 'warning', 0.1, 0.1],
    ]);
    expect(judgeSunday({ complete: 0, failure: 1 }, { failureRate: rule })).toEqual([
      ['failureRate', 'warning', 100, 0.1],
    ]);
  });
});

describe('stuck', () => {
  const stuck = { warning: 3, critical: 7 };

  it.each([
    ['2026-11-22', { running: 1 }, []],
    ['2026-11-24', { running: 1 }, []],
    ['2026-11-25', { running: 1 }, [['stuck', 'warning', 3, 3]]],
    ['2026-11-25', { waiting: 1 }, [['stuck', 'warning', 3, 3]]],
    ['2026-11-28', { waiting: 1 }, [['stuck', 'warning', 6, 3]]],
    ['2026-12-01', { waiting: 1 }, [['stuck', 'critical', 9, 7]]],
    ['2026-12-01', { failure: 40 }, []],
    ['2026-11-01', { running: 1 }, []],
  ])('judges on %s files of 22 November: %j', (yesterday, counts, findings) => {
    expect(judgeSunday(counts, { stuck }, new Map(), yesterday)).toEqual(findings);
  });
});

describe('judge', () => {
  it('finds nothing when every rule is switched off', () => {
    expect(judgeSunday({ failure: 1_000_000, running: 1 }, {}, new Map(), '2027-11-22')).toEqual([]);
  });

  it('gives all findings of a date, always in the same order', () => {
    const usual = { complete: 1_000 };
    const findings = judgeSunday(
      { complete: 0, failure: 30, running: 1 },
      {
        stuck: { warning: 1 },
        volumeDrop: { warning: 70, critical: 95, minimumWeeks: 4, minimumUsual: 20 },
        unusualFailures: { warning: 6, critical: 12, minimumWeeks: 4, minimumFailures: 5 },
        failureRate: { warning: 20, critical: 50, minimumFiles: 20 },
        failureCount: { warning: 5 },
      },
      sundaysWith(usual, usual, usual, usual),
      '2026-11-23',
    );
    expect(findings).toEqual([
      ['failureCount', 'warning', 30, 5],
      ['failureRate', 'critical', 100, 50],
      ['unusualFailures', 'critical', 30, 12, 0],
      ['volumeDrop', 'critical', 31, 50, 1_000],
      ['stuck', 'warning', 1, 1],
    ]);
  });
});

describe('worstOf', () => {
  const mild: Finding = { rule: 'failureCount', severity: 'warning', value: 5, threshold: 5 };
  const bad: Finding = { rule: 'failureRate', severity: 'critical', value: 60, threshold: 50 };

  it('is nothing for no findings', () => {
    expect(worstOf([])).toBeUndefined();
  });

  it('is critical as soon as one finding is', () => {
    expect(worstOf([mild])).toBe('warning');
    expect(worstOf([bad, mild])).toBe('critical');
    expect(worstOf([mild, bad])).toBe('critical');
  });
});
