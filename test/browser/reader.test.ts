import { readFile } from 'node:fs/promises';
import { describe, expect, it } from 'vitest';
import { linesByDate } from '../../lambda/core/ledger/ledger.ts';
import { addDays } from '../../lambda/core/time/day.ts';
import { accountOf } from '../support/accounts.ts';
import { objectsOf } from '../support/readable-archive.ts';
import { createHistory, lastDate } from '../support/report-history.ts';
import { hostileTexts, sampleMute } from '../support/report-samples.ts';
import { findChromium } from './chromium.ts';
import { expectAccessible, expectHarmless, setUpReader } from './reader-setup.ts';

const executablePath = findChromium();
const phone = { width: 360, height: 740 };
const desk = { width: 1280, height: 800 };
const dayMs = 86_400_000;
const before = addDays(lastDate, -1);

describe.skipIf(executablePath === undefined)('the reader in Chromium (skipped where there is none)', () => {
  const { origin, links, visit, pathOf } = setUpReader(executablePath, createHostileArchive);

  const linkTo = async (account: string | undefined, date?: string, expiresMs = Date.now() + dayMs) =>
    (await links().linksTo(account, expiresMs))(date);

  it('leads from the link of a mail to the date, the date before, the index, and back', async () => {
    await using opened = await visit({ viewport: phone });
    const { page, requests, complaints } = opened;
    await page.goto(await linkTo('acme', lastDate));
    expect(pathOf(page)).toBe(`/acme/${lastDate}`);
    expect(await page.locator('h1').innerText()).toMatch(/files failed/);
    await page.locator('a[rel=prev]').click();
    await page.waitForURL(`**/acme/${before}`);
    await page.keyboard.press('ArrowRight');
    await page.waitForURL(`**/acme/${lastDate}`);
    await page.getByRole('link', { name: 'All accounts' }).click();
    await page.waitForURL(`${origin()}/`);
    expect(await page.locator('.accounts tbody tr').count()).toBe(1);
    await page.goBack();
    expect(await page.locator('h1').innerText()).toMatch(/files failed/);
    await page.goForward();
    await page.getByRole('link', { name: 'acme' }).click();
    await page.waitForURL('**/acme');
    expect(
      new Set(requests.filter((url) => !url.startsWith('data:')).map((url) => new URL(url).origin)),
    ).toEqual(new Set([origin()]));
    expect(requests.filter((url) => url.includes('link='))).toHaveLength(1);
    expect(complaints).toEqual([]);
  });

  it('keeps the link in a cookie that no script sees and that ends with it, and tells no page where one came from', async () => {
    await using opened = await visit();
    const { page } = opened;
    await page.goto(await linkTo('acme'));
    const cookies = await page.context().cookies();
    expect(cookies).toMatchObject([
      { name: '__Host-link-acme', httpOnly: true, secure: true, sameSite: 'Lax', path: '/' },
    ]);
    expect(Math.abs((cookies[0]?.expires ?? 0) - (Date.now() + dayMs) / 1_000)).toBeLessThan(30);
    expect(await page.evaluate('document.cookie')).toBe('');
    const [request] = await Promise.all([
      page.waitForRequest((sent) => sent.url().endsWith(before)),
      page.locator('a[rel=prev]').click(),
    ]);
    expect((await request.allHeaders()).referer).toBeUndefined();
  });

  it('downloads the table and shows all files', async () => {
    await using opened = await visit({ acceptDownloads: true });
    const { page } = opened;
    await page.goto(await linkTo('acme', lastDate));
    const [download] = await Promise.all([
      page.waitForEvent('download'),
      page.getByRole('link', { name: 'All dates as a table (CSV)' }).click(),
    ]);
    expect(download.suggestedFilename()).toBe(`acme-${lastDate}.csv`);
    expect(await readFile(await download.path(), 'utf8')).toContain(`${lastDate},measured`);
    await page.getByRole('link', { name: 'All failed files' }).click();
    await page.waitForURL('**/files');
    expect(await page.locator('.files tbody tr').count()).toBeGreaterThan(10);
  });

  it('lets links of two accounts stand side by side', async () => {
    await using opened = await visit();
    const { page } = opened;
    await page.goto(await linkTo('acme'));
    await page.goto(await linkTo('drama'));
    await page.goto(`${origin()}/`);
    expect(await page.locator('.accounts tbody a').allInnerTexts()).toEqual(
      expect.arrayContaining(['acme', 'drama']),
    );
    expect((await page.goto(`${origin()}/hostile`))?.status()).toBe(403);
  });

  it('opens nothing for who has no link, an expired or a forged one, and says how to get one', async () => {
    const expired = await linkTo('acme', lastDate, Date.now() - 1_000);
    const forged = (await linkTo('acme', lastDate)).replace(/.$/, (last) => (last === 'A' ? 'B' : 'A'));
    for (const address of [`${origin()}/acme`, expired, forged]) {
      await using opened = await visit({ viewport: phone });
      const { page, complaints } = opened;
      expect((await page.goto(address))?.status()).toBe(403);
      expect(await page.locator('main').innerText()).toContain('npx vod-nightly link --account NAME');
      expect(await page.context().cookies()).toEqual([]);
      expect(complaints.filter((text) => !text.includes('403'))).toEqual([]);
    }
  });

  describe.each([
    ['light', desk],
    ['dark', phone],
  ] as const)('by %s, %j', (colorScheme, viewport) => {
    it.each([
      '/',
      '/acme',
      '/drama',
      `/acme/${lastDate}/files`,
      `/drama/${lastDate}/files`,
      '/nobody',
      '/empty',
    ])('is accessible as far as axe can tell, and needs no scrolling sideways: %s', async (path) => {
      await using opened = await visit({ bypassCSP: true, colorScheme, viewport });
      const { page } = opened;
      await page.goto(await linkTo(undefined));
      await page.goto(origin() + path);
      await expectAccessible(page, viewport.width);
    });
  });

  it.each(['/', `/hostile/${lastDate}`, `/hostile/${lastDate}/files`])(
    'shows hostile text as text and asks nobody else for anything: %s',
    async (path) => {
      await using opened = await visit();
      await opened.page.goto(await linkTo(undefined));
      await opened.page.goto(origin() + path);
      await expectHarmless(opened);
    },
  );

  it('prints the page of a date on two sides, without the way to others', async () => {
    await using opened = await visit();
    const { page } = opened;
    await page.goto(await linkTo('acme', lastDate));
    const pdf = (await page.pdf({ preferCSSPageSize: true })).toString('latin1');
    expect(pdf.match(/\/Type\s*\/Page\b(?!s)/g)?.length).toBeLessThanOrEqual(2);
    await page.emulateMedia({ media: 'print' });
    expect(await page.locator('.turning').isVisible()).toBe(false);
  });
});

/** Three accounts with a year each, one of them with hostile files and a hostile mute, and one without anything. */
function createHostileArchive() {
  const english = createHistory('acme', 'en');
  const korean = createHistory('drama', 'ko', 7);
  const hostile = hostileTexts.map((path) => ({ path, category: path, lastWorkTime: path }));
  const [reason = ''] = hostileTexts;
  const of = ({ ledger, failed }: typeof english) => ({
    lines: linesByDate(ledger),
    files: [{ ...failed, date: lastDate }],
  });
  const objects = objectsOf({
    acme: of(english),
    drama: { ...of(korean), mutes: [sampleMute] },
    hostile: {
      ...of({ ...english, failed: { ...english.failed, files: hostile } }),
      mutes: [{ ...sampleMute, reason, by: reason }],
    },
  });
  return {
    accounts: [
      accountOf({ name: 'acme' }),
      accountOf({ name: 'drama', language: 'ko' }),
      accountOf({ name: 'hostile' }),
      accountOf({ name: 'empty' }),
    ],
    objects,
  };
}
