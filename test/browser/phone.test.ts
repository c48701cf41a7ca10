import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { renderPage } from '../../lambda/core/report/date-page.ts';
import { createReport } from '../../lambda/core/report/report.ts';
import { createHistory, lastDate } from '../support/report-history.ts';
import { createOddSamples, createSamples, createYoungSample } from '../support/report-samples.ts';
import { findChromium } from './chromium.ts';
import { type PageOpener, startOpener, violationsIn } from './opened.ts';

const executablePath = findChromium();
const samples =
  executablePath === undefined
    ? []
    : [...(await createSamples()), ...(await createOddSamples()), await createYoungSample()];
const cases = samples.map((sample) => [`${sample.name}, ${sample.language}`, sample] as const);
const bad = samples.find(({ name }) => name === 'bad') ?? { page: '' };
const phone = { width: 360, height: 740 };
const navigation = { previous: '/before', next: '/after', accounts: '/', table: '/acme.csv' };

describe.skipIf(executablePath === undefined)(
  'a report on a phone (skipped where there is no Chromium)',
  () => {
    let opener: PageOpener;
    beforeAll(async () => {
      if (executablePath !== undefined) opener = await startOpener(executablePath);
    });
    afterAll(() => opener.close());

    it.each(cases)('needs no scrolling sideways: %s', async (_, sample) => {
      await using opened = await opener.open(sample, { viewport: phone });
      expect(await opened.page.evaluate<number>('document.documentElement.scrollWidth')).toBe(phone.width);
    });

    it.each(cases.filter(([name]) => !name.startsWith('huge')))(
      'has no table that scrolls: %s',
      async (_, sample) => {
        await using opened = await opener.open(sample, { viewport: phone });
        const scrolled =
          'Array.from(document.querySelectorAll(".wide"), (wide) => wide.scrollWidth - wide.clientWidth)';
        expect(Math.max(0, ...(await opened.page.evaluate<number[]>(scrolled)))).toBe(0);
      },
    );

    it('shows on a phone, before anything is scrolled or unfolded, how the date stands and what was told of it when', async () => {
      await using opened = await opener.open(bad, { viewport: phone });
      const { page } = opened;
      for (const part of ['h1', '.told-of', '#rules']) {
        const box = await page.locator(part).boundingBox();
        expect((box?.y ?? Number.NaN) + (box?.height ?? 0)).toBeLessThan(phone.height);
      }
      expect(await page.locator('.told-of').innerText()).toMatch(
        /^Told: Rule broken \(critical\), 2026-11-25 01:10 \+09:00$/,
      );
    });

    it('folds the list of files on a phone, and neither on a screen nor on paper', async () => {
      await using small = await opener.open(bad, { viewport: phone });
      expect(await small.page.locator('.files').isVisible()).toBe(false);
      await small.page.locator('summary').click();
      expect(await small.page.locator('.files').isVisible()).toBe(true);
      await using large = await opener.open(bad);
      expect(await large.page.locator('.files').isVisible()).toBe(true);
      expect(await large.page.locator('summary').isVisible()).toBe(false);
      await small.page.emulateMedia({ media: 'print' });
      expect(await small.page.locator('.files').isVisible()).toBe(true);
    });

    describe('with other dates beside it', () => {
      let turning = { page: '' };
      beforeAll(async () => {
        turning = {
          page: await renderPage(
            createReport({ ...createHistory('acme', 'en'), date: lastDate }),
            navigation,
          ),
        };
      });

      it.each([
        ['ArrowLeft', '/before'],
        ['ArrowRight', '/after'],
      ])('turns by %s', async (key, address) => {
        await using opened = await opener.open(turning);
        await opened.page.keyboard.press(key);
        await opened.page.waitForURL(`**${address}`);
        expect(opened.complaints).toEqual([]);
      });

      it('leaves the arrow keys to what scrolls, and to their meaning with other keys', async () => {
        await using opened = await opener.open(turning);
        await opened.page.keyboard.press('Control+ArrowLeft');
        await opened.page.locator('.wide').first().focus();
        await opened.page.keyboard.press('ArrowRight');
        expect(opened.requests.filter((url) => !url.startsWith('data:'))).toHaveLength(1);
      });

      it('is turned by thumb: the links are at hand at the foot of a phone, large, and cover nothing for good', async () => {
        await using opened = await opener.open(turning, { viewport: phone });
        const { page } = opened;
        const boxes = await Promise.all(
          ['prev', 'next'].map((rel) => page.locator(`a[rel=${rel}]`).boundingBox()),
        );
        for (const box of boxes) {
          expect(box?.height).toBeGreaterThanOrEqual(44);
          expect(box?.width).toBeGreaterThan(140);
          expect((box?.y ?? 0) + (box?.height ?? 0)).toBeGreaterThan(phone.height - 40);
        }
        await page.evaluate('scrollTo(0, document.body.scrollHeight)');
        const last = await page.locator('footer a').last().boundingBox();
        expect((last?.y ?? Number.NaN) + (last?.height ?? 0)).toBeLessThan(boxes[0]?.y ?? 0);
        await page.locator('a[rel=prev]').click();
        await page.waitForURL('**/before');
      });

      it.each(['light', 'dark'] as const)(
        'is accessible as far as axe can tell, on a phone by %s',
        async (colorScheme) => {
          await using opened = await opener.open(turning, { bypassCSP: true, colorScheme, viewport: phone });
          expect(await violationsIn(opened.page)).toEqual([]);
        },
      );
    });
  },
);
