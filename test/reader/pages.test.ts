import { describe, expect, it } from 'vitest';
import { ledgerKey } from '../../lambda/core/ledger/keys.ts';
import { allAccounts, signLink } from '../../lambda/core/links/links.ts';
import { datesBetween } from '../../lambda/core/time/day.ts';
import { countsWith } from '../support/counts.ts';
import { measuredLine } from '../support/lines.ts';
import { createCountedArchive, objectsOf } from '../support/readable-archive.ts';
import { bad, cookieOf, expiresMs, key, linksOf, remains, startReader } from '../support/reader.ts';
import { textOf } from '../support/report-pages.ts';

describe('the page of a date', () => {
  it('is the newest where no date is named, and leads to the one before, to the index, the table and the files', async () => {
    const page = await (await startReader().getAs('acme', '/acme')).text();
    expect(textOf(page)).toContain('24 of 64 files failed');
    expect(textOf(page)).toContain('As of 2026-11-28 01:15 +09:00');
    expect(linksOf(page)).toEqual([
      ...['/acme/2026-11-24', '/acme/2026-11-26/files'],
      ...['/', '/acme/2026-11-26.csv', '/acme/2026-11-26.json'],
    ]);
  });

  it('leads across the turn of the year, both ways', async () => {
    const { getAs } = startReader();
    const [last, first] = await Promise.all(
      ['/acme/2025-12-31', '/acme/2026-01-01'].map(async (path) => (await getAs('acme', path)).text()),
    );
    expect(linksOf(last ?? '')).toContain('/acme/2026-01-01');
    expect(linksOf(first ?? '')).toEqual(expect.arrayContaining(['/acme/2025-12-31', '/acme/2026-11-24']));
  });

  it('says what the ledger says at that moment', async () => {
    const { getAs, archive } = startReader();
    const before = await (await getAs('acme', '/acme')).text();
    const more = objectsOf({
      acme: { lines: [measuredLine('2026-11-27', { counts: countsWith({ failure: 7 }) })] },
    });
    for (const [name, text] of more) archive.texts.set(name, (archive.texts.get(name) ?? '') + text);
    const after = await (await getAs('acme', '/acme')).text();
    expect([textOf(before).includes('7 of 47'), textOf(after).includes('7 of 47 files failed')]).toEqual([
      false,
      true,
    ]);
  });

  it('is told in the language of the account, with the mute in force', async () => {
    const page = await (await startReader().getAs('globex', '/globex')).text();
    expect(page).toContain('<html lang="ko">');
    expect(textOf(page)).toContain('storage is being moved');
  });

  it('is not there where nothing is recorded', async () => {
    const { getAs } = startReader();
    for (const path of [
      '/acme/2026-11-25',
      '/acme/0001-01-01',
      '/acme/9999-12-31',
      '/acme/2026-11-24/files',
    ]) {
      const answer = await getAs('acme', path);
      expect([path, answer.status]).toEqual([path, 404]);
      expect(await answer.text()).toContain('아직 기록이 없습니다');
    }
    expect((await getAs('initech', '/initech')).status).toBe(404);
    expect((await getAs('initech', '/')).status).toBe(404);
  });
});

describe('the rest of a date', () => {
  it('is a table and a document of the twelve months, of the date or the newest', async () => {
    const { getAs } = startReader();
    for (const path of ['/acme', '/acme/2026-11-26']) {
      const table = await getAs('acme', `${path}.csv`);
      expect(table.headers.get('content-type')).toBe('text/csv; charset=utf-8');
      expect(table.headers.get('content-disposition')).toBe('attachment; filename="acme-2026-11-26.csv"');
      expect(await table.text()).toContain('2026-11-26,measured,0,0,40,24,0');
      const document = await getAs('acme', `${path}.json`);
      expect(document.headers.get('content-type')).toBe('application/json; charset=utf-8');
      const { lines, ...rest } = JSON.parse(await document.text());
      expect(rest).toMatchObject({
        account: 'acme',
        timeZone: 'Asia/Seoul',
        date: '2026-11-26',
        status: 'critical',
      });
      expect(lines.at(-1)).toEqual(bad);
      expect(rest.failed.files).toHaveLength(24);
    }
  });

  it('is the whole list of failed files, on a page and as a table in which nothing is a formula', async () => {
    const { getAs } = startReader();
    const page = await (await getAs('acme', '/acme/2026-11-26/files')).text();
    expect(page.match(/\/in\/\d+\.mp4/g)).toHaveLength(24);
    expect(linksOf(page)).toEqual(['/acme/2026-11-26', '/acme/2026-11-26/files.csv']);
    const table = await getAs('acme', '/acme/2026-11-26/files.csv');
    expect(table.headers.get('content-disposition')).toContain('acme-2026-11-26-files.csv');
    const rows = (await table.text()).trim().split('\r\n');
    expect(rows).toHaveLength(25);
    expect(rows[1]).toBe("/in/0.mp4,'=드라마,");
  });
});

describe('the index', () => {
  it('has a row for each account that the links open, and names those without one', async () => {
    const { getAs, get } = startReader();
    const all = await (await getAs(allAccounts, '/')).text();
    expect(linksOf(all)).toEqual(['/acme', '/globex']);
    expect(textOf(all)).toContain('Nothing is recorded yet: initech.');
    const own = await (await getAs('acme', '/')).text();
    expect(linksOf(own)).toEqual(['/acme']);
    expect(own).not.toContain('globex');
    const two = ['acme', 'globex'].map(
      (scope) => `${cookieOf(scope)}=${signLink({ scope, expiresMs }, key)}`,
    );
    const both = await (await get('/', { headers: { cookie: two.join('; ') } })).text();
    expect(linksOf(both)).toEqual(['/acme', '/globex']);
    expect(both).not.toContain('initech');
  });

  it('reads the last lines of two years where the newest has few, and shows them', async () => {
    const lines = datesBetween('2025-10-01', '2026-01-02').map((date) =>
      measuredLine(date, { counts: countsWith({ failure: date < '2025-12-05' ? 9 : 2 }) }),
    );
    const archive = createCountedArchive(objectsOf({ acme: { lines } }));
    const page = await (await startReader({ archive }).getAs('acme', '/')).text();
    expect(page.match(/class="failure"/g)).toHaveLength(30);
    expect(textOf(page)).toContain('At most 9 failed on a date.');
    expect(page).toContain('2025-12-04');
  });

  it('shows the other accounts when one cannot be read, names it, and logs why', async () => {
    const archive = createCountedArchive(remains);
    archive.texts.set(ledgerKey('acme', 2026), '{"date":');
    const logged: string[] = [];
    const telemetry = { error: (_: string, error: Error) => logged.push(error.name) };
    const answer = await startReader({ archive, telemetry }).getAs(allAccounts, '/');
    const page = await answer.text();
    expect([answer.status, linksOf(page)]).toEqual([200, ['/globex']]);
    expect(textOf(page)).toContain('계정 2개 중 1개 확인 필요');
    expect(page).toContain('읽지 못한 계정: acme');
    expect(logged).toEqual(['DamagedArchiveError']);
  });
});

describe('a reader on one’s own machine', () => {
  it('opens every page without a link', async () => {
    const { get } = startReader({ isOpen: true });
    expect(linksOf(await (await get('/')).text())).toEqual(['/acme', '/globex']);
    expect((await get('/globex/2026-11-26')).status).toBe(200);
    expect((await get(`/acme?link=${'x'.repeat(60)}`)).headers.get('location')).toBe('/acme');
  });

  it('speaks of no links where there are none', async () => {
    const { get } = startReader({ isOpen: true });
    for (const path of ['/nobody', '/acme/2026-02-30', '/wp-login.php']) {
      const answer = await get(path);
      expect(answer.status).toBe(404);
      expect(await answer.text()).toContain('Nothing is recorded here yet');
    }
  });
});
