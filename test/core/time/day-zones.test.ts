import fc from 'fast-check';
import { Temporal } from 'temporal-polyfill';
import { describe, expect, it } from 'vitest';
import { addDays, dateReportedBy, existsIn, localDateOf, windowOf } from '../../../lambda/core/time/day.ts';

// The oracle is Temporal's polyfill. Like the code under test it takes each zone's offsets from Intl, so both know the
// same edition of the time zone database; what a day is, it works out in its own way. Covered, from 2000 to 2037: in
// every zone each date on which the clocks change, with the dates before and after it; and a seeded sample of other
// dates and instants.

const zones = [...new Set([...Intl.supportedValuesOf('timeZone'), 'UTC'])];
const regions = Map.groupBy(zones, (timeZone) => timeZone.split('/')[0] ?? timeZone);
const firstMs = Date.UTC(2000, 0, 1);
const lastMs = Date.UTC(2037, 11, 31);
const seed = 20_261_123;

const anyZone = fc.constantFrom(...zones);
const anyInstant = fc.integer({ min: firstMs, max: lastMs });
const anyDate = anyInstant.map((ms) => Temporal.Instant.fromEpochMilliseconds(ms).toString().slice(0, 10));

describe('a day in any zone', () => {
  it.each([...regions])('is what Temporal says around each change of clocks: %s', (_, timeZones) => {
    const wrong = timeZones.flatMap((timeZone) =>
      datesAroundChanges(timeZone).flatMap((date) => differences(date, timeZone)),
    );
    expect(wrong).toEqual([]);
  });

  it('is what Temporal says on other dates', () => {
    fc.assert(
      fc.property(anyZone, anyDate, (timeZone, date) => {
        expect(differences(date, timeZone)).toEqual([]);
      }),
      { seed, numRuns: 4000 },
    );
  });

  it('has the date that Temporal says at any instant, and reports the existing date before it', () => {
    fc.assert(
      fc.property(anyZone, anyInstant, (timeZone, epochMs) => {
        const today = Temporal.Instant.fromEpochMilliseconds(epochMs)
          .toZonedDateTimeISO(timeZone)
          .toPlainDate();
        expect(localDateOf(epochMs, timeZone)).toBe(today.toString());
        expect(dateReportedBy(epochMs, timeZone)).toBe(existingFrom(today, -1, timeZone).toString());
      }),
      { seed, numRuns: 4000 },
    );
  });

  it('starts when the one before ends', () => {
    fc.assert(
      fc.property(anyZone, anyDate, (timeZone, first) => {
        const dates = Array.from({ length: 20 }, (_, index) => addDays(first, index));
        const windows = dates
          .filter((date) => existsIn(date, timeZone))
          .map((date) => windowOf(date, timeZone));
        expect(windows.slice(1).map(({ startMs }) => startMs)).toEqual(
          windows.slice(0, -1).map(({ endMs }) => endMs),
        );
      }),
      { seed, numRuns: 500 },
    );
  });
});

/** Each date on which the zone's clocks change, the date before and the date after. */
function datesAroundChanges(timeZone: string): string[] {
  const dates = new Set<string>();
  let change = Temporal.Instant.fromEpochMilliseconds(firstMs)
    .toZonedDateTimeISO(timeZone)
    .getTimeZoneTransition('next');
  while (change !== null && change.epochMilliseconds <= lastMs) {
    const date = change.toPlainDate();
    for (const days of [-1, 0, 1]) dates.add(date.add({ days }).toString());
    change = change.getTimeZoneTransition('next');
  }
  return [...dates];
}

/** What the code says of a date that is not so; looked for without `expect`, which would take most of the time. */
function differences(date: string, timeZone: string): string[] {
  const day = Temporal.PlainDate.from(date);
  const exists = isIn(day, timeZone);
  if (existsIn(date, timeZone) !== exists) return [`${timeZone} ${date}: exists should be ${exists}`];
  if (!exists) return [];
  const { startMs, endMs } = windowOf(date, timeZone);
  const next = existingFrom(day, 1, timeZone);
  const previous = existingFrom(day, -1, timeZone).toString();
  const claims = {
    start: startMs === startMsOf(day, timeZone),
    end: endMs === startMsOf(next, timeZone),
    'date of the first instant': localDateOf(startMs, timeZone) === date,
    'date of the last instant': localDateOf(endMs - 1, timeZone) === date,
    'date reported at the start': dateReportedBy(startMs, timeZone) === previous,
    'date reported at the end': dateReportedBy(endMs, timeZone) === date,
  };
  return Object.entries(claims).flatMap(([claim, holds]) => (holds ? [] : [`${timeZone} ${date}: ${claim}`]));
}

function startMsOf(day: Temporal.PlainDate, timeZone: string): number {
  return day.toZonedDateTime(timeZone).epochMilliseconds;
}

/** Temporal starts a date that the zone skipped on the date after it. */
function isIn(day: Temporal.PlainDate, timeZone: string): boolean {
  return day.toZonedDateTime(timeZone).toPlainDate().equals(day);
}

/** The next date that exists in the zone, or the previous one. */
function existingFrom(day: Temporal.PlainDate, days: 1 | -1, timeZone: string): Temporal.PlainDate {
  const candidate = day.add({ days });
  return isIn(candidate, timeZone) ? candidate : existingFrom(candidate, days, timeZone);
}
