import { describe, expect, it } from 'vitest';
import { countsOn, recentFailures, usualCounts, usualDay } from '../../../lambda/core/story/comparison.ts';
import { addDays } from '../../../lambda/core/time/day.ts';
import { countsWith } from '../../support/counts.ts';
import { ledgerOf, measuredLine, unavailableLine } from '../../support/lines.ts';

const today = '2026-11-22';

/** The same weekday so many weeks before. */
function weeksBefore(weeks: number, failure: number, running = 0) {
  return measuredLine(addDays(today, -7 * weeks), { counts: countsWith({ failure, running }) });
}

describe('usualDay', () => {
  it('is the median of the same weekdays of eight weeks that are measured and finished', () => {
    const other = measuredLine(addDays(today, -1), { counts: countsWith({ failure: 99 }) });
    const lines = [
      weeksBefore(1, 4),
      weeksBefore(2, 0),
      weeksBefore(8, 6),
      weeksBefore(9, 50),
      weeksBefore(3, 9, 1),
    ];
    const ledger = ledgerOf(...lines, other, unavailableLine(addDays(today, -28)));
    expect(usualDay(today, ledger)).toEqual({ failures: 4, requested: 44, weeks: 3 });
  });

  it('is not told from two weeks', () => {
    expect(usualDay(today, ledgerOf(weeksBefore(1, 4), weeksBefore(2, 4)))).toBeUndefined();
  });
});

describe('usualCounts', () => {
  it('is the median of each count by itself', () => {
    const ledger = ledgerOf(weeksBefore(1, 4), weeksBefore(2, 0), weeksBefore(8, 6), weeksBefore(3, 9, 1));
    expect(usualCounts(today, ledger)).toEqual(countsWith({ failure: 4 }));
  });

  it('is not told from two weeks', () => {
    expect(usualCounts(today, ledgerOf(weeksBefore(1, 4), weeksBefore(2, 4)))).toBeUndefined();
  });
});

describe('countsOn', () => {
  it('has none for a date that was not measured, or is not in the ledger', () => {
    const ledger = ledgerOf(weeksBefore(0, 4), unavailableLine('2026-11-21'));
    expect(countsOn(today, ledger)).toEqual(countsWith({ failure: 4 }));
    expect([countsOn('2026-11-21', ledger), countsOn('2026-11-20', ledger)]).toEqual([undefined, undefined]);
  });
});

describe('recentFailures', () => {
  it('has fourteen dates, the given one last', () => {
    const ledger = ledgerOf(
      weeksBefore(0, 4),
      weeksBefore(1, 3),
      weeksBefore(2, 2),
      unavailableLine('2026-11-21'),
    );
    const failures = recentFailures(today, ledger);
    expect(failures).toHaveLength(14);
    expect([failures[13], failures[6], failures[12]]).toEqual([4, 3, undefined]);
    expect(failures.filter((one) => one !== undefined)).toEqual([3, 4]);
  });
});
