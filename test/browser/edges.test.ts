import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { withLines } from '../../lambda/core/ledger/ledger.ts';
import { renderPage } from '../../lambda/core/report/date-page.ts';
import { renderIndex } from '../../lambda/core/report/index-page.ts';
import { renderPlainPage } from '../../lambda/core/report/plain-page.ts';
import { createReport } from '../../lambda/core/report/report.ts';
import { languages } from '../../lambda/core/words/language.ts';
import { unavailableLine } from '../support/lines.ts';
import { createHistory, lastDate } from '../support/report-history.ts';
import { findChromium } from './chromium.ts';
import { type PageOpener, startOpener } from './opened.ts';

const executablePath = findChromium();
const [phone, desk] = [
  { width: 360, height: 740 },
  { width: 1100, height: 900 },
];
const longest = 'customer-with-the-longest-possible-name1';
const navigation = {
  ...{ previous: '/b', next: '/a', accounts: '/', files: '/f' },
  ...{ table: '/t.csv', json: '/t.json' },
};

/** Every page that has links or commands, with names as long as they may be. */
async function composePages() {
  const pages = languages.map(async (language) => {
    const history = createHistory(longest, language);
    const report = createReport({ ...history, date: lastDate });
    const ledger = withLines(history.ledger, [unavailableLine(lastDate)]);
    const unmeasured = createReport({ ...history, ledger, date: lastDate, stack: 'VodNightly-production' });
    const others = ['a', 'customer-00001'].map((name) =>
      createReport({ ...createHistory(name, language), date: lastDate }),
    );
    return [
      [`a date, ${language}`, await renderPage(report, navigation)],
      [`a date without counts, ${language}`, await renderPage(unmeasured, navigation)],
      [`the index, ${language}`, await renderIndex([report, unmeasured, ...others], (name) => `/${name}`)],
    ] as const;
  });
  const refused = ['a refused link', await renderPlainPage('refused')] as const;
  return [...(await Promise.all(pages)).flat(), refused];
}

const pages = executablePath === undefined ? [] : await composePages();
const cases = [phone, desk].flatMap((viewport) =>
  pages.map(([name, page]) => ({ name, page, viewport, width: viewport.width })),
);

describe.skipIf(executablePath === undefined)(
  'a page with the longest names (skipped where there is no Chromium)',
  () => {
    let opener: PageOpener;
    beforeAll(async () => {
      if (executablePath !== undefined) opener = await startOpener(executablePath);
    });
    afterAll(() => opener.close());

    it.each(cases)(
      'has a place of 24 pixels for each link: $name, $width wide',
      async ({ page, viewport }) => {
        await using opened = await opener.open({ page }, { viewport });
        const small = await opened.page.locator('a:visible, summary:visible').evaluateAll((links) =>
          links
            .filter((link) => {
              const { width, height } = link.getBoundingClientRect();
              return Math.min(width, height) < 24;
            })
            .map((link) => link.textContent),
        );
        expect(small).toEqual([]);
      },
    );

    it.each(cases)(
      'needs no scrolling sideways, of it all or of a table: $name, $width wide',
      async ({ page, viewport }) => {
        await using opened = await opener.open({ page }, { viewport });
        const hidden = await opened.page
          .locator('html, .wide')
          .evaluateAll((boxes) => boxes.map((box) => box.scrollWidth - box.clientWidth));
        expect(Math.max(...hidden)).toBe(0);
      },
    );

    const commanding = cases.filter(({ name }) => /without counts|refused/.test(name));
    it.each(commanding)('breaks no command within a word: $name, $width wide', async ({ page, viewport }) => {
      await using opened = await opener.open({ page }, { viewport });
      const words = await opened.page
        .locator('code span')
        .evaluateAll((spans) =>
          spans.map((span) => [span.textContent, Math.round(span.getBoundingClientRect().height / 20)]),
        );
      expect(words.slice(0, 2)).toEqual([
        ['npx', 1],
        ['vod-nightly', 1],
      ]);
      expect(words.filter(([, lines]) => lines !== 1)).toEqual([]);
    });
  },
);
