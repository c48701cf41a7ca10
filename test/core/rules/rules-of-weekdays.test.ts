import { describe, expect, it } from 'vitest';
import { ledgerOf, unavailableLine } from '../../support/lines.ts';
import { judgeSunday, sundaysBefore, sundaysWith } from '../../support/weekdays.ts';

describe('unusualFailures', () => {
  const unusualFailures = { warning: 6, critical: 12, minimumWeeks: 4, minimumFailures: 5 } as const;
  const failures = (...numbers: readonly number[]) => sundaysWith(...numbers.map((failure) => ({ failure })));

  it.each([
    // Median 9, spread 3 (its root): from 9 + 6 × 3 on, and 9 + 12 × 3.
    ['of steady Sundays', [9, 9, 9, 9, 9, 9, 9, 9], 26, []],
    ['of steady Sundays', [9, 9, 9, 9, 9, 9, 9, 9], 27, [['unusualFailures', 'warning', 27, 27, 9]]],
    ['of steady Sundays', [9, 9, 9, 9, 9, 9, 9, 9], 45, [['unusualFailures', 'critical', 45, 45, 9]]],
    // One outage among them moves neither.
    ['after an outage', [9, 9, 900, 9, 9, 9, 9, 9], 27, [['unusualFailures', 'warning', 27, 27, 9]]],
    // Median 22.5, spread 14.826: 22.5 + 88.956 = 111.456, so from 112 on.
    ['of restless Sundays', [20, 15, 25, 10, 30, 5, 420, 35], 111, []],
    [
      'of restless Sundays',
      [20, 15, 25, 10, 30, 5, 420, 35],
      112,
      [['unusualFailures', 'warning', 112, 112, 22.5]],
    ],
    // Median 0, spread 1: from 6 on.
    ['where nothing ever fails', [0, 0, 0, 0], 5, []],
    ['where nothing ever fails', [0, 0, 0, 0], 6, [['unusualFailures', 'warning', 6, 6, 0]]],
    ['of too few Sundays', [0, 0, 0], 1_000, []],
    ['without any history', [], 1_000, []],
  ])('judges the failures %s: %j, then %d', (_, usual, failure, findings) => {
    expect(judgeSunday({ failure }, { unusualFailures }, failures(...usual))).toEqual(findings);
  });

  it('says nothing below its minimum of failures, which then is the threshold', () => {
    const rule = { ...unusualFailures, minimumFailures: 30 };
    expect(judgeSunday({ failure: 29 }, { unusualFailures: rule }, failures(0, 0, 0, 0))).toEqual([]);
    expect(judgeSunday({ failure: 30 }, { unusualFailures: rule }, failures(0, 0, 0, 0))).toEqual([
      ['unusualFailures', 'critical', 30, 30, 0],
    ]);
  });

  it('compares with settled dates only: the failures of others can still grow', () => {
    const history = sundaysWith({}, {}, {}, { running: 1 });
    expect(judgeSunday({ failure: 99 }, { unusualFailures }, history)).toEqual([]);
  });

  it('judges a date that is not settled: what failed has failed', () => {
    const findings = judgeSunday({ failure: 6, waiting: 9 }, { unusualFailures }, failures(0, 0, 0, 0));
    expect(findings).toHaveLength(1);
  });
});

describe('volumeDrop', () => {
  const volumeDrop = { warning: 70, critical: 95, minimumWeeks: 4, minimumUsual: 20 } as const;
  const requested = (...numbers: readonly number[]) =>
    sundaysWith(...numbers.map((complete) => ({ complete })));

  it.each([
    ['three tenths of the usual', [100, 110, 90, 100], 30, [['volumeDrop', 'warning', 30, 30, 100]]],
    ['a file more', [100, 110, 90, 100], 31, []],
    ['a twentieth', [100, 110, 90, 100], 5, [['volumeDrop', 'critical', 5, 5, 100]]],
    ['nothing', [100, 110, 90, 100], 0, [['volumeDrop', 'critical', 0, 5, 100]]],
    ['half a file less than three tenths', [55, 56, 54, 55], 16, [['volumeDrop', 'warning', 16, 16, 55]]],
    ['half a file more', [55, 56, 54, 55], 17, []],
    ['a holiday at half the usual', [100, 100, 100, 100], 50, []],
    ['nothing after an outage', [0, 100, 110, 90, 100], 0, [['volumeDrop', 'critical', 0, 5, 100]]],
    ['nothing where that is usual', [0, 0, 0, 0], 0, []],
    ['nothing where little is usual', [19, 19, 20, 20], 0, []],
    ['nothing where just enough is usual', [20, 20, 20, 20], 0, [['volumeDrop', 'critical', 0, 1, 20]]],
    ['nothing after too few Sundays', [100, 100, 100], 0, []],
  ])('judges %s', (_, usual, complete, findings) => {
    expect(judgeSunday({ complete }, { volumeDrop }, requested(...usual))).toEqual(findings);
  });

  it('counts files in any state, of dates settled or not', () => {
    const each = { waiting: 10, running: 10, complete: 10, failure: 10, canceled: 10 };
    const history = sundaysWith(each, each, each, each);
    const few = { waiting: 3, running: 3, complete: 3, failure: 3, canceled: 3 };
    expect(judgeSunday(few, { volumeDrop }, history)).toEqual([['volumeDrop', 'warning', 15, 15, 50]]);
    expect(judgeSunday({ ...few, canceled: 4 }, { volumeDrop }, history)).toEqual([]);
  });

  it('takes a Sunday that was not measured for none, never for a zero', () => {
    const unmeasured = sundaysBefore.slice(3).map((date) => unavailableLine(date));
    const history = ledgerOf(...requested(100, 100, 100).values(), ...unmeasured);
    expect(judgeSunday({ complete: 0 }, { volumeDrop }, history)).toEqual([]);
  });

  it('can be critical only when nothing was requested at all', () => {
    const rule = { ...volumeDrop, critical: 100 };
    const history = requested(100, 100, 100, 100);
    expect(judgeSunday({ complete: 1 }, { volumeDrop: rule }, history)).toMatchObject([
      ['volumeDrop', 'warning', 1, 30, 100],
    ]);
    expect(judgeSunday({ complete: 0 }, { volumeDrop: rule }, history)).toMatchObject([
      ['volumeDrop', 'critical', 0, 0, 100],
    ]);
  });
});
