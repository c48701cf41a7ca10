import { describe, expect, it } from 'vitest';
import type { Overview } from '../../../lambda/core/fleet/overview.ts';
import { type FleetView, selectShiftPage } from '../../../lambda/core/fleet/shift-page.ts';
import { renderIndex } from '../../../lambda/core/report/index-page.ts';
import { ledgerOf, measuredLine } from '../../support/lines.ts';
import {
  createLargeOverview,
  due,
  failedOf,
  overviewWith,
  standingOf,
  unavailableOf,
} from '../../support/overviews.ts';
import { elementsOf, reportOf, textOf } from '../../support/report-pages.ts';

type Given = {
  readonly view?: Partial<FleetView>;
  readonly unreadShifts?: readonly string[];
  readonly isOfAccounts?: boolean;
  readonly unread?: readonly string[];
  readonly unrecorded?: readonly string[];
  readonly lookedAfterMs?: number;
};

const hourMs = 3_600_000;

function pageOf(overviews: readonly Overview[], given: Given = {}): Promise<string> {
  const { view, unreadShifts = [], isOfAccounts, lookedAfterMs = 3 * hourMs, ...rest } = given;
  const seen = { page: 1, ...view };
  const shifts = overviews.map((overview) => selectShiftPage(overview, seen));
  const fleet = { view: seen, shifts, unread: unreadShifts, nowMs: Date.parse(due) + lookedAfterMs };
  const reports = isOfAccounts ? [reportOf('2026-11-26', ledgerOf(measuredLine('2026-11-26')))] : [];
  return renderIndex(reports, (account) => `/${account}`, { ...rest, fleet });
}

const linksOf = (page: string) => elementsOf(page, 'a').flatMap((link) => link.get('href') ?? []);
const chosenOf = (page: string) =>
  elementsOf(page, 'a').flatMap((link) =>
    link.get('aria-current') === 'true' ? (link.get('href') ?? '') : [],
  );
const statusOf = (page: string) => /<section class="verdict (\w+)"/.exec(page)?.[1];
const well = overviewWith([standingOf('a'), standingOf('b')]);
const bad = overviewWith([failedOf('c', 'lost'), standingOf('d')], { shift: 'berlin' });

describe('the page over a fleet', () => {
  it('is of a shift alone where there is nothing else, and else of each in short', async () => {
    expect(await pageOf([well])).toContain('<h2 id="accounts">');
    const others: readonly Given[] = [
      { isOfAccounts: true },
      { unread: ['x'] },
      { unrecorded: ['x'] },
      { unreadShifts: ['late'] },
    ];
    for (const page of [...others.map((given) => pageOf([well], given)), pageOf([well, bad])]) {
      expect(await page).not.toContain('<h2 id="accounts">');
      expect(textOf(await page)).toContain('All 2 accounts: Shift seoul');
    }
  });

  it('sets the accounts of the stack apart from shifts, and shows neither where there are none', async () => {
    const own = 'Accounts of the stack';
    expect(textOf(await pageOf([well], { isOfAccounts: true }))).toContain(own);
    expect(textOf(await pageOf([], { isOfAccounts: true }))).not.toContain(own);
    expect(textOf(await pageOf([well, bad]))).not.toContain(own);
    const unread = await pageOf([well], { unread: ['x'] });
    expect(textOf(unread)).toContain(own);
    expect(textOf(unread)).toContain('x');
    expect(elementsOf(unread, 'table')).toHaveLength(0);
    expect(elementsOf(await pageOf([well], { isOfAccounts: true }), 'table')).toHaveLength(1);
  });

  it('says how many need attention of all that are known', async () => {
    expect(textOf(await pageOf([well, bad], { unread: ['x'] }))).toContain('2 of 5 accounts need attention');
    expect(textOf(await pageOf([bad], { unreadShifts: ['late'] }))).toContain(
      '1 of 2 accounts needs attention',
    );
    expect(textOf(await pageOf([well]))).not.toContain('Could not be read');
    for (const given of [{ unread: ['x'] }, { unreadShifts: ['late'] }])
      expect(statusOf(await pageOf([well], given))).toBe('unmeasured');
    expect(statusOf(await pageOf([well], { unrecorded: ['x'] }))).toBe('well');
    expect(textOf(await pageOf([well], { unrecorded: ['x', 'y'] }))).toContain('x, y');
  });

  it('has the worst shift first, and of as bad ones the first by name', async () => {
    const third = { ...well, shift: 'aachen' };
    const page = await pageOf([well, third, bad]);
    const ids = elementsOf(page, 'h2').flatMap((heading) => heading.get('id') ?? []);
    expect(ids).toEqual(['shift-berlin', 'shift-aachen', 'shift-seoul']);
    expect(elementsOf(page, 'section').map((section) => section.get('class'))).toEqual([
      'verdict failed',
      'failed',
      'well',
      'well',
    ]);
    expect(await pageOf([bad, third, well])).toBe(page);
  });

  it('shows of a shift in short the urgent alone', async () => {
    const page = await pageOf([well, bad]);
    expect(linksOf(page)).toContain('/c');
    for (const name of ['/a', '/b', '/d']) expect(linksOf(page)).not.toContain(name);
    expect(elementsOf(page, 'table')).toHaveLength(1);
  });

  it.each([
    [36 * hourMs - 1, 'well', false],
    [36 * hourMs, 'unmeasured', true],
  ])(
    '%d ms after a night was due takes a shift that is well for %s',
    async (lookedAfterMs, status, isOld) => {
      const page = await pageOf([well], { lookedAfterMs });
      expect(statusOf(page)).toBe(status);
      expect(textOf(page).includes('No newer night of this shift has come to an end.')).toBe(isOld);
    },
  );

  it('leads back to all accounts from a shift alone, and from nowhere else', async () => {
    expect(linksOf(await pageOf([well], { view: { shift: 'seoul' } })).at(-1)).toBe('/');
    expect(elementsOf(await pageOf([well]), 'footer')).toHaveLength(0);
  });
});

describe('the page of a shift', () => {
  const tagged = overviewWith([
    standingOf('a', { tags: ['gold'] }),
    standingOf('b', { tags: ['gold', '<b>'], worst: 'critical' }),
    unavailableOf('c', { tags: ['<b>'] }),
  ]);

  it('leads to those that stand the same, to those with a tag, and to all', async () => {
    const page = await pageOf([tagged], { view: { shift: 'seoul', tag: 'gold', only: 'critical' } });
    expect(linksOf(page)).toEqual([
      ...['/?shift=seoul&tag=gold', '/?shift=seoul', '/?shift=seoul&tag=gold&only=critical'],
      ...['/?shift=seoul&tag=gold&only=well', '/?shift=seoul&tag=gold', '/b', '/'],
    ]);
    expect(chosenOf(page)).toEqual(['/?shift=seoul&tag=gold&only=critical', '/?shift=seoul&tag=gold']);
    expect(textOf(page)).toContain('Shift seoul, tag gold');
    expect(page).toContain('<h2 id="accounts">Critical, tag gold</h2>');
    expect(textOf(page)).toContain('All 2 accounts');
    expect(textOf(page)).toContain('All 3 accounts');
    const whole = await pageOf([tagged], { view: { shift: 'seoul' } });
    expect(whole).toContain('<h2 id="accounts">All accounts</h2>');
    expect(chosenOf(whole)).toEqual([]);
    expect(textOf(whole)).not.toContain('All 3 accounts');
    expect(elementsOf(whole, 'li').map((chip) => chip.get('class'))).toEqual([
      ...['unmeasured', 'critical', 'well', undefined, undefined],
    ]);
  });

  it.each([
    [0, undefined, undefined],
    [1, 'One tag', undefined],
    [60, '60 tags', undefined],
    [62, '62 tags', '2 more tags are not listed'],
  ])('lists at most sixty tags, of %d', async (count, title, more) => {
    const tags = Array.from({ length: count }, (_, index) => `tag-${index}`);
    const page = await pageOf([overviewWith([standingOf('a', { tags })])]);
    expect(elementsOf(page, 'details')).toHaveLength(count === 0 ? 0 : 1);
    expect(linksOf(page).filter((href) => href.includes('tag='))).toHaveLength(Math.min(count, 60));
    if (title) expect(textOf(page)).toContain(title);
    expect(textOf(page).includes('more tags')).toBe(more !== undefined);
    if (more) expect(textOf(page)).toContain(more);
  });

  it('is all on one page up to two hundred accounts', async () => {
    const turningOf = async (accounts: number, page: number) =>
      elementsOf(
        await pageOf([createLargeOverview(accounts)], { view: { shift: 'seoul', page } }),
        'a',
      ).flatMap((link) => (link.has('rel') ? `${link.get('rel')} ${link.get('href')}` : []));
    expect(await turningOf(200, 1)).toEqual([]);
    expect(await turningOf(201, 1)).toEqual(['next /?shift=seoul&page=2']);
    expect(await turningOf(201, 2)).toEqual(['prev /?shift=seoul']);
    const two = await pageOf([createLargeOverview(201)], { view: { shift: 'seoul', page: 2 } });
    expect(textOf(two)).toContain('Go to one of 2 pages, by name');
    expect(textOf(two)).toContain('← Page 1');
    expect(textOf(await pageOf([createLargeOverview(201)], { view: { shift: 'seoul' } }))).toContain(
      'Page 2 →',
    );
    expect(chosenOf(two)).toEqual(['/?shift=seoul&page=2']);
    expect(two).toContain('ArrowLeft');
  });
});
