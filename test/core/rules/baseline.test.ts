import { describe, expect, it } from 'vitest';
import { medianOf, sameWeekdaysBefore, usualOf } from '../../../lambda/core/rules/baseline.ts';
import { ledgerOf, measuredLine, unavailableLine } from '../../support/lines.ts';

describe('sameWeekdaysBefore', () => {
  it('gives the eight Sundays before a Sunday, latest first, over the turn of a year', () => {
    const sundays = ['2026-12-20', '2026-12-27', '2027-01-03', '2027-01-10', '2027-01-17', '2027-01-24'];
    const all = ['2026-11-29', '2026-12-06', '2026-12-13', ...sundays, '2027-01-31', '2027-02-07'];
    const ledger = ledgerOf(...all.map((date) => measuredLine(date)));
    const found = sameWeekdaysBefore('2027-01-31', ledger).map(({ date }) => date);
    expect(found).toEqual([...sundays].reverse().concat('2026-12-13', '2026-12-06'));
  });

  it('passes over dates that were not measured, and does not look further back for others', () => {
    const ledger = ledgerOf(
      measuredLine('2026-09-20'),
      unavailableLine('2026-11-08'),
      measuredLine('2026-11-15'),
      measuredLine('2026-11-21'),
    );
    expect(sameWeekdaysBefore('2026-11-22', ledger)).toEqual([measuredLine('2026-11-15')]);
  });
});

describe('medianOf', () => {
  it.each([
    [[7], 7],
    [[3, 1], 2],
    [[9, 1, 2], 2],
    [[10, 2, 9, 1], 5.5],
    [[5, 5, 5, 1000, 5, 5, 5, 0], 5],
  ])('finds the middle of %j', (numbers, median) => {
    expect(medianOf(numbers)).toBe(median);
  });

  it('is no number when there are none: absence is never a zero', () => {
    expect(medianOf([])).toBeNaN();
  });

  it('leaves the numbers in their order', () => {
    const numbers = [3, 1, 2];
    medianOf(numbers);
    expect(numbers).toEqual([3, 1, 2]);
  });
});

describe('usualOf', () => {
  it('scales the median absolute deviation as of a normal distribution', () => {
    // The deviations from 22.5 are 2.5, 2.5, 7.5, 7.5, 12.5, 12.5, 17.5 and 397.5: their median is 10.
    const usual = usualOf([20, 15, 25, 10, 30, 5, 420, 35]);
    expect(usual.median).toBe(22.5);
    expect(usual.spread).toBeCloseTo(14.826, 9);
  });

  it('strays by the square root of the median where the numbers hardly do', () => {
    expect(usualOf([16, 16, 16, 16])).toEqual({ median: 16, spread: 4 });
  });

  it('strays by at least 1', () => {
    expect(usualOf([0, 0, 0, 0, 0])).toEqual({ median: 0, spread: 1 });
  });
});
