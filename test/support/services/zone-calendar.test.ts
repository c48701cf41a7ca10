import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { nextDate, seoul } from '../../../local/simulator/world/calendar.ts';
import { calendarOf } from './zone-calendar.ts';

const hourMs = 3_600_000;

describe('calendarOf', () => {
  it('agrees in Seoul with the calendar of the simulator', () => {
    const instants = fc.integer({ min: Date.UTC(2020, 0), max: Date.UTC(2100, 0) });
    fc.assert(
      fc.property(instants, (instant) => {
        const calendar = calendarOf('Asia/Seoul');
        const date = calendar.dateOf(instant);
        expect(seoul.dateOf(instant)).toBe(date);
        expect(seoul.startOf(date)).toBe(calendar.startOf(date));
      }),
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
