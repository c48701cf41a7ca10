import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { isWeekend, seoul } from '../../../../local/simulator/world/calendar.ts';

const hourMs = 3_600_000;

describe('seoul', () => {
  it('begins a date nine hours before it begins in Greenwich', () => {
    // Seoul last had summer time in 1988.
    fc.assert(
      fc.property(
        fc.date({ min: new Date('1989-01-02'), max: new Date('2100-01-01'), noInvalidDate: true }),
        (instant) => {
          const date = instant.toISOString().slice(0, 10);
          expect(seoul.startOf(date)).toBe(Date.parse(date) - 9 * hourMs);
        },
      ),
      { numRuns: 300 },
    );
  });
});

describe('isWeekend', () => {
  it('is true of Saturday and Sunday only', () => {
    const week = ['23', '24', '25', '26', '27', '28', '29'].map((day) => isWeekend(`2026-11-${day}`));
    expect(week).toEqual([false, false, false, false, false, true, true]); // the 23rd is a Monday
  });
});
