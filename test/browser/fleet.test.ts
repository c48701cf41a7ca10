import type { BrowserContextOptions } from 'playwright-core';
import { describe, expect, it } from 'vitest';
import { formatShiftFile } from '../../lambda/config/roster.ts';
import { overviewKey, shiftKey } from '../../lambda/core/ledger/keys.ts';
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
import { objectsOf } from '../support/readable-archive.ts';
import { hostileTexts } from '../support/report-samples.ts';
import { findChromium } from './chromium.ts';
import type { Opened } from './opened.ts';
import { expectAccessible, expectHarmless, setUpReader } from './reader-setup.ts';

const executablePath = findChromium();
const phone = { width: 390, height: 844 };
const desk = { width: 1280, height: 800 };

describe.skipIf(executablePath === undefined)('a fleet in Chromium (skipped where there is none)', () => {
  const { origin, links, visit, pathOf } = setUpReader(executablePath, () => ({
    accounts: [accountOf()],
    objects: createFleet(),
  }));

  /** Follows the link of a muster's message. */
  async function follow(options: BrowserContextOptions): Promise<Opened> {
    const opened = await visit(options);
    await opened.page.goto(await links().linkToShift('seoul', Date.now() + 86_400_000));
    return opened;
  }

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
    await page.waitForURL(`${origin()}/`);
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
      await page.goto(origin() + path);
      await expectAccessible(page, viewport.width);
    });
  });

  it.each(['/', '/?shift=odd'])(
    'shows hostile text as text and asks nobody else for anything: %s',
    async (path) => {
      await using opened = await follow({ viewport: phone });
      await opened.page.goto(origin() + path);
      await expectHarmless(opened);
    },
  );
});

/** Ten thousand accounts in Seoul, a shift of hostile text, one that is damaged, and an account of the stack. */
function createFleet(): Map<string, string> {
  const large = createLargeOverview(10_000);
  const hostile = hostileTexts.flatMap((text, index) => [
    { ...failedOf(text, text), tags: [text] },
    unavailableOf('n'.repeat(40 - index), {
      tags: Array.from({ length: 10 }, (_, tag) => `${tag}`.repeat(40)),
    }),
  ]);
  return new Map([
    ...objectsOf({
      acme: { lines: [measuredLine('2026-11-26')] },
      [nameOf(20)]: { lines: [measuredLine('2026-11-26')] },
    }),
    ...overviewObjects(large, overviewWith(hostile, { shift: 'odd' })),
    [overviewKey('broken'), '{'] as [string, string],
    [shiftKey('seoul'), formatShiftFile([accountOf({ name: nameOf(20) })])] as [string, string],
  ]);
}
