import fc from 'fast-check';
import { Temporal } from 'temporal-polyfill';
import { describe, expect, it } from 'vitest';
import { dateWithout, findSkippedTimes, nearestSafeTime } from '../../../lambda/core/time/skipped-times.ts';

const nowMs = Date.UTC(2026, 10, 27);
const zones = [...new Set([...Intl.supportedValuesOf('timeZone'), 'UTC'])];

/** Whether the clocks of a zone show a time on a date: Temporal moves one that they skip. */
function hasTime(date: string, time: string, timeZone: string): boolean {
  const local = Temporal.PlainDateTime.from(`${date}T${time}`);
  return local.toZonedDateTime(timeZone).toPlainDateTime().equals(local);
}

describe('a local time', () => {
  it.each([
    ['Europe/London', '01:10', '2027-03-28', '00:59'],
    ['Europe/Lisbon', '01:10', '2027-03-28', '00:59'],
    ['Atlantic/Canary', '01:10', '2027-03-28', '00:59'],
    ['America/New_York', '02:30', '2027-03-14', '03:00'],
    ['America/New_York', '02:29', '2027-03-14', '01:59'],
    ['Antarctica/Troll', '02:00', '2027-03-28', '03:00'],
    ['Australia/Lord_Howe', '02:10', '2027-10-03', '01:59'],
  ])('in %s, %s, is skipped on %s: %s is the nearest that is not', (timeZone, time, date, safe) => {
    const gaps = findSkippedTimes(timeZone, nowMs);
    expect(dateWithout(time, gaps)).toBe(date);
    expect(nearestSafeTime(time, gaps)).toBe(safe);
    expect(hasTime(date, time, timeZone)).toBe(false);
  });

  it.each([
    ['Asia/Seoul', '01:10'],
    ['Europe/London', '02:00'],
    ['Europe/London', '00:59'],
    ['America/New_York', '03:00'],
    ['UTC', '00:00'],
  ])('in %s, %s, exists every day', (timeZone, time) => {
    const gaps = findSkippedTimes(timeZone, nowMs);
    expect(dateWithout(time, gaps)).toBeUndefined();
    expect(nearestSafeTime(time, gaps)).toBe(time);
  });

  it('is found to be skipped to the minute, on both dates of a gap around midnight', () => {
    // Toronto's clocks went from 23:30 to 00:30 on 30 March 1919; Cuba's go from 00:00 to 01:00.
    const inToronto = findSkippedTimes('America/Toronto', Date.UTC(1919, 0, 1));
    expect(inToronto.slice(0, 2)).toEqual([
      { date: '1919-03-30', from: 1410, to: 1440 },
      { date: '1919-03-31', from: 0, to: 30 },
    ]);
    expect(findSkippedTimes('America/Havana', nowMs)[0]).toEqual({ date: '2027-03-14', from: 0, to: 60 });
  });

  it('is found to be skipped on one date alone where the gap ends at midnight', () => {
    // Greenland's clocks go from 23:00 to 24:00, on the last Saturday of March.
    expect(findSkippedTimes('America/Nuuk', nowMs).slice(0, 2)).toEqual([
      { date: '2027-03-27', from: 1380, to: 1440 },
      { date: '2028-03-25', from: 1380, to: 1440 },
    ]);
  });

  it('is not skipped where the whole date is', () => {
    const inSamoa = findSkippedTimes('Pacific/Apia', Date.UTC(2011, 11, 1));
    expect(inSamoa.map(({ date }) => date)).not.toContain('2011-12-30');
    expect(inSamoa.length).toBeGreaterThan(0);
  });

  it('is looked for from now on: clocks that went back the week before skipped nothing', () => {
    const inLondon = findSkippedTimes('Europe/London', Date.UTC(2026, 9, 28));
    expect(inLondon[0]).toEqual({ date: '2027-03-28', from: 60, to: 120 });
  });

  it('gives way to the later of two that are as near', () => {
    expect(nearestSafeTime('01:10', [{ date: '2027-01-01', from: 65, to: 76 }])).toBe('01:16');
    expect(nearestSafeTime('00:30', [{ date: '2027-01-01', from: 2, to: 59 }])).toBe('00:59');
  });

  it('stays as it is where no time of day is safe', () => {
    expect(nearestSafeTime('01:10', [{ date: '2027-01-01', from: 0, to: 1440 }])).toBe('01:10');
  });
});

describe('the safe time nearest to 01:10', () => {
  it('is one that every zone has on each day on which its clocks change', () => {
    const skipped = zones.flatMap((timeZone) => {
      const time = nearestSafeTime('01:10', findSkippedTimes(timeZone, nowMs));
      return datesOfChanges(timeZone).filter((date) => !hasTime(date, time, timeZone));
    });
    expect(skipped).toEqual([]);
  });

  it('is one that any zone has on any day of the next ten years', () => {
    const anyDay = fc.integer({ min: 0, max: 3_652 });
    fc.assert(
      fc.property(fc.constantFrom(...zones), anyDay, (timeZone, days) => {
        const time = nearestSafeTime('01:10', findSkippedTimes(timeZone, nowMs));
        const date = Temporal.PlainDate.from('2026-11-27').add({ days }).toString();
        expect(hasTime(date, time, timeZone)).toBe(true);
      }),
      { seed: 20_261_127, numRuns: 200 },
    );
  });

  /** Every date in the next ten years on which the zone's clocks change, and the one after it. */
  function datesOfChanges(timeZone: string): string[] {
    const last = Temporal.Instant.fromEpochMilliseconds(nowMs)
      .toZonedDateTimeISO(timeZone)
      .add({ years: 10 });
    const found: string[] = [];
    let change = Temporal.Instant.fromEpochMilliseconds(nowMs)
      .toZonedDateTimeISO(timeZone)
      .getTimeZoneTransition('next');
    while (change !== null && Temporal.ZonedDateTime.compare(change, last) < 0) {
      for (const days of [-1, 0, 1]) found.push(change.toPlainDate().add({ days }).toString());
      change = change.getTimeZoneTransition('next');
    }
    return found;
  }
});
