import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { dateExpectedAt, findOmission, graceMs, noticesOf } from '../../lambda/check/omission.ts';
import { type Account, accountSchema } from '../../lambda/config/account.ts';
import { parseInput } from '../../lambda/config/parse-input.ts';
import type { LedgerLine } from '../../lambda/core/ledger/line.ts';
import { addDays, dateReportedBy, localTimeOf } from '../../lambda/core/time/day.ts';
import { ledgerOf, measuredLine, noticeOf } from '../support/lines.ts';

const accountOf = (given: object = {}): Account =>
  parseInput(accountSchema, 'it', { name: 'acme', ...given });
const at = (text: string) => Date.parse(text);

describe('dateExpectedAt', () => {
  it.each([
    ['three hours after a night was due', '2026-11-23T19:10:00Z', {}, '2026-11-23'],
    ['a minute sooner', '2026-11-23T19:09:00Z', {}, '2026-11-22'],
    ['a day later, short of a minute', '2026-11-24T19:09:00Z', {}, '2026-11-23'],
    [
      'at the same moment in another zone',
      '2026-11-23T19:10:00Z',
      { timeZone: 'Europe/Berlin' },
      '2026-11-22',
    ],
    ['for a night that is due in the evening', '2026-11-23T19:10:00Z', { time: '22:00' }, '2026-11-22'],
    [
      'after a date that the zone skipped',
      '2011-12-31T20:00:00Z',
      { timeZone: 'Pacific/Apia' },
      '2011-12-31',
    ],
    ['a night before that', '2011-12-31T14:00:00Z', { timeZone: 'Pacific/Apia' }, '2011-12-29'],
  ])('is the date of the last night that was due long enough before: %s', (_, due, given, date) => {
    expect(dateExpectedAt(at(due), accountOf(given))).toBe(date);
  });

  it('is what the last night reports that was due before the grace, at times that the clocks neither skip nor repeat', () => {
    const minutes = fc.integer({ min: at('2026-01-01') / 60_000, max: at('2028-01-01') / 60_000 });
    fc.assert(
      fc.property(
        minutes,
        fc.constantFrom('Asia/Seoul', 'Europe/Berlin', 'America/Los_Angeles', 'Australia/Lord_Howe'),
        fc.constantFrom(0, 4, 12, 23),
        (minute, timeZone, hour) => {
          const time = `${String(hour).padStart(2, '0')}:10`;
          const dueMs = minute * 60_000;
          const date = dateExpectedAt(dueMs, accountOf({ timeZone, time }));
          const last = [...Array(26 * 60).keys()]
            .map((back) => dueMs - graceMs - back * 60_000)
            .find((ms) => localTimeOf(ms, timeZone).endsWith(time));
          expect(last).toBeDefined();
          expect(date).toBe(dateReportedBy(last ?? 0, timeZone));
        },
      ),
      { numRuns: 300 },
    );
  });
});

describe('findOmission', () => {
  const nowMs = at('2026-11-23T19:10:00Z');
  const find = (...lines: LedgerLine[]) => findOmission(accountOf(), '2026-11-23', ledgerOf(...lines), nowMs);

  it('finds nothing where each date has its line and all is told, or held back', () => {
    const told = measuredLine('2026-11-22', {
      notices: [noticeOf('breached'), noticeOf('revised', { state: 'heldBack' })],
    });
    expect(find(told, measuredLine('2026-11-23'))).toBeUndefined();
  });

  it('finds the dates without a line, and what lies before the first is none of them', () => {
    expect(find(measuredLine('2026-11-19'), measuredLine('2026-11-21'))).toMatchObject({
      missing: ['2026-11-20', '2026-11-22', '2026-11-23'],
      unsent: [],
    });
  });

  it('finds the date of the night for an account of which there is nothing', () => {
    expect(find()).toMatchObject({ date: '2026-11-23', missing: ['2026-11-23'] });
  });

  it('finds what is recorded and told to nobody, unless a night is telling it', () => {
    const claim = { holder: 'a night', until: '2026-11-23T19:10:30.000Z' };
    const notices = [
      noticeOf('breached', { id: 'one', state: 'pending' }),
      noticeOf('revised', { id: 'two', state: 'pending', claim }),
      noticeOf('revised', {
        id: 'three',
        state: 'pending',
        claim: { ...claim, until: '2026-11-23T16:11:00.000Z' },
      }),
    ];
    const found = find(measuredLine('2026-11-23', { notices }));
    expect(found).toMatchObject({ missing: [] });
    expect(found?.unsent.map(({ notice }) => notice.id)).toEqual(['one', 'three']);
  });
});

describe('noticesOf', () => {
  const nowMs = at('2026-11-23T19:10:00Z');

  it('tells of the newest 14 missing dates, whatever the number', () => {
    const ledger = ledgerOf(measuredLine('2026-10-01'));
    const omission = findOmission(accountOf(), '2026-11-23', ledger, nowMs);
    expect(omission?.missing).toHaveLength(53);
    const { notices } = omission ? noticesOf(omission, undefined, nowMs) : { notices: [] };
    expect(notices.map(({ line }) => line.date)).toEqual(
      Array.from({ length: 14 }, (_, index) => addDays('2026-11-10', index)),
    );
  });
});
