import { once } from 'node:events';
import type { Server } from 'node:http';
import type { AddressInfo } from 'node:net';
import { createAdaptorServer } from '@hono/node-server';
import { type Browser, type BrowserContextOptions, chromium, type Page } from 'playwright-core';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { formatShiftFile } from '../../lambda/config/roster.ts';
import { overviewKey, shiftKey } from '../../lambda/core/ledger/keys.ts';
import { createReader } from '../../lambda/reader/app.ts';
import { createLinks } from '../../lambda/reader/links.ts';
import { accountOf } from '../support/accounts.ts';
import { measuredLine } from '../support/lines.ts';
import {
  createLargeOverview,
  failedOf,
  nameOf,
  overviewObjects,
  overviewWith,
  unavailableOf,
} from '../support/overviews.ts';
import { createCountedArchive, objectsOf } from '../support/readable-archive.ts';
import { hostileTexts } from '../support/report-samples.ts';
import { silentTelemetry } from '../support/silent-telemetry.ts';
import { findChromium } from './chromium.ts';
import { type Opened, violationsIn, visitWith } from './opened.ts';

const executablePath = findChromium();
const phone = { width: 390, height: 844 };
const desk = { width: 1280, height: 800 };
const key = 'k'.repeat(64);

describe.skipIf(executablePath === undefined)('a fleet in Chromium (skipped where there is none)', () => {
  let browser: Browser;
  let server: Server;
  let origin: string;

  beforeAll(async () => {
    if (executablePath === undefined) return;
    browser = await chromium.launch({ executablePath, args: ['--no-sandbox'] });
    server = createAdaptorServer({ fetch: createFleetReader().fetch }) as Server;
    server.listen(0, '127.0.0.1');
    await once(server, 'listening');
    origin = `http://localhost:${(server.address() as AddressInfo).port}`;
  }, 120_000);
  afterAll(async () => {
    await browser?.close();
    server?.close();
    server?.closeAllConnections();
  });

  /** Follows the link of a muster's message. */
  async function follow(options: BrowserContextOptions): Promise<Opened> {
    const opened = await visitWith(browser, options);
    const link = await createLinks(origin, async () => key).linkToShift('seoul', Date.now() + 86_400_000);
    await opened.page.goto(link);
    return opened;
  }
  const pathOf = (page: Page) => page.url().replace(origin, '');

  it('leads from the link of a message to the shift, to an account that needs attention, and back to all', async () => {
    await using opened = await follow({ viewport: phone });
    const { page, requests, complaints } = opened;
    expect(pathOf(page)).toBe('/?shift=seoul');
    expect(await page.locator('h1').innerText()).toBe('5 of 10,000 accounts need attention');
    expect(await page.locator('.accounts tbody tr').count()).toBe(200);
    await page.getByRole('link', { name: 'Critical 1' }).click();
    await page.waitForURL('**/?shift=seoul&only=critical');
    await page.getByRole('link', { name: nameOf(20) }).click();
    await page.waitForURL(`**/${nameOf(20)}`);
    await page.getByRole('link', { name: 'All accounts' }).click();
    await page.waitForURL(`${origin}/`);
    expect(await page.locator('h2').allInnerTexts()).toHaveLength(3);
    expect(requests.filter((url) => url.includes('link='))).toHaveLength(1);
    expect(complaints).toEqual([]);
  });

  it('turns pages with a thumb or the arrow keys, and finds a name by the ranges', async () => {
    await using opened = await follow({ viewport: phone });
    const { page } = opened;
    await page.getByRole('link', { name: 'Page 2 →' }).click();
    await page.waitForURL('**/?shift=seoul&page=2');
    await page.keyboard.press('ArrowRight');
    await page.waitForURL('**/?shift=seoul&page=3');
    await page.keyboard.press('ArrowLeft');
    await page.waitForURL('**/?shift=seoul&page=2');
    await page.getByText('Go to one of 50 pages, by name').click();
    await page.getByRole('link', { name: `${nameOf(4200)} – ${nameOf(4399)}` }).click();
    await page.waitForURL('**/?shift=seoul&page=22');
    expect(await page.getByRole('link', { name: nameOf(4242) }).count()).toBe(1);
  });

  it('gives a thumb room on whatever can be tapped', async () => {
    await using opened = await follow({ viewport: phone });
    const { page } = opened;
    const heights = await page
      .locator('.chips a:visible, .accounts th a, .turning a, .choice summary')
      .evaluateAll((links) => links.map((link) => link.getBoundingClientRect().height));
    expect(heights.length).toBeGreaterThan(200);
    expect(Math.min(...heights)).toBeGreaterThanOrEqual(28);
  });

  describe.each([
    ['light', desk],
    ['dark', phone],
  ] as const)('by %s, %j', (colorScheme, viewport) => {
    it.each([
      '/',
      '/?shift=seoul',
      '/?shift=seoul&page=7',
      '/?shift=seoul&tag=gold',
      '/?tag=gold',
      '/?shift=seoul&tag=nobodys',
      '/?shift=odd',
    ])('is accessible as far as axe can tell, and needs no scrolling sideways: %s', async (path) => {
      await using opened = await follow({ bypassCSP: true, colorScheme, viewport });
      const { page } = opened;
      await page.goto(origin + path);
      expect(await violationsIn(page)).toEqual([]);
      expect(await page.evaluate<number>('document.documentElement.scrollWidth')).toBe(viewport.width);
    });
  });

  it.each(['/', '/?shift=odd'])(
    'shows hostile text as text and asks nobody else for anything: %s',
    async (path) => {
      await using opened = await follow({ viewport: phone });
      const { page, requests, complaints } = opened;
      await page.goto(origin + path);
      expect(complaints).toEqual([]);
      expect(await page.locator('img, iframe, object, embed, form').count()).toBe(0);
      const [first = ''] = hostileTexts;
      expect(await page.locator('main').innerText()).toContain(first);
      expect(requests.filter((url) => !url.startsWith('data:') && !url.startsWith(origin))).toEqual([]);
    },
  );
});

/** Ten thousand accounts in Seoul, a shift of hostile text, one that is damaged, and an account of the stack. */
function createFleetReader() {
  const large = createLargeOverview(10_000);
  const hostile = hostileTexts.flatMap((text, index) => [
    { ...failedOf(text, text), tags: [text] },
    unavailableOf('n'.repeat(40 - index), {
      tags: Array.from({ length: 10 }, (_, tag) => `${tag}`.repeat(40)),
    }),
  ]);
  const objects = new Map([
    ...objectsOf({
      acme: { lines: [measuredLine('2026-11-26')] },
      [nameOf(20)]: { lines: [measuredLine('2026-11-26')] },
    }),
    ...overviewObjects(large, overviewWith(hostile, { shift: 'odd' })),
    [overviewKey('broken'), '{'] as [string, string],
    [shiftKey('seoul'), formatShiftFile([accountOf({ name: nameOf(20) })])] as [string, string],
  ]);
  return createReader({
    ...{ accounts: [accountOf()], archive: createCountedArchive(objects), telemetry: silentTelemetry },
    clock: { now: () => Date.now() },
    linkKey: async () => key,
  });
}
