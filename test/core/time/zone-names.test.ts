import { describe, expect, it } from 'vitest';
import { findZoneName, zoneNames } from '../../../lambda/core/time/zone-names.ts';

describe('the list of zones', () => {
  it('holds every zone that Intl lists, and only names that it knows', () => {
    // One that is missing is new in the tz database: write the list anew from a newer tzdata.zi.
    expect(Intl.supportedValuesOf('timeZone').filter((name) => !zoneNames.has(name))).toEqual([]);
    for (const timeZone of zoneNames) expect(() => new Intl.DateTimeFormat('en', { timeZone })).not.toThrow();
  });

  it('holds new and old names of the same zone, and those without an area', () => {
    const names = [
      'Asia/Kolkata',
      'Asia/Calcutta',
      'America/Argentina/Buenos_Aires',
      'UTC',
      'Etc/GMT-9',
      'ROK',
    ];
    expect(names.filter((name) => !zoneNames.has(name))).toEqual([]);
    expect(zoneNames.size).toBe(597);
  });

  it.each(['asia/seoul', 'utc', '+09:00', 'JST', 'SystemV/PST8PDT', 'Factory', ''])(
    'does not hold %j',
    (name) => {
      expect(zoneNames.has(name)).toBe(false);
    },
  );
});

describe('the name of a zone', () => {
  it.each([
    ['asia/seoul', 'Asia/Seoul'],
    [' Asia/Seoul', 'Asia/Seoul'],
    ['utc', 'UTC'],
    ['JST', 'Asia/Tokyo'],
    ['SystemV/PST8PDT', 'PST8PDT'],
    ['+09:00', 'Etc/GMT-9'],
    ['-0300', 'Etc/GMT+3'],
    ['GMT+9', 'Etc/GMT-9'],
    [' GMT+9 ', 'Etc/GMT-9'],
    ['Asia/Soul', 'Asia/Seoul'],
    ['seoul', 'Asia/Seoul'],
    ['New_York', 'America/New_York'],
  ])('for %j is %s', (written, name) => {
    expect(findZoneName(written)).toBe(name);
  });

  it.each(['KST', 'Nowhere+9', '+05:30', '+25:00', 'Mars/Olympus', ''])(
    'for %j is anybody’s guess',
    (written) => {
      expect(findZoneName(written)).toBeUndefined();
    },
  );

  it('is itself where it is right', () => {
    for (const name of zoneNames) expect(findZoneName(name)).toBe(name);
  });
});
