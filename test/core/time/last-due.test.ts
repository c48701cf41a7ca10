import { describe, expect, it } from 'vitest';
import { dueToReport, isLastDue, lastDue } from '../../../lambda/core/time/last-due.ts';

const at = Date.parse;

describe('lastDue', () => {
  it.each([
    ['before the time of today', '2026-11-23T16:09:59Z', 'Asia/Seoul', '01:10', '2026-11-22T16:10:00Z'],
    ['at the time of today', '2026-11-23T16:10:00Z', 'Asia/Seoul', '01:10', '2026-11-23T16:10:00Z'],
    ['after it', '2026-11-24T14:59:00Z', 'Asia/Seoul', '01:10', '2026-11-23T16:10:00Z'],
    [
      'where the clocks went forward that day',
      '2026-03-08T12:00:00Z',
      'America/New_York',
      '03:10',
      '2026-03-08T07:10:00Z',
    ],
    ['where they went back', '2026-11-01T12:00:00Z', 'America/New_York', '03:10', '2026-11-01T08:10:00Z'],
    [
      'where the clocks show the time twice',
      '2026-11-01T12:00:00Z',
      'America/New_York',
      '01:10',
      '2026-11-01T05:10:00Z',
    ],
    ['where midnight is skipped', '2026-04-24T12:00:00Z', 'Africa/Cairo', '01:10', '2026-04-23T22:10:00Z'],
  ])('is right %s', (_, now, timeZone, time, due) => {
    expect(new Date(lastDue(at(now), timeZone, time)).toISOString()).toBe(due.replace('Z', '.000Z'));
  });
});

describe('isLastDue', () => {
  const seoul = { timeZone: 'Asia/Seoul', time: '01:10' };
  it.each([
    ['until the next is due', '2026-11-24T16:09:59Z', true],
    ['and not from then on', '2026-11-24T16:10:00Z', false],
  ])('is true of a night %s', (_, now, isTrue) => {
    expect(isLastDue(at('2026-11-23T16:10:00Z'), at(now), seoul)).toBe(isTrue);
  });
});

describe('dueToReport', () => {
  it.each([
    ['2026-11-22', 'Asia/Seoul', '01:10', '2026-11-22T16:10:00.000Z'],
    ['2026-11-22', 'Asia/Seoul', '23:30', '2026-11-23T14:30:00.000Z'],
    ['2026-03-07', 'America/New_York', '03:10', '2026-03-08T07:10:00.000Z'],
    ['2011-12-29', 'Pacific/Apia', '01:10', '2011-12-30T11:10:00.000Z'],
  ])('is, for %s in %s at %s, %s', (date, timeZone, time, due) => {
    expect(new Date(dueToReport(date, timeZone, time)).toISOString()).toBe(due);
  });
});
