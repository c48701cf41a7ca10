import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { calendarOf, isWeekend, nextDate } from '../../../../local/simulator/world/calendar.ts';

const hourMs = 3_600_000;

describe('calendarOf', () => {
  it('begins a date in Seoul nine hours before it begins in Greenwich', () => {
    // Seoul last had summer time in 1988.
    fc.assert(
      fc.property(
        fc.date({ min: new Date('1989-01-02'), max: new Date('2100-01-01'), noInvalidDate: true }),
        (instant) => {
          const date = instant.toISOString().slice(0, 10);
          expect(calendarOf('Asia/Seoul').startOf(date)).toBe(Date.parse(date) - 9 * hourMs);
        },
      ),
      { numRuns: 300 },
    );
  });

  it.each([
    ['America/New_York', '2026-03-08', 23],
    ['America/New_York', '2026-11-01', 25],
    ['Asia/Beirut', '2022-03-27', 23], // midnight itself is skipped
    ['Australia/Lord_Howe', '2026-04-05', 24.5],
    ['Asia/Kathmandu', '2026-04-05', 24],
    ['Pacific/Apia', '2011-12-30', 0], // the date line was moved over it
  ])('gives %s on %s %d hours', (timeZone, date, hours) => {
    const calendar = calendarOf(timeZone);
    expect(calendar.startOf(nextDate(date)) - calendar.startOf(date)).toBe(hours * hourMs);
  });

  it('finds an instant in the date whose start is the latest before it', () => {
    const calendar = calendarOf('America/Santiago');
    const instants = fc.integer({ min: Date.UTC(2020, 0), max: Date.UTC(2027, 0) });
    fc.assert(
      fc.property(instants, (instant) => {
        const date = calendar.dateOf(instant);
        expect(calendar.startOf(date)).toBeLessThanOrEqual(instant);
        expect(calendar.startOf(nextDate(date))).toBeGreaterThan(instant);
      }),
    );
  });

  it('refuses a zone that does not exist', () => {
    expect(() => calendarOf('Asia/Atlantis')).toThrow(RangeError);
  });
});

describe('isWeekend', () => {
  it('is true of Saturday and Sunday only', () => {
    const week = ['23', '24', '25', '26', '27', '28', '29'].map((day) => isWeekend(`2026-11-${day}`));
    expect(week).toEqual([false, false, false, false, false, true, true]); // the 23rd is a Monday
  });
});
