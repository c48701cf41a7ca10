import { describe, expect, it } from 'vitest';
import type { LedgerLine } from '../../../lambda/core/ledger/line.ts';
import {
  fillMissingDates,
  type Horizon,
  isLeftToNights,
  planBackfill,
  planDates,
  whyTooEarly,
  yearsOf,
} from '../../../lambda/core/ledger/plan.ts';
import { countsWith } from '../../support/counts.ts';
import { ledgerOf, measuredLine, noticeOf, unavailableLine } from '../../support/lines.ts';

const horizon: Horizon = { yesterday: '2026-11-22', lookBackDays: 3, timeZone: 'Asia/Seoul' };
const good = (date: string) => measuredLine(date);
const unsettled = (date: string) => measuredLine(date, { counts: countsWith({ waiting: 1 }) });

describe('yearsOf', () => {
  it.each([
    ['2026-01-01', [2025, 2026]],
    ['2026-12-31', [2025, 2026]],
    ['2024-12-31', [2023, 2024]],
  ])(
    'gives the year of the night that reports %s and the one before, so that a whole year is known',
    (yesterday, years) => {
      expect(yearsOf({ yesterday })).toEqual(years);
    },
  );
});

describe('planDates', () => {
  it('asks for yesterday alone on the first night', () => {
    expect(planDates(new Map(), horizon)).toEqual(['2026-11-22']);
  });

  it('asks for yesterday alone when all before is settled', () => {
    const ledger = ledgerOf(...['2026-11-19', '2026-11-20', '2026-11-21'].map(good));
    expect(planDates(ledger, horizon)).toEqual(['2026-11-22']);
  });

  it('asks for yesterday first, then for what is unsettled, unavailable or missing, oldest first', () => {
    const ledger = ledgerOf(unavailableLine('2026-11-20'), unsettled('2026-11-19'));
    expect(planDates(ledger, horizon)).toEqual(['2026-11-22', '2026-11-19', '2026-11-20', '2026-11-21']);
  });

  it('asks for yesterday even when it is settled', () => {
    expect(planDates(ledgerOf(good('2026-11-22')), horizon)).toEqual(['2026-11-22']);
  });

  it('leaves what is before the look-back', () => {
    const ledger = ledgerOf(...['2026-11-17', '2026-11-18', '2026-11-19'].map(unsettled));
    expect(planDates(ledger, horizon)).toEqual(['2026-11-22', '2026-11-19', '2026-11-20', '2026-11-21']);
  });

  it('leaves what is before the account’s first date', () => {
    expect(planDates(ledgerOf(good('2026-11-20')), horizon)).toEqual(['2026-11-22', '2026-11-21']);
  });

  it('asks for nothing else when it does not look back', () => {
    const ledger = ledgerOf(unsettled('2026-11-20'), unsettled('2026-11-21'));
    expect(planDates(ledger, { ...horizon, lookBackDays: 0 })).toEqual(['2026-11-22']);
  });

  it('reports the date of a night that comes late, and nothing after it', () => {
    const ledger = ledgerOf(unsettled('2026-11-21'), unsettled('2026-11-23'), unsettled('2026-11-24'));
    expect(planDates(ledger, horizon)).toEqual(['2026-11-22', '2026-11-21']);
    expect(planDates(ledgerOf(unsettled('2026-11-24')), horizon)).toEqual(['2026-11-22']);
  });

  it('crosses the turn of the year and a leap day', () => {
    const turn = { ...horizon, yesterday: '2028-01-01', lookBackDays: 2 };
    expect(planDates(ledgerOf(good('2027-01-01')), turn)).toEqual(['2028-01-01', '2027-12-30', '2027-12-31']);
    const leap = { ...horizon, yesterday: '2028-03-01', lookBackDays: 2 };
    expect(planDates(ledgerOf(good('2027-01-01')), leap)).toEqual(['2028-03-01', '2028-02-28', '2028-02-29']);
  });

  it('passes over a date that the zone skipped', () => {
    const samoa = { yesterday: '2011-12-31', lookBackDays: 2, timeZone: 'Pacific/Apia' };
    expect(planDates(ledgerOf(unsettled('2011-12-28')), samoa)).toEqual(['2011-12-31', '2011-12-29']);
  });
});

describe('the years that a night reads', () => {
  const newYear = { ...horizon, yesterday: '2026-01-02' };

  it('are one stretch over New Year, though something of the earlier one is untold', () => {
    const first = measuredLine('2026-01-01', { unsentYears: [2025] });
    expect(planDates(ledgerOf(unsettled('2025-12-31'), first), newYear)).toEqual([
      '2026-01-02',
      '2025-12-31',
    ]);
  });

  it('are none with a noted one that stands apart, although the later ones begin with a date asked for in vain', () => {
    const untold = good('2023-12-31');
    const first = unavailableLine('2025-12-31', { unsentYears: [2023] });
    expect(
      fillMissingDates(ledgerOf(untold, first, good('2026-01-01'), good('2026-01-02')), newYear).size,
    ).toBe(4);
  });
});

describe('whyTooEarly', () => {
  const today = '2026-11-23';
  const why = (yesterday: string, ...lines: LedgerLine[]) =>
    whyTooEarly(ledgerOf(...lines), { ...horizon, yesterday }, today);

  it.each([
    ['yesterday, on the first night', '2026-11-22', undefined],
    ['a date of which no night that is in time would ask any more', '2026-10-20', undefined],
    ['a date that is longer ago', '2026-10-19', 'is more than 34 days ago'],
    ['a date that is still to come, which is not for it to say', '2027-11-22', undefined],
  ])('of %s', (_, yesterday, reason) => {
    expect(why(yesterday)).toBe(reason);
  });

  it('goes by the account’s first date as well', () => {
    const first = good('2026-11-22');
    const reason = 'is more than 34 days before 2026-11-22, the account’s first date'.replace('’', "'");
    expect(
      whyTooEarly(ledgerOf(first), { ...horizon, yesterday: '2026-10-19' }, '2026-11-01'),
    ).toBeUndefined();
    expect(whyTooEarly(ledgerOf(first), { ...horizon, yesterday: '2026-10-18' }, '2026-11-01')).toBe(reason);
  });
});

describe('fillMissingDates', () => {
  const gap = (date: string) => ({
    date,
    state: 'unavailable',
    fault: { code: 'notAsked', detail: expect.stringMatching(/\S/) },
    notices: [],
  });

  it('enters each missing date from the first to yesterday as unavailable, and no counts', () => {
    const lines = [good('2026-11-18'), unavailableLine('2026-11-20')];
    const filled = fillMissingDates(ledgerOf(...lines), horizon);
    expect([...filled.values()].toSorted((a, b) => a.date.localeCompare(b.date))).toEqual([
      good('2026-11-18'),
      gap('2026-11-19'),
      unavailableLine('2026-11-20'),
      gap('2026-11-21'),
      gap('2026-11-22'),
    ]);
  });

  it('enters yesterday into an empty ledger', () => {
    expect([...fillMissingDates(new Map(), horizon).values()]).toEqual([gap('2026-11-22')]);
  });

  it('leaves a ledger without gaps, and what is after yesterday', () => {
    const ledger = ledgerOf(good('2026-11-21'), good('2026-11-22'), good('2026-11-25'));
    expect(fillMissingDates(ledger, horizon)).toEqual(ledger);
    expect(fillMissingDates(ledgerOf(good('2026-11-25')), horizon)).toEqual(ledgerOf(good('2026-11-25')));
  });

  it('goes on from the year before a gap of more than a year', () => {
    const filled = fillMissingDates(ledgerOf(good('2024-12-30'), good('2026-11-22')), horizon);
    expect(filled.get('2024-12-31')).toEqual(gap('2024-12-31'));
    expect(filled.get('2025-07-01')).toEqual(gap('2025-07-01'));
    expect(filled.size).toBe(693);
  });

  it('leaves alone what is between an earlier year that is read for what is untold and the years of the night', () => {
    const untold = good('2024-12-30');
    const [first, last] = [measuredLine('2026-11-21', { unsentYears: [2024] }), good('2026-11-22')];
    const ledger = ledgerOf(untold, first, last);
    expect(fillMissingDates(ledger, horizon)).toEqual(ledger);
    const gapped = ledgerOf(untold, { ...gap('2026-11-21'), unsentYears: [2024] } as LedgerLine, last);
    expect(fillMissingDates(gapped, horizon).size).toBe(693);
  });

  it('leaves it alone wherever the note is, as the first line of a year may be lost', () => {
    const [first, last] = [good('2025-11-21'), measuredLine('2026-01-01', { unsentYears: [2023] })];
    const ledger = ledgerOf(good('2023-12-30'), first, last);
    const filled = fillMissingDates(ledger, { ...horizon, yesterday: '2026-01-01' });
    expect([...filled.keys()].filter((date) => date.startsWith('2024'))).toEqual([]);
    expect(filled.get('2025-11-22')).toEqual(gap('2025-11-22'));
  });

  it('enters no date that the zone skipped', () => {
    const samoa = { yesterday: '2011-12-31', lookBackDays: 2, timeZone: 'Pacific/Apia' };
    const filled = fillMissingDates(ledgerOf(good('2011-12-28')), samoa);
    expect([...filled.keys()].toSorted()).toEqual(['2011-12-28', '2011-12-29', '2011-12-31']);
  });
});

describe('planBackfill', () => {
  const range = { from: '2026-10-01', to: '2026-10-06', again: false };
  const ledger = ledgerOf(
    good('2026-10-02'),
    unsettled('2026-10-03'),
    unavailableLine('2026-10-04', { notices: [noticeOf('unavailable')] }),
  );

  it('asks for what is missing, unavailable or not settled, oldest first', () => {
    expect(planBackfill(ledger, range, horizon)).toEqual({
      dates: ['2026-10-01', '2026-10-03', '2026-10-04', '2026-10-05', '2026-10-06'],
      settled: 1,
      leftToNights: [],
    });
  });

  it('asks for settled dates as well when it is told to', () => {
    expect(planBackfill(ledger, { ...range, again: true }, horizon)).toMatchObject({
      dates: ['2026-10-01', '2026-10-02', '2026-10-03', '2026-10-04', '2026-10-05', '2026-10-06'],
      settled: 0,
    });
  });

  it('leaves to the nights what they have something to tell of', () => {
    const recent = ledgerOf(unsettled('2026-11-20'), unavailableLine('2026-11-21'));
    expect(planBackfill(recent, { ...range, from: '2026-11-19', to: '2026-11-22' }, horizon)).toEqual({
      dates: ['2026-11-19', '2026-11-21', '2026-11-22'],
      settled: 0,
      leftToNights: ['2026-11-20'],
    });
  });

  it('passes over a date that the zone skipped', () => {
    const samoa = { ...horizon, yesterday: '2026-11-22', timeZone: 'Pacific/Apia' };
    const around = { from: '2011-12-29', to: '2011-12-31', again: false };
    expect(planBackfill(new Map(), around, samoa).dates).toEqual(['2011-12-29', '2011-12-31']);
  });
});

describe('isLeftToNights', () => {
  const told = { notices: [noticeOf('unavailable')] };
  const pending = { notices: [noticeOf('breached', { state: 'pending' })] };
  it.each([
    ['a date that nobody knows', undefined, false],
    ['the oldest date of the look-back that is not settled', unsettled('2026-11-19'), true],
    ['an older one', unsettled('2026-11-18'), false],
    ['a settled one', good('2026-11-20'), false],
    ['one that is unavailable, as people know', unavailableLine('2026-11-20', told), true],
    ['one that is unavailable without anybody having been told', unavailableLine('2026-11-20'), false],
    ['an old one that people know to be unavailable', unavailableLine('2026-11-18', told), false],
    [
      'an old and settled one of which people are still to be told',
      measuredLine('2026-01-01', pending),
      true,
    ],
  ])('knows of %s', (_name, line, isLeft) => {
    expect(isLeftToNights(line, horizon)).toBe(isLeft);
  });
});
