import { describe, expect, it } from 'vitest';
import { parseRules } from '../../../lambda/config/config.ts';
import type { RuleSetInput } from '../../../lambda/core/rules/rule-set.ts';
import { InvalidInputError } from '../../../lambda/errors.ts';

function faultsIn(rules: unknown): readonly string[] {
  try {
    parseRules(rules);
  } catch (error) {
    if (error instanceof InvalidInputError) return error.faults;
    throw error;
  }
  return [];
}

describe('a rule set', () => {
  it('has a default for every rule', () => {
    expect(parseRules({})).toEqual({
      failureCount: { warning: 5 },
      failureRate: { warning: 20, critical: 50, minimumFiles: 20 },
      unusualFailures: { warning: 6, critical: 12, minimumWeeks: 4, minimumFailures: 5 },
      volumeDrop: { warning: 70, critical: 95, minimumWeeks: 4, minimumUsual: 20 },
      stuck: { warning: 3 },
    });
  });

  it('keeps the other defaults of a rule of which one is given', () => {
    const rules = parseRules({ failureRate: { warning: 30 }, unusualFailures: { minimumWeeks: 8 } });
    expect(rules.failureRate).toEqual({ warning: 30, critical: 50, minimumFiles: 20 });
    expect(rules.unusualFailures).toMatchObject({ warning: 6, critical: 12, minimumWeeks: 8 });
  });

  it.each([
    [{ failureCount: false, failureRate: false, unusualFailures: false, volumeDrop: false, stuck: false }],
    [
      {
        failureRate: { critical: false },
        unusualFailures: { critical: false },
        volumeDrop: { critical: false },
      },
    ],
  ] satisfies [RuleSetInput][])('can switch off each rule, and what is critical of it: %j', (off) => {
    expect(parseRules(off)).toMatchObject(off);
  });

  it('takes a critical threshold that equals the warning', () => {
    expect(parseRules({ failureCount: { warning: 7, critical: 7 } }).failureCount).toEqual({
      warning: 7,
      critical: 7,
    });
  });

  it('survives being written as JSON and read again, as the scheduler does with it', () => {
    const rules = parseRules({ failureCount: { warning: 1, critical: 2 }, failureRate: { critical: false } });
    expect(parseRules(JSON.parse(JSON.stringify(rules)))).toEqual(rules);
  });

  it('refuses a critical threshold that is milder than the warning, and says what it is when nobody wrote it', () => {
    const least = 'has to be at least the warning threshold';
    const rules = {
      failureCount: { warning: 9, critical: 3 },
      failureRate: { warning: 60 },
      unusualFailures: { warning: 13 },
      volumeDrop: { warning: 96 },
      stuck: { critical: 2 },
    };
    expect(faultsIn(rules)).toEqual([
      `failureCount.critical: ${least}; it is 3`,
      `failureRate.critical: ${least}; it is 50 unless given, and false for never`,
      `unusualFailures.critical: ${least}; it is 12 unless given, and false for never`,
      `volumeDrop.critical: ${least}; it is 95 unless given, and false for never`,
      `stuck.critical: ${least}; it is 2`,
    ]);
  });

  it.each([
    [{ failureCount: { warning: 0 } }, 'failureCount.warning: '],
    [{ failureCount: { warning: 1.5 } }, 'failureCount.warning: '],
    [{ failureRate: { warning: 0 } }, 'failureRate.warning: '],
    [{ failureRate: { warning: 12.34 } }, 'failureRate.warning: has to have one decimal at most'],
    [{ failureRate: { critical: 101 } }, 'failureRate.critical: '],
    [{ failureRate: { minimumFiles: 0 } }, 'failureRate.minimumFiles: '],
    [{ unusualFailures: { warning: 0.5 } }, 'unusualFailures.warning: '],
    [{ unusualFailures: { minimumWeeks: 9 } }, 'unusualFailures.minimumWeeks: '],
    [{ volumeDrop: { warning: 33.3 } }, 'volumeDrop.warning: '],
    [{ volumeDrop: { critical: 101 } }, 'volumeDrop.critical: '],
    [{ volumeDrop: { minimumUsual: '20' } }, 'volumeDrop.minimumUsual: '],
    [{ stuck: { warning: 0 } }, 'stuck.warning: '],
    [{ stuck: { days: 3 } }, 'stuck.days: there is no such option; there are warning, critical'],
    [{ failureCounts: false }, 'failureCounts: there is no such option; did you mean failureCount?'],
    [undefined, 'the whole: '],
    [[], 'the whole: '],
  ])('refuses %j', (rules, fault) => {
    expect(faultsIn(rules)).toEqual([expect.stringContaining(fault)]);
  });

  it.each([0.1, 0.7, 33.3, 99.9, 100])('takes %d percent', (warning) => {
    expect(faultsIn({ failureRate: { warning, critical: false } })).toEqual([]);
  });
});
