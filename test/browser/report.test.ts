import { readFileSync } from 'node:fs';
import { createServer, type Server } from 'node:http';
import type { AddressInfo } from 'node:net';
import { fileURLToPath } from 'node:url';
import { type Browser, type BrowserContextOptions, chromium, type Page } from 'playwright-core';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { createHistory } from '../support/report-history.ts';
import {
  createHostile,
  createOddSamples,
  createSamples,
  createYoungSample,
  hostileTexts,
  type Sample,
} from '../support/report-samples.ts';
import { findChromium } from './chromium.ts';

const executablePath = findChromium();
const samples = executablePath === undefined ? [] : await createSamples();
const oddSamples =
  executablePath === undefined ? [] : [...(await createOddSamples()), await createYoungSample()];
const cases = samples.map(toCase);
const allCases = [...samples, ...oddSamples].map(toCase);
const axe = readFileSync(fileURLToPath(import.meta.resolve('axe-core/axe.min.js')), 'utf8');
const phone = { width: 390, height: 844 };

function toCase(sample: Sample) {
  return [`${sample.name}, ${sample.language}`, sample] as const;
}

/** A page that is open, and what happened in it. */
type Opened = AsyncDisposable & {
  readonly page: Page;
  /** What it asked for, and what it complained of. */
  readonly requests: string[];
  readonly complaints: string[];
};

describe.skipIf(executablePath === undefined)('a report in Chromium (skipped where there is none)', () => {
  let browser: Browser;
  let server: Server;
  const history = createHistory('acme', 'en');
  let shown = '';

  beforeAll(async () => {
    if (executablePath === undefined) return;
    browser = await chromium.launch({ executablePath, args: ['--no-sandbox'] });
    server = createServer((_, response) => {
      response.setHeader('content-type', 'text/html; charset=utf-8').end(shown);
    });
    await new Promise<void>((resolve) => server.listen(0, '127.0.0.1', resolve));
  });
  afterAll(async () => {
    await browser.close();
    await new Promise((resolve) => server.close(resolve));
  });

  async function open(
    { page: html }: Pick<Sample, 'page'>,
    options: BrowserContextOptions = {},
  ): Promise<Opened> {
    shown = html;
    const context = await browser.newContext(options);
    const page = await context.newPage();
    const [requests, complaints]: string[][] = [[], []];
    page.on('request', (request) => requests?.push(request.url()));
    page.on('console', (message) => complaints?.push(message.text()));
    page.on('pageerror', (error) => complaints?.push(error.message));
    page.on('dialog', (dialog) => {
      complaints?.push(`dialog: ${dialog.message()}`);
      void dialog.dismiss();
    });
    await page.goto(`http://127.0.0.1:${(server.address() as AddressInfo).port}/`);
    return {
      page,
      requests: requests ?? [],
      complaints: complaints ?? [],
      [Symbol.asyncDispose]: () => context.close(),
    };
  }

  it.each(allCases)('asks for nothing else and complains of nothing: %s', async (_, sample) => {
    await using opened = await open(sample);
    await opened.page.locator('svg .day').first().hover();
    expect(opened.requests.filter((url) => !url.startsWith('data:'))).toHaveLength(1);
    expect(opened.complaints).toEqual([]);
  });

  describe.each([
    ['light', { width: 1280, height: 800 }],
    ['dark', phone],
  ] as const)('by %s', (colorScheme, viewport) => {
    it.each(cases)('is accessible as far as axe can tell: %s', async (_, sample) => {
      await using opened = await open(sample, { bypassCSP: true, colorScheme, viewport });
      await opened.page.addScriptTag({ content: axe });
      const found = await opened.page.evaluate<{ violations: { id: string; nodes: { html: string }[] }[] }>(
        'axe.run()',
      );
      expect(found.violations.map(({ id, nodes }) => `${id}: ${nodes[0]?.html}`)).toEqual([]);
    });
  });

  it.each(hostileTexts)(
    'shows hostile text as text and runs none of it, even without the policy: %s',
    async (text) => {
      for (const sample of await createHostile(text, history)) {
        await using opened = await open(sample, { bypassCSP: true });
        expect(opened.complaints).toEqual([]);
        expect(opened.requests.filter((url) => !url.startsWith('data:'))).toHaveLength(1);
        const { page } = opened;
        expect(await page.locator('img, iframe, object, embed, form').count()).toBe(0);
        expect(await page.locator('body script:not([type])').count()).toBe(1);
        const visible = text.replace(/[\u202e]/g, ' ');
        expect(await page.locator('main').innerText()).toContain(visible);
      }
    },
  );

  it('shows the numbers of a date under the pointer', async () => {
    const bad = samples.find(({ name }) => name === 'bad');
    await using opened = await open(bad ?? { page: '' });
    const { page } = opened;
    const tip = page.locator('.tip');
    expect(await tip.isVisible()).toBe(false);
    await page.locator('#files-title, svg[aria-describedby=files-desc] .day').last().hover();
    expect(await tip.innerText()).toMatch(
      /^Tue 2026-11-24: \d+ failed of \d+ files\n\d+ complete, \d+ failed/,
    );
    await page.locator('h1').hover();
    expect(await tip.isVisible()).toBe(false);
  });

  it.each(allCases.filter(([name]) => !name.startsWith('index')))(
    'prints on two sides of A4: %s',
    async (_, sample) => {
      await using opened = await open(sample);
      const pdf = (await opened.page.pdf({ preferCSSPageSize: true })).toString('latin1');
      const sides = pdf.match(/\/Type\s*\/Page\b(?!s)/g)?.length;
      expect(sides).toBeGreaterThanOrEqual(1);
      expect(sides).toBeLessThanOrEqual(2);
    },
  );

  it.each(allCases)('needs no scrolling sideways on a phone: %s', async (_, sample) => {
    await using opened = await open(sample, { viewport: phone });
    expect(await opened.page.evaluate<number>('document.documentElement.scrollWidth')).toBe(phone.width);
  });

  it.each(cases)('is all there without scripts: %s', async (_, sample) => {
    await using opened = await open(sample, { javaScriptEnabled: false });
    const { page } = opened;
    expect((await page.locator('h1').innerText()).length).toBeGreaterThan(5);
    expect(await page.locator('svg[role=img]').first().isVisible()).toBe(true);
    expect(await page.locator('svg[role=img] .day > title').count()).toBeGreaterThan(29);
    expect(opened.complaints).toEqual([]);
  });

  it('lets the keyboard reach what scrolls', async () => {
    const bad = samples.find(({ name }) => name === 'bad');
    await using opened = await open(bad ?? { page: '' }, { viewport: phone });
    const { page } = opened;
    await page.locator('.wide').first().focus();
    await page.keyboard.press('End');
    const focused = await page.evaluate<string>('document.activeElement.className');
    expect(focused).toBe('wide');
  });
});
