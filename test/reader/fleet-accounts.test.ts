import { describe, expect, it } from 'vitest';
import { formatShiftFile } from '../../lambda/config/roster.ts';
import { overviewKey, shiftKey } from '../../lambda/core/ledger/keys.ts';
import { allAccounts } from '../../lambda/core/links/links.ts';
import { accountOf } from '../support/accounts.ts';
import { fleet, startFleet } from '../support/fleet-reader.ts';
import { createLargeOverview, overviewObjects } from '../support/overviews.ts';
import { createCountedArchive } from '../support/readable-archive.ts';
import { linkTo, startReader } from '../support/reader.ts';
import { textOf } from '../support/report-pages.ts';

describe('the page of an account of a fleet', () => {
  it('is found by its name, with its own words and zone', async () => {
    const { pageFor } = startFleet();
    expect(textOf(await pageFor('hana', '/hana'))).toContain('7 of 47 files failed');
    const metro = await pageFor(allAccounts, '/metro/2026-11-26');
    expect(metro).toContain('<html lang="ko">');
    expect(textOf(metro)).toContain('Europe/Berlin');
  });

  it('is drawn without a look at the fleet where the stack has an account of that name', async () => {
    const { getAs, archive } = startReader({ archive: createCountedArchive(fleet) });
    await getAs('acme', '/acme');
    expect(archive.calls.filter((call) => call.includes('fleet/'))).toEqual([]);
  });

  it('opens by a link of its own, which opens no other and nothing of the fleet', async () => {
    const { get, getAs, pageFor, archive } = startFleet();
    const answer = await get(linkTo('/hana', 'hana'));
    expect([answer.status, answer.headers.get('location')]).toEqual([302, '/hana']);
    const index = textOf(await pageFor('hana', '/?shift=seoul&tag=gold'));
    expect(index).toContain('The account is well');
    expect(index).not.toMatch(/tour|metro|shift|Shift/);
    archive.calls.length = 0;
    for (const path of ['/tour', '/metro', '/nobody', '/acme'])
      expect((await getAs('hana', path)).status).toBe(403);
    expect(archive.calls).toEqual([]);
  });

  it('is refused as whatever does not exist is, once it was removed, to whoever has a link', async () => {
    const { getAs, archive } = startFleet();
    archive.texts.set(shiftKey('seoul'), formatShiftFile([accountOf({ name: 'tour' })]));
    const answers = await Promise.all([
      getAs('hana', '/hana'),
      getAs('hana', '/'),
      getAs(allAccounts, '/hana'),
      getAs(allAccounts, '/nobody'),
    ]);
    expect(answers.map(({ status }) => status)).toEqual([403, 403, 403, 403]);
    expect(new Set(await Promise.all(answers.map((answer) => answer.text()))).size).toBe(1);
  });

  it('cannot be shown when its line is damaged, and others can', async () => {
    const { getAs, archive } = startFleet();
    archive.texts.set(shiftKey('seoul'), '{"name":"hana","time":7}\n{"name":"tour"}\n');
    expect((await getAs('hana', '/hana')).status).toBe(500);
    expect((await getAs('tour', '/tour')).status).toBe(404);
    expect((await getAs('metro', '/metro')).status).toBe(200);
  });
});

describe('a reader that needs no links', () => {
  it('shows everything, or one account alone', async () => {
    const all = startFleet({ isOpen: true });
    expect(textOf(await (await all.get('/')).text())).toContain('1 of 3 accounts needs attention');
    expect((await all.get('/hana')).status).toBe(200);
    expect((await all.get('/nobody')).status).toBe(404);
    const one = startFleet({ isOpen: true, scope: 'hana' });
    expect(textOf(await (await one.get('/')).text())).toContain('7 of 47 files failed');
    expect((await one.get('/metro')).status).toBe(404);
  });
});

describe('what is asked of the archive for a fleet', () => {
  it('is for the page over it one listing and one read a shift, however many accounts it has', async () => {
    const shifts = ['asia', 'europe', 'late'];
    for (const accounts of [30, 10_000]) {
      const overviews = shifts.map((shift) => ({ ...createLargeOverview(accounts), shift }));
      const archive = createCountedArchive(new Map(overviewObjects(...overviews)));
      expect((await startFleet({ archive }).getAs(allAccounts, '/')).status).toBe(200);
      expect(archive.calls).toEqual([
        'list fleet/overviews/',
        ...shifts.map((shift) => `read ${overviewKey(shift)}`),
      ]);
    }
  });

  it('is for the page of an account as much beside what its page needs', async () => {
    const { getAs, archive } = startFleet();
    await getAs('hana', '/hana');
    expect(archive.calls.slice(0, 3)).toEqual([
      'list fleet/accounts/',
      ...['berlin', 'seoul'].map((shift) => `read ${shiftKey(shift)}`),
    ]);
    expect(archive.calls.filter((call) => call.includes('fleet/'))).toHaveLength(3);
    expect(archive.calls.length).toBeLessThanOrEqual(9 + 3);
  });
});

it('leaves everything of a stack without a fleet as it was, for one listing', async () => {
  const { getAs, archive } = startReader();
  const page = textOf(await (await getAs(allAccounts, '/')).text());
  expect(page).toContain('1 of 2 accounts needs attention');
  expect(page).not.toMatch(/shift|Shift|Accounts of the stack/);
  expect(archive.calls.filter((call) => call.includes('fleet/'))).toEqual(['list fleet/overviews/']);
});
