import fc from 'fast-check';
import { Temporal } from 'temporal-polyfill';
import { describe, expect, it } from 'vitest';
import {
  addDays,
  dateReportedBy,
  datesBetween,
  existsIn,
  isCalendarDate,
  localDateOf,
  localTimeOf,
  weekdayOf,
  windowOf,
  yearOf,
  zonedTimeOf,
} from '../../../lambda/core/time/day.ts';

const hourMs = 3_600_000;

/** Any date of the years 0000 to 9999, made without the code under test. */
const anyDate = fc
  .integer({ min: 0, max: 3_652_424 })
  .map((days) => Temporal.PlainDate.from('0000-01-01').add({ days }));

describe('windowOf', () => {
  // Worked out by hand from each zone's published change of clocks.
  it.each([
    ['Asia/Seoul', '2021-09-12', '2021-09-11T15:00Z', 24, 'has no daylight saving'],
    ['America/New_York', '2026-03-08', '2026-03-08T05:00Z', 23, 'goes forward at 02:00'],
    ['America/New_York', '2026-11-01', '2026-11-01T04:00Z', 25, 'goes back at 02:00'],
    ['Australia/Lord_Howe', '2026-10-04', '2026-10-03T13:30Z', 23.5, 'goes forward by half an hour'],
    ['Australia/Lord_Howe', '2026-04-05', '2026-04-04T13:00Z', 24.5, 'goes back by half an hour'],
    ['Antarctica/Troll', '2026-03-29', '2026-03-29T00:00Z', 22, 'goes forward by two hours'],
    ['Antarctica/Troll', '2026-10-25', '2026-10-24T22:00Z', 26, 'goes back by two hours'],
    ['America/Sao_Paulo', '2018-11-04', '2018-11-04T03:00Z', 23, 'has no midnight'],
    ['Asia/Beirut', '2024-03-31', '2024-03-30T22:00Z', 23, 'has no midnight'],
    ['America/Havana', '2026-03-08', '2026-03-08T05:00Z', 23, 'has no midnight'],
    ['America/Toronto', '1919-03-31', '1919-03-31T04:30Z', 23.5, 'starts at 00:30, forward from 23:30'],
    ['Asia/Pyongyang', '2018-05-04', '2018-05-03T15:30Z', 23.5, 'goes forward at 23:30, to midnight'],
    ['America/Havana', '2026-11-01', '2026-11-01T04:00Z', 25, 'has midnight twice: back from 01:00'],
    ['America/St_Johns', '2007-11-04', '2007-11-04T02:30Z', 25, 'has midnight twice: back from 00:01'],
    ['America/Sao_Paulo', '2018-02-17', '2018-02-17T02:00Z', 25, 'goes back at its end, before midnight'],
    ['Pacific/Apia', '2011-12-29', '2011-12-29T10:00Z', 24, 'is followed by a date that was skipped'],
    ['Pacific/Apia', '2011-12-31', '2011-12-30T10:00Z', 24, 'follows a date that was skipped'],
  ])('in %s on %s starts at %s and lasts %d hours: the day %s', (timeZone, date, start, hours) => {
    const startMs = Date.parse(start);
    expect(windowOf(date, timeZone)).toEqual({ startMs, endMs: startMs + hours * hourMs });
  });

  it('lasts 24 hours from 15:00 UTC on every date from 2000 to 2037 in Seoul', () => {
    const dates = datesBetween('2000-01-01', '2037-12-31');
    expect(dates).toHaveLength(13_880);
    const others = dates.filter((date) => {
      const { startMs, endMs } = windowOf(date, 'Asia/Seoul');
      return startMs !== Date.parse(`${date}T00:00+09:00`) || endMs - startMs !== 24 * hourMs;
    });
    expect(others).toEqual([]);
  });

  it('keeps to the second where a zone once had local mean time', () => {
    const start = Temporal.PlainDate.from('1890-06-15').toZonedDateTime('Asia/Seoul');
    expect(windowOf('1890-06-15', 'Asia/Seoul').startMs).toBe(start.epochMilliseconds);
    expect(start.offset).toBe('+08:27:52');
  });

  it.each(['0000-01-01', '0099-12-31', '9999-12-31'])('reaches to the edge of the calendar, %s', (date) => {
    const startMs = Date.parse(`${date}T00:00Z`);
    expect(windowOf(date, 'UTC')).toEqual({ startMs, endMs: startMs + 24 * hourMs });
  });

  it.each([
    ['Pacific/Apia', '2011-12-30'],
    ['Pacific/Fakaofo', '2011-12-30'],
    ['Pacific/Kwajalein', '1993-08-21'],
  ])('refuses the date that %s skipped, %s', (timeZone, date) => {
    expect(() => windowOf(date, timeZone)).toThrow(new RangeError(`${date} does not exist in ${timeZone}`));
  });

  it('refuses a malformed date', () => {
    expect(() => windowOf('2026-02-30', 'UTC')).toThrow(
      new RangeError("'2026-02-30' is not a date: expected YYYY-MM-DD"),
    );
  });

  it('refuses an unknown zone', () => {
    expect(() => windowOf('2026-02-28', 'Asia/Soul')).toThrow(RangeError);
  });
});

describe('existsIn', () => {
  it('is false only for the date that the zone skipped', () => {
    const dates = ['2011-12-29', '2011-12-30', '2011-12-31'];
    expect(dates.map((date) => existsIn(date, 'Pacific/Apia'))).toEqual([true, false, true]);
    expect(dates.map((date) => existsIn(date, 'Asia/Seoul'))).toEqual([true, true, true]);
  });

  it('refuses a malformed date', () => {
    expect(() => existsIn('2026-2-3', 'UTC')).toThrow(RangeError);
  });
});

describe('localDateOf', () => {
  it('changes at local midnight', () => {
    const midnightMs = Date.parse('2026-11-22T15:00Z');
    expect(localDateOf(midnightMs - 1, 'Asia/Seoul')).toBe('2026-11-22');
    expect(localDateOf(midnightMs, 'Asia/Seoul')).toBe('2026-11-23');
  });

  it('goes back a date where clocks go back across midnight', () => {
    const shown = ['02:29:59.999', '02:30', '02:30:59.999', '02:31', '03:29:59.999', '03:30'].map((time) =>
      localDateOf(Date.parse(`2007-11-04T${time}Z`), 'America/St_Johns'),
    );
    const [third, fourth] = ['2007-11-03', '2007-11-04'];
    expect(shown).toEqual([third, fourth, fourth, third, third, fourth]);
  });

  it('refuses what is no time, and what is beyond the calendar', () => {
    expect(() => localDateOf(Number.NaN, 'UTC')).toThrow(RangeError);
    expect(() => localDateOf(Date.UTC(10_000, 0, 1), 'UTC')).toThrow(RangeError);
    expect(() => localDateOf(Date.UTC(-1, 11, 31), 'UTC')).toThrow(RangeError);
  });
});

describe('dateReportedBy', () => {
  it.each([
    ['gives the day before, late on a day', '2026-11-23T14:59:59.999Z', 'Asia/Seoul', '2026-11-22'],
    ['moves on at midnight', '2026-11-23T15:00Z', 'Asia/Seoul', '2026-11-23'],
    ['crosses the turn of the year', '2026-12-31T16:10Z', 'Asia/Seoul', '2026-12-31'],
    ['knows leap years', '2028-02-29T16:10Z', 'Asia/Seoul', '2028-02-29'],
    ['gives the short day after it', '2026-03-09T04:00Z', 'America/New_York', '2026-03-08'],
    ['gives the day before a day without midnight', '2018-11-04T03:00Z', 'America/Sao_Paulo', '2018-11-03'],
    ['passes over a date that was skipped', '2011-12-30T10:00Z', 'Pacific/Apia', '2011-12-29'],
    ['goes on as usual a day later', '2011-12-31T10:00Z', 'Pacific/Apia', '2011-12-31'],
    ['is ahead at the first of two midnights', '2007-11-04T02:30Z', 'America/St_Johns', '2007-11-03'],
    ['follows clocks back across midnight', '2007-11-04T02:31Z', 'America/St_Johns', '2007-11-02'],
  ])('%s', (_, due, timeZone, date) => {
    expect(dateReportedBy(Date.parse(due), timeZone)).toBe(date);
  });
});

describe('isCalendarDate', () => {
  it.each(['0000-02-29', '0001-01-01', '1900-02-28', '2000-02-29', '9999-12-31'])('takes %s', (text) => {
    expect(isCalendarDate(text)).toBe(true);
  });

  it.each([
    ...['2026-02-30', '2026-02-29', '1900-02-29', '2026-04-31', '2026-00-10', '2026-13-01', '2026-01-00'],
    ...['2026-1-1', '20260101', '2026/01/01', '01-01-2026', '26-01-01', ' 2026-01-1', '2026-01-01 ', ''],
    ...['+010000-01-01', '-000001-01-01', '10000-01-01', '2026-01-01T00:00Z', '２０２６-01-01', 'yesterday'],
  ])('refuses %j', (text) => {
    expect(isCalendarDate(text)).toBe(false);
  });

  it('agrees with Temporal on every combination of year, month and day', () => {
    const number = (max: number, width: number) =>
      fc.nat(max).map((value) => String(value).padStart(width, '0'));
    fc.assert(
      fc.property(number(9999, 4), number(13, 2), number(32, 2), (year, month, day) => {
        expect(isCalendarDate(`${year}-${month}-${day}`)).toBe(
          isDate(Number(year), Number(month), Number(day)),
        );
      }),
      { numRuns: 2000 },
    );
  });

  function isDate(year: number, month: number, day: number): boolean {
    const { daysInMonth } = Temporal.PlainYearMonth.from({ year, month: Math.min(Math.max(month, 1), 12) });
    return month >= 1 && month <= 12 && day >= 1 && day <= daysInMonth;
  }
});

describe('the calendar', () => {
  it('adds days, counts weekdays and reads years as Temporal does', () => {
    fc.assert(
      fc.property(anyDate, fc.integer({ min: -800, max: 800 }), (date, days) => {
        const sum = date.add({ days });
        fc.pre(sum.year >= 0 && sum.year <= 9999);
        expect(addDays(date.toString(), days)).toBe(sum.toString());
        expect(weekdayOf(date.toString())).toBe(date.dayOfWeek);
        expect(yearOf(date.toString())).toBe(date.year);
      }),
      { numRuns: 2000 },
    );
  });

  it('ends with the years 0000 and 9999', () => {
    expect(() => addDays('9999-12-31', 1)).toThrow(
      new RangeError('the date is outside the years 0000 to 9999'),
    );
    expect(() => addDays('0000-01-01', -1)).toThrow(RangeError);
  });

  it('numbers weekdays from Monday to Sunday', () => {
    expect(weekdayOf('2026-11-23')).toBe(1);
    expect(weekdayOf('2026-11-29')).toBe(7);
  });

  it('refuses malformed dates everywhere', () => {
    for (const read of [weekdayOf, yearOf, (date: string) => addDays(date, 1)]) {
      expect(() => read('2026-02-30')).toThrow(RangeError);
    }
  });
});

describe('datesBetween', () => {
  it('includes both ends and crosses months', () => {
    expect(datesBetween('2028-02-28', '2028-03-01')).toEqual(['2028-02-28', '2028-02-29', '2028-03-01']);
    expect(datesBetween('2026-11-23', '2026-11-23')).toEqual(['2026-11-23']);
  });

  it('is empty when the first is later than the last', () => {
    expect(datesBetween('2026-11-23', '2026-11-22')).toEqual([]);
    expect(datesBetween('2026-11-23', '2025-01-01')).toEqual([]);
  });
});

describe('localTimeOf', () => {
  it.each([
    ['2026-11-22T16:10:03.999Z', 'Asia/Seoul', '2026-11-23 01:10'],
    ['2026-11-01T05:30:00.000Z', 'America/New_York', '2026-11-01 01:30'],
    ['2026-11-01T06:30:00.000Z', 'America/New_York', '2026-11-01 01:30'],
    ['2026-04-04T14:45:00.000Z', 'Australia/Lord_Howe', '2026-04-05 01:45'],
  ])('shows %s in %s as %s', (instant, timeZone, shown) => {
    expect(localTimeOf(Date.parse(instant), timeZone)).toBe(shown);
  });
});

describe('zonedTimeOf', () => {
  it.each([
    ['2026-11-22T16:12:03.999Z', 'Asia/Seoul', '2026-11-23 01:12 +09:00'],
    ['2026-11-01T05:30:00.000Z', 'America/New_York', '2026-11-01 01:30 -04:00'],
    ['2026-11-01T06:30:00.000Z', 'America/New_York', '2026-11-01 01:30 -05:00'],
    ['2026-11-01T06:30:00.000Z', 'America/St_Johns', '2026-11-01 03:00 -03:30'],
    ['2026-11-01T06:30:00.000Z', 'Asia/Kathmandu', '2026-11-01 12:15 +05:45'],
    ['2026-11-01T06:30:00.000Z', 'UTC', '2026-11-01 06:30 +00:00'],
  ])('shows %s in %s as %s', (instant, timeZone, shown) => {
    expect(zonedTimeOf(Date.parse(instant), timeZone)).toBe(shown);
  });
});
