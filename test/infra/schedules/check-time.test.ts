import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { checkTimeOf } from '../../../infra/schedules/check-time.ts';
import { offsetMsAt } from '../../../lambda/core/time/day.ts';

const nowMs = Date.parse('2026-11-27');
const zones = [
  'Asia/Seoul',
  'Europe/Berlin',
  'America/Los_Angeles',
  'Australia/Lord_Howe',
  'Asia/Kolkata',
] as const;

describe('checkTimeOf', () => {
  it.each([
    ['one account', [{ time: '01:10', timeZone: 'Asia/Seoul' }], { hour: 19, minute: 10 }],
    ['a night after midnight in UTC', [{ time: '23:30', timeZone: 'UTC' }], { hour: 2, minute: 30 }],
    // Due at 23:10 or, in summer, at 22:10.
    [
      'an account whose clocks change',
      [{ time: '00:10', timeZone: 'Europe/Berlin' }],
      { hour: 2, minute: 10 },
    ],
    [
      'nights of the evening and of the morning',
      [
        { time: '21:00', timeZone: 'UTC' },
        { time: '01:00', timeZone: 'UTC' },
        { time: '02:30', timeZone: 'UTC' },
      ],
      { hour: 5, minute: 30 },
    ],
  ])('is three hours after the last night before the longest pause: %s', (_, accounts, expected) => {
    expect(checkTimeOf(accounts, nowMs)).toEqual(expected);
  });

  it('is the same whenever the stack is synthesized', () => {
    const accounts = [{ time: '00:10', timeZone: 'Europe/Berlin' }];
    const year = Array.from({ length: 12 }, (_, month) => checkTimeOf(accounts, Date.UTC(2026, month, 15)));
    expect(new Set(year.map((time) => JSON.stringify(time))).size).toBe(1);
  });

  it('has no night due in the three hours before it, on any day of the year: three accounts always leave such a pause', () => {
    const account = fc.record({
      time: fc
        .tuple(fc.integer({ min: 0, max: 23 }), fc.constantFrom('00', '10', '45'))
        .map(([hour, minute]) => `${String(hour).padStart(2, '0')}:${minute}`),
      timeZone: fc.constantFrom(...zones),
    });
    fc.assert(
      fc.property(
        fc.array(account, { minLength: 1, maxLength: 3 }),
        fc.integer({ min: 0, max: 364 }),
        (accounts, day) => {
          const { hour, minute } = checkTimeOf(accounts, nowMs);
          const dayMs = nowMs + day * 86_400_000;
          const dueOf = ({ time, timeZone }: (typeof accounts)[number]) =>
            (Date.parse(`1970-01-01T${time}Z`) - offsetMsAt(dayMs, timeZone)) / 60_000;
          const sinceDue = accounts.map((each) => (hour * 60 + minute - dueOf(each) + 3 * 1_440) % 1_440);
          expect(Math.min(...sinceDue)).toBeGreaterThanOrEqual(180);
        },
      ),
    );
  });
});
