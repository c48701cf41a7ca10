import { describe, expect, it } from 'vitest';
import { overviewKey } from '../../lambda/core/ledger/keys.ts';
import { allAccounts } from '../../lambda/core/links/links.ts';
import { accountOf } from '../support/accounts.ts';
import { berlin, fleet, hoursLater, seoul, startFleet } from '../support/fleet-reader.ts';
import {
  createLargeOverview,
  failedOf,
  nameOf,
  overviewObjects,
  overviewWith,
  standingOf,
  unavailableOf,
} from '../support/overviews.ts';
import { createCountedArchive } from '../support/readable-archive.ts';
import { linksOf, linkTo, startReader } from '../support/reader.ts';
import { elementsOf, textOf } from '../support/report-pages.ts';

describe('the page over a fleet', () => {
  it('says of each shift how many accounts need attention, when they were due and as of when, the worst shift first', async () => {
    const page = await startFleet().pageFor(allAccounts, '/');
    const text = textOf(page);
    expect(text).toContain('1 of 3 accounts needs attention');
    expect(text).toContain('Shift seoul , 1 of 2 accounts needs attention');
    expect(text).toContain('Due 2026-11-27 01:10 +09:00 . As of 2026-11-27 03:52 +09:00 .');
    expect(text).toContain('Shift berlin , The account is well');
    expect(text).toContain('Due 2026-11-26 17:10 +01:00');
    expect(text.indexOf('Shift seoul')).toBeLessThan(text.indexOf('Shift berlin'));
    expect(linksOf(page)).toEqual([
      ...['/?shift=seoul&only=wrongKeys', '/?shift=seoul&only=well', '/tour', '/?shift=seoul'],
      ...['/?shift=berlin&only=well', '/?shift=berlin'],
    ]);
  });

  it('stands beside the accounts of the stack', async () => {
    const { getAs } = startReader({ archive: createCountedArchive(fleet), nowMs: hoursLater(3) });
    const text = textOf(await (await getAs(allAccounts, '/')).text());
    expect(text).toContain('2 of 5 accounts need attention');
    expect(text).toContain('Accounts of the stack');
    expect(text).toContain('24 of 64 files failed');
    expect(text).toContain('Nothing is recorded yet: initech.');
  });

  it('shows a shift that is alone, or that is asked for, with all its accounts', async () => {
    const { pageFor, archive } = startFleet();
    const page = await pageFor(allAccounts, '/?shift=seoul');
    expect(archive.calls).toEqual([`read ${overviewKey('seoul')}`]);
    expect(elementsOf(page, 'h1')).toHaveLength(1);
    expect(linksOf(page)).toEqual(expect.arrayContaining(['/tour', '/hana', '/?shift=seoul&tag=gold', '/']));
    archive.texts.delete(overviewKey('berlin'));
    expect(linksOf(await pageFor(allAccounts, '/'))).toEqual(expect.arrayContaining(['/tour', '/hana']));
  });

  it('shows 200 accounts of a large shift, those that need attention first, and leads to the others by name', async () => {
    const large = createLargeOverview(1_000);
    const { pageFor } = startFleet({ archive: createCountedArchive(new Map(overviewObjects(large))) });
    const page = await pageFor(allAccounts, '/?shift=seoul');
    const rows = (text: string) => linksOf(text).filter((href) => href?.startsWith('/studio'));
    expect(rows(page)).toHaveLength(200);
    expect(rows(page).slice(0, 6)).toEqual([7, 12, 13, 20, 21, 0].map((index) => `/${nameOf(index)}`));
    expect(textOf(page)).toContain('5 of 1,000 accounts need attention');
    expect(textOf(page)).toContain(`Night failed – ${nameOf(199)}`);
    expect(linksOf(page)).toContain('/?shift=seoul&page=5');
    const last = await pageFor(allAccounts, '/?shift=seoul&page=5');
    expect(rows(last).at(-1)).toBe(`/${nameOf(999)}`);
    expect(elementsOf(last, 'a').map((link) => link.get('rel'))).toContain('prev');
    expect(elementsOf(last, 'a').map((link) => link.get('rel'))).not.toContain('next');
  });

  it('shows those with a tag, be they of the stack or of the fleet', async () => {
    const accounts = [accountOf({ tags: ['gold'] }), accountOf({ name: 'globex' })];
    const { pageFor } = startFleet({ accounts });
    const page = await pageFor(allAccounts, '/?tag=gold');
    const text = textOf(page);
    expect(text).toContain('1 of 2 accounts needs attention');
    expect(linksOf(page)).toEqual(expect.arrayContaining(['/acme', '/?shift=seoul&tag=gold']));
    expect(linksOf(page)).not.toEqual(expect.arrayContaining(['/globex']));
    expect(text).toContain('Shift berlin, tag gold , No accounts');
  });

  it('shows those that stand the same', async () => {
    const page = await startFleet().pageFor(allAccounts, '/?shift=seoul&only=wrongKeys');
    const names = linksOf(page).filter((href) => ['/tour', '/hana'].includes(href ?? ''));
    expect(names).toEqual(['/tour']);
    expect(
      elementsOf(page, 'a')
        .find((link) => link.get('aria-current'))
        ?.get('href'),
    ).toBe('/?shift=seoul&only=wrongKeys');
  });

  it('has no number for what is not known, and says why', async () => {
    const overview = overviewWith([
      unavailableOf('tour'),
      failedOf('lost', 'nothing is recorded of 2026-11-26'),
    ]);
    const { pageFor } = startFleet({ archive: createCountedArchive(new Map(overviewObjects(overview))) });
    const text = textOf(await pageFor(allAccounts, '/'));
    expect(text).toContain('lost Night failed nothing is recorded of 2026-11-26 – – – – –');
    expect(text).toContain('tour No counts Wrong API keys – – – – –');
  });

  it('does not say that all is well when no newer night has come to an end', async () => {
    const well = createCountedArchive(new Map(overviewObjects(berlin)));
    const at = async (hours: number) =>
      startFleet({ archive: well, nowMs: hoursLater(hours) }).pageFor(allAccounts, '/');
    expect(await at(35)).toContain('<section class="verdict well"');
    const old = await at(36);
    expect(old).toContain('<section class="verdict unmeasured"');
    expect(textOf(old)).toContain('No newer night of this shift has come to an end.');
  });

  it('is in Korean when all shifts are summed up so', async () => {
    const korean = createCountedArchive(new Map(overviewObjects({ ...seoul, language: 'ko' })));
    const text = textOf(await startFleet({ archive: korean }).pageFor(allAccounts, '/'));
    expect(text).toContain('계정 2개 중 1개 확인 필요');
    expect(text).toContain('예정 시각 2026-11-27 01:10 +09:00');
  });

  it('names a shift whose overview is damaged, and hides no other', async () => {
    const logged: Error[] = [];
    const telemetry = { error: (_: string, error: Error) => logged.push(error) };
    const archive = createCountedArchive(new Map([...fleet, [overviewKey('seoul'), '{"secret text"']]));
    const { pageFor, getAs } = startFleet({ archive, telemetry });
    const page = await pageFor(allAccounts, '/');
    expect(textOf(page)).toContain('Where the accounts stand could not be read');
    expect(textOf(page)).toContain('Could not be read: shift seoul.');
    expect(textOf(page)).toContain('Shift berlin , The account is well');
    expect(page).toContain('<section class="verdict unmeasured"');
    expect(page).not.toContain('secret');
    expect(logged.map(({ name }) => name)).toEqual(['DamagedArchiveError']);
    expect((await getAs(allAccounts, '/?shift=seoul')).status).toBe(500);
    expect((await getAs(allAccounts, '/?shift=nobodys')).status).toBe(404);
  });

  it('is asked for by a link, which leads to what it names without itself', async () => {
    const { get, archive } = startFleet();
    const link = linkTo('/', allAccounts).replace(
      '?',
      '?shift=seoul&tag=gold&only=well&page=2&next=//evil.example&',
    );
    const answer = await get(link);
    expect([answer.status, answer.headers.get('location')]).toEqual([
      302,
      '/?shift=seoul&tag=gold&only=well&page=2',
    ]);
    expect(archive.calls).toEqual([]);
  });
});

describe('a hostile overview', () => {
  it('is text, and leads nowhere', async () => {
    const hostile = '"><img src=x onerror=alert(1)>';
    const overview = overviewWith([
      { ...failedOf(hostile, hostile), tags: [hostile, 'gold'] },
      standingOf('../evil', { tags: ['//evil.example'] }),
    ]);
    const archive = createCountedArchive(new Map(overviewObjects(overview, { ...overview, shift: 'b' })));
    archive.texts.set(`fleet/overviews/${hostile}.json`, 'x');
    const { pageFor } = startFleet({ archive });
    for (const path of ['/', '/?shift=seoul', `/?shift=${encodeURIComponent(hostile)}`]) {
      const page = await pageFor(allAccounts, path);
      expect(page).not.toMatch(/<img|onerror=alert\(1\)>"/);
      for (const href of linksOf(page)) expect(href).toMatch(/^\/(\?[a-zA-Z0-9=&-]+)?$/);
      expect(textOf(page)).toContain(`${hostile} Night failed`);
    }
  });

  it('is that of the shift in whose place it lies, whatever it says', async () => {
    const archive = createCountedArchive(
      new Map([[overviewKey('seoul'), overviewObjects(berlin)[0]?.[1] ?? '']]),
    );
    expect(textOf(await startFleet({ archive }).pageFor(allAccounts, '/'))).toContain('Shift seoul');
  });
});
