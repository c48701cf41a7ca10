import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { conditionOf, selectShiftPage } from '../../../lambda/core/fleet/shift-page.ts';
import { severities } from '../../../lambda/core/ledger/line.ts';
import { faultCodes } from '../../../lambda/core/ledger/measurement.ts';
import {
  createLargeOverview,
  failedOf,
  nameOf,
  overviewWith,
  standingOf,
  unavailableOf,
} from '../../support/overviews.ts';

const outage = { code: 'outage', detail: 'status 503' } as const;
const overview = overviewWith([
  standingOf('well', { tags: ['gold'] }),
  standingOf('worth-a-warning', { worst: 'warning' }),
  standingOf('good-news', { worst: 'info' }),
  standingOf('bad', { worst: 'critical', tags: ['gold', 'gold'] }),
  unavailableOf('out-2', { fault: outage }),
  unavailableOf('locked', { tags: ['gold', 'trial'] }),
  unavailableOf('out-1', { fault: outage }),
  failedOf('lost', 'nothing is recorded'),
]);
const namesOf = (view: Partial<Parameters<typeof selectShiftPage>[1]>) =>
  selectShiftPage(overview, { page: 1, ...view }).rows.map(({ account }) => account);

describe('what is looked at of a shift', () => {
  it('is what failed first, then what has no counts, the reason of most first, then broken rules, then the rest by name', () => {
    expect(namesOf({})).toEqual([
      ...['lost', 'out-1', 'out-2', 'locked', 'bad', 'worth-a-warning'],
      ...['good-news', 'well'],
    ]);
  });

  it('is in the same order, whatever the order in which a shift lists its accounts', () => {
    const rankOf = (condition: string) =>
      faultCodes.some((code) => code === condition)
        ? 1
        : ['failed', '', 'critical', 'warning', 'well'].indexOf(condition);
    const accounts = fc.shuffledSubarray(
      ['a', 'b', 'c', 'd', 'e', 'f', 'g', 'h'].flatMap((name) => [
        standingOf(`${name}-well`, { tags: ['z', name] }),
        standingOf(`${name}-bad`, { worst: 'critical', tags: [name] }),
        failedOf(`${name}-lost`, ''),
        ...(['outage', 'quota', 'timeout'] as const).map((code) =>
          unavailableOf(`${name}-${code}`, { fault: { code, detail: '' }, tags: ['y', name] }),
        ),
      ]),
    );
    fc.assert(
      fc.property(accounts, (standings) => {
        const { conditions, rows, tags } = selectShiftPage(overviewWith(standings), { page: 1 });
        const numbers = new Map(conditions.map((group) => [group.condition, group.accounts]));
        const keyOf = (row: (typeof rows)[number]) => {
          const condition = conditionOf(row);
          const fewer = 99 - (numbers.get(condition) ?? 0);
          return [rankOf(condition), fewer, condition, row.account].join(' ');
        };
        expect(rows.map(keyOf)).toEqual(rows.map(keyOf).toSorted());
        const urgency = tags.map(({ tag, bad }) => `${99 - bad} ${tag}`);
        expect(urgency).toEqual(urgency.toSorted());
      }),
    );
  });

  it('says how many stand how, and how many need attention', () => {
    const { accounts, bad, conditions } = selectShiftPage(overview, { page: 1 });
    expect([accounts, bad]).toEqual([8, 6]);
    expect(conditions.map(({ condition, accounts }) => [condition, accounts])).toEqual([
      ['failed', 1],
      ['outage', 2],
      ['wrongKeys', 1],
      ['critical', 1],
      ['warning', 1],
      ['well', 2],
    ]);
  });

  it('has reasons that concern as many accounts in the order of the alphabet', () => {
    const accounts = (['timeout', 'clock', 'network'] as const).map((code) =>
      unavailableOf(code, { fault: { code, detail: 'x' } }),
    );
    const { conditions } = selectShiftPage(overviewWith(accounts), { page: 1 });
    expect(conditions.map(({ condition }) => condition)).toEqual(['clock', 'network', 'timeout']);
  });

  it('is those with a tag, or those that stand the same, or both', () => {
    expect(namesOf({ tag: 'gold' })).toEqual(['locked', 'bad', 'well']);
    expect(namesOf({ only: 'outage' })).toEqual(['out-1', 'out-2']);
    expect(namesOf({ tag: 'gold', only: 'critical' })).toEqual(['bad']);
    expect(namesOf({ tag: 'silver' })).toEqual([]);
    const { accounts, bad } = selectShiftPage(overview, { page: 1, tag: 'gold', only: 'critical' });
    expect([accounts, bad]).toEqual([3, 2]);
  });

  it('has each tag with the accounts that have it, once each, those with the most trouble first', () => {
    expect(selectShiftPage(overview, { page: 1, tag: 'trial' }).tags).toEqual([
      { tag: 'gold', accounts: 3, bad: 2 },
      { tag: 'trial', accounts: 1, bad: 1 },
    ]);
  });

  it('shows of each that stand the same the first few, however many thousands they are', () => {
    const many = overviewWith(Array.from({ length: 3_000 }, (_, index) => unavailableOf(nameOf(index))));
    const [group] = selectShiftPage(many, { page: 1 }).conditions;
    expect(group?.first.map(({ account }) => account)).toEqual([0, 1, 2, 3, 4].map(nameOf));
  });

  it('is every account on one page of 200, and on no other', () => {
    const accounts = fc.integer({ min: 0, max: 1_000 });
    fc.assert(
      fc.property(accounts, (count) => {
        const large = createLargeOverview(Math.max(count, 30));
        const { pages } = selectShiftPage(large, { page: 1 });
        const rows = pages.map((_, index) => selectShiftPage(large, { page: index + 1 }).rows);
        expect(rows.every((page) => page.length <= 200)).toBe(true);
        expect(
          rows
            .flat()
            .map(({ account }) => account)
            .toSorted(),
        ).toEqual(large.accounts.map(({ account }) => account).toSorted());
        for (const [index, page] of rows.entries())
          expect(pages[index]).toEqual({ first: page[0], last: page.at(-1) });
      }),
      { numRuns: 20 },
    );
  });

  it('is the last page where it is asked for one behind it', () => {
    const large = createLargeOverview(450);
    expect(selectShiftPage(large, { page: 9_999 })).toMatchObject({ page: 3, rows: { length: 50 } });
    expect(selectShiftPage(overviewWith([]), { page: 2 })).toMatchObject({ page: 1, rows: [], pages: [] });
  });

  it.each(faultCodes)('tells apart why there are no counts: %s', (code) => {
    expect(conditionOf({ account: 'a', tags: [], state: 'unavailable', fault: code })).toBe(code);
  });

  it.each(severities)('takes rules for broken from warnings on: %s', (worst) => {
    const expected = worst === 'info' ? 'well' : worst;
    expect(conditionOf({ account: 'a', tags: [], state: 'measured', worst })).toBe(expected);
  });

  it('knows no reason where none is given, and calls a night failed whatever else is known', () => {
    expect(conditionOf({ account: 'a', tags: [], state: 'unavailable' })).toBe('notAsked');
    expect(conditionOf({ account: 'a', tags: [], state: 'failed', worst: 'critical' })).toBe('failed');
  });
});
