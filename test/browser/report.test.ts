import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { renderPage } from '../../lambda/core/report/date-page.ts';
import { countsWith } from '../support/counts.ts';
import { ledgerOf, measuredLine } from '../support/lines.ts';
import { createHistory } from '../support/report-history.ts';
import { reportOf } from '../support/report-pages.ts';
import {
  createHostile,
  createOddSamples,
  createSamples,
  createYoungSample,
  hostileTexts,
  type Sample,
} from '../support/report-samples.ts';
import { findChromium } from './chromium.ts';
import { type PageOpener, startOpener, violationsIn } from './opened.ts';

const executablePath = findChromium();
const samples = executablePath === undefined ? [] : await createSamples();
const oddSamples =
  executablePath === undefined ? [] : [...(await createOddSamples()), await createYoungSample()];
const cases = samples.map(toCase);
const allCases = [...samples, ...oddSamples].map(toCase);
const bad = samples.find(({ name }) => name === 'bad') ?? { page: '' };
const phone = { width: 360, height: 740 };

function toCase(sample: Sample) {
  return [`${sample.name}, ${sample.language}`, sample] as const;
}

describe.skipIf(executablePath === undefined)('a report in Chromium (skipped where there is none)', () => {
  let opener: PageOpener;
  beforeAll(async () => {
    if (executablePath !== undefined) opener = await startOpener(executablePath);
  });
  afterAll(() => opener.close());
  const history = createHistory('acme', 'en');

  it.each(allCases)('asks for nothing else and complains of nothing: %s', async (_, sample) => {
    await using opened = await opener.open(sample);
    await opened.page.locator('svg .day').first().hover();
    expect(opened.requests.filter((url) => !url.startsWith('data:'))).toHaveLength(1);
    expect(opened.complaints).toEqual([]);
  });

  describe.each([
    ['light', { width: 1280, height: 800 }],
    ['dark', { width: 1280, height: 800 }],
    ['light', phone],
    ['dark', phone],
  ] as const)('by %s, in a window of %j', (colorScheme, viewport) => {
    it.each(cases)('is accessible as far as axe can tell: %s', async (_, sample) => {
      await using opened = await opener.open(sample, { bypassCSP: true, colorScheme, viewport });
      expect(await violationsIn(opened.page)).toEqual([]);
    });
  });

  it.each(hostileTexts)(
    'shows hostile text as text and runs none of it, even without the policy: %s',
    async (text) => {
      for (const sample of await createHostile(text, history)) {
        await using opened = await opener.open(sample, { bypassCSP: true });
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
    await using opened = await opener.open(bad);
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
      await using opened = await opener.open(sample);
      const pdf = (await opened.page.pdf({ preferCSSPageSize: true })).toString('latin1');
      const sides = pdf.match(/\/Type\s*\/Page\b(?!s)/g)?.length;
      expect(sides).toBeGreaterThanOrEqual(1);
      expect(sides).toBeLessThanOrEqual(2);
    },
  );

  it.each(cases)('is all there without scripts: %s', async (_, sample) => {
    await using opened = await opener.open(sample, { javaScriptEnabled: false });
    const { page } = opened;
    expect((await page.locator('h1').innerText()).length).toBeGreaterThan(5);
    expect(await page.locator('svg[role=img]').first().isVisible()).toBe(true);
    expect(await page.locator('svg[role=img] .day > title').count()).toBeGreaterThan(29);
    expect(opened.complaints).toEqual([]);
  });

  it('gives the colour of a broken rule to failures, never to a zero', async () => {
    const drop = { rule: 'volumeDrop', severity: 'critical', value: 12, threshold: 31, usual: 62 } as const;
    const lines = [0, 3].map((failure, index) =>
      measuredLine(`2026-11-2${index}`, { counts: countsWith({ failure }), findings: [drop] }),
    );
    const page = await renderPage(reportOf('2026-11-21', ledgerOf(...lines)));
    await using opened = await opener.open({ page });
    const colours =
      'Array.from(document.querySelectorAll("td.failures"), (cell) => getComputedStyle(cell).color)';
    const [three, zero] = await opened.page.evaluate<string[]>(colours);
    expect(three).toBe('rgb(179, 38, 26)');
    expect(zero).toBe('rgb(87, 96, 107)');
  });

  it('lets the keyboard reach what scrolls', async () => {
    await using opened = await opener.open(bad, { viewport: phone });
    const { page } = opened;
    await page.locator('.wide').first().focus();
    await page.keyboard.press('End');
    const focused = await page.evaluate<string>('document.activeElement.className');
    expect(focused).toBe('wide');
  });
});
