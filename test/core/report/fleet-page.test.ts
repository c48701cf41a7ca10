import { describe, expect, it } from 'vitest';
import type { Overview } from '../../../lambda/core/fleet/overview.ts';
import { type FleetView, selectShiftPage } from '../../../lambda/core/fleet/shift-page.ts';
import { renderIndex } from '../../../lambda/core/report/index-page.ts';
import { worstStatus } from '../../../lambda/core/report/status.ts';
import {
  createLargeOverview,
  due,
  nameOf,
  overviewWith,
  standingOf,
  unavailableOf,
} from '../../support/overviews.ts';
import { elementsOf, textOf } from '../../support/report-pages.ts';

type Rest = NonNullable<Parameters<typeof renderIndex>[2]>;

/** The page of shifts when they have just been mustered. */
function pageOf(overviews: readonly Overview[], view: Partial<FleetView> = {}, rest: Rest = {}) {
  const asked = { page: 1, ...view };
  const shifts = overviews.map((overview) => selectShiftPage(overview, asked));
  const fleet = { view: asked, shifts, unread: [], nowMs: Date.parse(due) + 10_800_000 };
  return renderIndex([], (account) => `/${account}`, { fleet, ...rest });
}

describe('the page over a fleet', () => {
  it('does not say that all is well of a shift without accounts', async () => {
    const page = await pageOf([overviewWith([])]);
    expect(page).toContain('<section class="verdict unmeasured"');
    expect(textOf(page)).toContain('Shift seoul No accounts Due 2026-11-27 01:10 +09:00 .');
    expect(elementsOf(page, 'table')).toEqual([]);
    expect(elementsOf(page, 'ul')).toEqual([]);
  });

  it('leads from a tag that no account has to all of them', async () => {
    const page = await pageOf([overviewWith([standingOf('a')])], { shift: 'seoul', tag: 'nobodys' });
    expect(textOf(page)).toContain('Shift seoul, tag nobodys No accounts');
    expect(elementsOf(page, 'a').map((link) => link.get('href'))).toEqual(['/?shift=seoul', '/']);
  });

  it('leads from those that stand the same to all with the tag, and to all', async () => {
    const accounts = [standingOf('a', { tags: ['gold'] }), standingOf('b')];
    const page = await pageOf([overviewWith(accounts)], { shift: 'seoul', tag: 'gold', only: 'well' });
    expect(textOf(page)).toContain('All well, tag gold The account All 2 accounts');
    const [tagged, all] = elementsOf(page, 'a').map((link) => link.get('href'));
    expect([tagged, all]).toEqual(['/?shift=seoul&tag=gold', '/?shift=seoul']);
  });

  it('says in short as well that a shift has no accounts', async () => {
    const shifts = [overviewWith([standingOf('a')]), overviewWith([], { shift: 'late' })];
    expect(textOf(await pageOf(shifts))).toContain('Shift late , No accounts');
  });

  it('has shifts that stand the same in the order of their names', async () => {
    const shifts = ['b', 'c', 'a'].map((shift) => overviewWith([standingOf('x')], { shift }));
    const ids = elementsOf(await pageOf(shifts), 'h2').map((heading) => heading.get('id'));
    expect(ids).toEqual(['shift-a', 'shift-b', 'shift-c']);
  });

  it('lists the tags with the most trouble, and says how many more there are', async () => {
    const tags = Array.from({ length: 70 }, (_, index) => `t${String(index).padStart(2, '0')}`);
    const accounts = tags.map((tag, index) =>
      index === 69 ? unavailableOf(tag, { tags: [tag] }) : standingOf(tag, { tags: [tag] }),
    );
    const text = textOf(await pageOf([overviewWith(accounts)]));
    expect(text).toContain('70 tags t69 1 of 1 t00 1 t01 1');
    expect(text).toContain('10 more tags are not listed: add ?tag=NAME to the address of this page.');
    expect(
      textOf(await pageOf([overviewWith(accounts)].map((one) => ({ ...one, language: 'ko' })))),
    ).toContain('태그 10개는 생략했습니다.');
  });

  it('turns the pages of a large shift, and leads to each by the names on it', async () => {
    const pages = [1, 2, 3].map((page) => pageOf([createLargeOverview(500)], { shift: 'seoul', page }));
    const [first = '', second = '', last = ''] = await Promise.all(pages);
    const turning = (page: string) =>
      elementsOf(page, 'a').flatMap((link) =>
        link.has('rel') ? `${link.get('rel')} ${link.get('href')}` : [],
      );
    expect(turning(first)).toEqual(['next /?shift=seoul&page=2']);
    expect(turning(second)).toEqual(['prev /?shift=seoul', 'next /?shift=seoul&page=3']);
    expect(turning(last)).toEqual(['prev /?shift=seoul&page=2']);
    expect(textOf(first)).toContain(
      `Go to one of 3 pages, by name Night failed – ${nameOf(199)} ${nameOf(200)} – ${nameOf(399)} ${nameOf(400)} – ${nameOf(499)}`,
    );
    expect(second).toContain("addEventListener('keydown'");
    expect(await pageOf([createLargeOverview(50)])).not.toContain("addEventListener('keydown'");
  });

  it('leads nowhere by a name or a tag that no address can have', async () => {
    const page = await pageOf([overviewWith([standingOf('../evil', { tags: ['//evil.example'] })])]);
    expect(elementsOf(page, 'a').map((link) => link.get('href'))).toEqual(['/?shift=seoul&only=well']);
    expect(textOf(page)).toContain('../evil');
  });

  it('does not say that all is well where a shift could not be read, or nothing newer came to an end', async () => {
    const overview = overviewWith([standingOf('a')]);
    const view = { page: 1 };
    const fleet = { view, shifts: [selectShiftPage(overview, view)], nowMs: Date.parse(due) };
    const partly = await pageOf([], {}, { fleet: { ...fleet, unread: ['late', 'odd'] } });
    expect(textOf(partly)).toContain(
      'Where the accounts stand could not be read Could not be read: shift late, shift odd.',
    );
    const old = { ...fleet, unread: [], nowMs: Date.parse(due) + 36 * 3_600_000 };
    const outdated = await pageOf([], {}, { fleet: old });
    expect(outdated).toContain('<section class="verdict unmeasured"');
    expect(textOf(outdated)).toContain('No newer night of this shift has come to an end.');
  });

  it('names accounts of the stack that could not be read beside the shifts', async () => {
    const page = await pageOf([overviewWith([standingOf('a')])], {}, { unread: ['globex'] });
    const text = textOf(page);
    expect(text).toContain('1 of 2 accounts needs attention');
    expect(text).toContain('Accounts of the stack Could not be read: globex. Shift seoul');
    expect(elementsOf(page, 'table')).toEqual([]);
  });

  it('shows no reason where an overview gives none, and no counts where it has none', async () => {
    const overview = overviewWith([]);
    const accounts: Overview['accounts'] = [
      { account: 'a', tags: [], state: 'unavailable' },
      { account: 'b', tags: [], state: 'measured' },
      { account: 'c', tags: [], state: 'failed' },
    ];
    const text = textOf(await pageOf([{ ...overview, accounts }]));
    expect(text).toContain(
      'c Night failed – – – – – a No counts No night asked – – – – – b All well – – – – –',
    );
  });
});

describe('the most urgent of some statuses', () => {
  it('is that which somebody has to look at first, and that all is well where there are none', () => {
    expect(worstStatus(new Set(['well', 'warning', 'failed', 'critical']))).toBe('failed');
    expect(worstStatus(new Set(['recovered', 'well']))).toBe('recovered');
    expect(worstStatus(new Set())).toBe('well');
  });
});
