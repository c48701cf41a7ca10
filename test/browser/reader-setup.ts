import type { BrowserContextOptions, Page } from 'playwright-core';
import { afterAll, beforeAll, expect } from 'vitest';
import type { ReadAccount } from '../../lambda/reader/accounts.ts';
import { createReader } from '../../lambda/reader/app.ts';
import { createLinks, type Links } from '../../lambda/reader/links.ts';
import { createCountedArchive } from '../support/readable-archive.ts';
import { hostileTexts } from '../support/report-samples.ts';
import { silentTelemetry } from '../support/silent-telemetry.ts';
import { type Browsing, type Opened, startBrowsing, violationsIn } from './opened.ts';

/** A reader that a browser visits, in one test after the other. */
type BrowsedReader = {
  origin(): string;
  /** Links that it lets in. */
  links(): Links;
  visit(options?: BrowserContextOptions): Promise<Opened>;
  /** Where a page of it is, below its origin. */
  pathOf(page: Page): string;
};

/** What a reader reads. */
type Readable = { readonly accounts: readonly ReadAccount[]; readonly objects: ReadonlyMap<string, string> };

const linkKey = async () => 'k'.repeat(64);

/** Starts a reader and a browser before the tests of a file, and ends both after them. */
export function setUpReader(executablePath: string | undefined, create: () => Readable): BrowsedReader {
  let browsing: Browsing;
  beforeAll(async () => {
    if (executablePath === undefined) return;
    const { accounts, objects } = create();
    const archive = createCountedArchive(objects);
    const clock = { now: () => Date.now() };
    const reader = createReader({ accounts, archive, telemetry: silentTelemetry, clock, linkKey });
    browsing = await startBrowsing(executablePath, (request) => reader.fetch(request));
  }, 120_000);
  afterAll(() => browsing?.close());
  return {
    origin: () => browsing.origin,
    links: () => createLinks(browsing.origin, linkKey),
    visit: (options) => browsing.visit(options),
    pathOf: (page) => page.url().replace(browsing.origin, ''),
  };
}

/** Expects that axe finds nothing, and that nobody has to scroll sideways in a window so wide. */
export async function expectAccessible(page: Page, width: number): Promise<void> {
  expect(await violationsIn(page)).toEqual([]);
  expect(await page.evaluate<number>('document.documentElement.scrollWidth')).toBe(width);
}

/** Expects that hostile text stands there as text, and that nobody but the reader was asked for anything. */
export async function expectHarmless({ page, requests, complaints }: Opened): Promise<void> {
  const { origin } = new URL(page.url());
  expect(complaints).toEqual([]);
  expect(await page.locator('img, iframe, object, embed, form').count()).toBe(0);
  const [first = ''] = hostileTexts;
  expect(await page.locator('main').innerText()).toContain(first);
  expect(requests.filter((url) => !url.startsWith('data:') && !url.startsWith(origin))).toEqual([]);
}
