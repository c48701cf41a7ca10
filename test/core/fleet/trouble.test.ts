import { describe, expect, it } from 'vitest';
import {
  findMeasuredLater,
  findRecoveries,
  findStanding,
  findUntold,
  type TroubleGroup,
} from '../../../lambda/core/fleet/trouble.ts';
import {
  failed,
  leftAvailable,
  leftMeasured,
  leftUnavailable,
  measured,
  musterDate,
  unavailable,
} from '../../support/musters.ts';

function namesOf(groups: readonly TroubleGroup[]) {
  return groups.map(({ reason, troubles }) => [reason, ...troubles.map(({ account }) => account)]);
}

describe('what an alert of a muster tells', () => {
  const find = (...standings: Parameters<typeof findUntold>[0]) => findUntold(standings, musterDate);

  it('is grouped by reason, the most accounts first, and of as many by the reason’s name', () => {
    const groups = find(
      failed('e'),
      unavailable('d', 'quota'),
      unavailable('c', 'outage'),
      measured('b'),
      unavailable('a', 'outage'),
    );
    expect(namesOf(groups)).toEqual([
      ['outage', 'a', 'c'],
      ['notRecorded', 'e'],
      ['quota', 'd'],
    ]);
    expect(groups.map(({ state }) => state)).toEqual(['unavailable', 'failed', 'unavailable']);
  });

  it('leaves out what was told before, or is held back', () => {
    expect(find(unavailable('a', 'outage', { left: [] }))).toEqual([]);
    expect(find(unavailable('a', 'outage', { left: [leftMeasured('a', '2026-11-21')] }))).toEqual([]);
    expect(findUntold([failed('a'), failed('b')], musterDate, new Set(['a']))).toMatchObject([
      { troubles: [{ account: 'b' }] },
    ]);
  });

  it('names an account once, by the newest date that is not measured', () => {
    const left = [
      leftUnavailable('a', 'outage'),
      leftUnavailable('a', 'quota', '2026-11-20'),
      leftMeasured('a', '2026-11-19'),
      leftAvailable('a', '2026-11-18'),
    ];
    const detail = left[0]?.fault?.detail;
    expect(find(unavailable('a', 'outage', { left }))).toEqual([
      {
        reason: 'outage',
        state: 'unavailable',
        troubles: [{ account: 'a', reason: 'outage', dates: ['2026-11-20', musterDate], detail }],
      },
    ]);
  });

  it('has the earlier date of an account whose own date is measured', () => {
    const left = [leftUnavailable('a', 'timeout', '2026-11-20')];
    expect(find(measured('a', { left }))).toMatchObject([
      { reason: 'timeout', troubles: [{ dates: ['2026-11-20'] }] },
    ]);
  });

  it('says of one that failed what failed, with the other dates that are left of it', () => {
    const left = [leftUnavailable('a', 'timeout', '2026-11-20')];
    const one = failed('a', { failure: 'unreadable', reason: 'line 3', left });
    expect(find(one)).toEqual([
      {
        reason: 'unreadable',
        state: 'failed',
        troubles: [
          { account: 'a', reason: 'unreadable', dates: ['2026-11-20', musterDate], detail: 'line 3' },
        ],
      },
    ]);
    expect(findUntold([one], musterDate, new Set(['a']))).toMatchObject([{ reason: 'timeout' }]);
  });

  it('takes a failed one of which no more is known for one that is not recorded', () => {
    const { failure: _unknown, ...one } = failed('a');
    expect(find(one)).toMatchObject([{ reason: 'notRecorded' }]);
  });

  it('takes a date without a fault for one that nobody asked for', () => {
    const { fault: _none, ...left } = leftUnavailable('a', 'outage');
    expect(find(unavailable('a', 'outage', { left: [left] }))).toMatchObject([{ reason: 'notAsked' }]);
  });
});

describe('what an alert of a muster names', () => {
  it('is in the order of dates and names, whatever the order in which it is found', () => {
    const left = ['2026-11-23', '2026-11-20', '2026-11-21'].map((date) =>
      leftUnavailable('b', 'outage', date),
    );
    const dates = ['2026-11-20', '2026-11-21', '2026-11-23'];
    const groups = findUntold(
      [unavailable('b', 'outage', { left }), failed('d', { left }), failed('c'), unavailable('a', 'outage')],
      musterDate,
    );
    expect(groups.map(({ troubles }) => troubles.map(({ account, dates: told }) => [account, told]))).toEqual(
      [
        [
          ['c', [musterDate]],
          ['d', ['2026-11-20', '2026-11-21', musterDate, '2026-11-23']],
        ],
        [
          ['a', [musterDate]],
          ['b', dates],
        ],
      ],
    );
  });

  it('says no more of one that failed than is known', () => {
    expect(findUntold([failed('a')], musterDate)[0]?.troubles).toStrictEqual([
      { account: 'a', reason: 'notRecorded', dates: [musterDate] },
    ]);
  });
});

describe('what a summary of a muster counts as bad', () => {
  it('is what stands badly on its date, told or not', () => {
    const standings = [
      unavailable('a', 'outage', { left: [] }),
      measured('b', { left: [leftUnavailable('b', 'quota', '2026-11-20')] }),
      failed('c', { failure: 'notTold' }),
    ];
    expect(namesOf(findStanding(standings, musterDate))).toEqual([
      ['notTold', 'c'],
      ['outage', 'a'],
    ]);
    const dates = findStanding(standings, musterDate).flatMap(({ troubles }) =>
      troubles.map((one) => one.dates),
    );
    expect(dates).toEqual([[musterDate], [musterDate]]);
  });
});

describe('what has been measured since', () => {
  const standings = [
    measured('b', { left: [leftAvailable('b', '2026-11-20'), leftAvailable('b', '2026-11-21')] }),
    measured('a', { left: [leftAvailable('a', '2026-11-19'), leftMeasured('a')] }),
    measured('c', { left: [leftUnavailable('c', 'outage', '2026-11-01')] }),
  ];

  it('is counted by date, from the first to the last', () => {
    expect(findRecoveries(standings)).toEqual({
      accounts: ['a', 'b'],
      dates: 3,
      first: '2026-11-19',
      last: '2026-11-21',
    });
    expect(findRecoveries([measured('a')])).toBeUndefined();
  });

  it('is no recovery where nobody was told before', () => {
    const later = { accounts: ['a'], dates: 1, first: musterDate, last: musterDate };
    expect(findMeasuredLater(standings)).toEqual(later);
    expect(findMeasuredLater([unavailable('a', 'outage')])).toBeUndefined();
  });
});
