import { mkdir, writeFile } from 'node:fs/promises';
import { argv } from 'node:process';
import { chromium } from 'playwright-core';
import { selectShiftPage } from '../../lambda/core/fleet/shift-page.ts';
import { renderPage } from '../../lambda/core/report/date-page.ts';
import { renderIndex } from '../../lambda/core/report/index-page.ts';
import { createReport, type Report } from '../../lambda/core/report/report.ts';
import { addDays } from '../../lambda/core/time/day.ts';
import { createLargeOverview, due } from '../support/overviews.ts';
import { createHistory, lastDate } from '../support/report-history.ts';
import { alertPicture, renderAlertPicture } from './alert-picture.ts';
import { findChromium } from './chromium.ts';

/** A page as somebody sees it, from its top. */
type Picture = {
  readonly name: string;
  readonly page: string;
  readonly width: number;
  /** How far down; all of it, unless given. */
  readonly height?: number;
  readonly scheme?: 'light' | 'dark';
  readonly media?: 'print';
  /** Pixels for each CSS pixel; 1 unless given. */
  readonly scale?: number;
};

/** The first side of A4 in CSS pixels, with the margins that a printer leaves, up to where the second side begins. */
const paper = { width: 794, height: 1123 };
const firstSide = 'body{padding:11mm 13mm}section:has(#calendar),section:has(#calendar)~*{display:none}';

const [, , directory = 'docs/pictures'] = argv;
const executablePath = findChromium();
if (executablePath === undefined) throw new Error('no Chromium was found: set CHROMIUM_PATH');

const browser = await chromium.launch({ executablePath, args: ['--no-sandbox'] });
await mkdir(directory, { recursive: true });
for (const picture of await composePictures()) {
  const file = `${directory}/${picture.name}.png`;
  const png = await take(picture);
  await writeFile(file, png);
  console.log(`${file}  ${Math.round(png.length / 1024)} KB`);
}
await browser.close();

async function composePictures(): Promise<Picture[]> {
  const english = createHistory('acme', 'en');
  const report = createReport({ ...english, date: lastDate });
  const page = await renderPage(report);
  const korean = createHistory('acme', 'ko');
  const koreanPage = await renderPage(createReport({ ...korean, date: lastDate }));
  return [
    { name: 'alert-to-page', page: await renderAlertPicture(english), ...alertPicture },
    { name: 'alert-to-page-korean', page: await renderAlertPicture(korean), ...alertPicture },
    { name: 'report-light', page, width: 980, height: 2070 },
    { name: 'report-dark', page, width: 1000, height: 1530, scheme: 'dark' },
    { name: 'report-korean', page: koreanPage, width: 1000, height: 1530 },
    { name: 'report-phone', page, width: 390, height: 1500 },
    { name: 'report-print', page, ...paper, media: 'print' },
    { name: 'index', page: await composeIndex(report), width: 1000 },
    { name: 'fleet-phone', page: await composeFleet(), width: 390, height: 844, scheme: 'dark' },
  ];
}

async function composeIndex(report: Report): Promise<string> {
  const mute = {
    ...{ until: '2026-11-30', reason: 'storage is being moved', by: 'kim', exceptCritical: true },
    mutedAt: '2026-11-23T02:00:00.000Z',
  };
  const others = [
    createReport({ ...createHistory('drama-archive', 'en', 7), date: lastDate }),
    createReport({ ...createHistory('lectures', 'ko', 11), date: lastDate, mute }),
    createReport({ ...createHistory('news-clips', 'ko', 3), date: addDays(lastDate, -3) }),
    createReport({ ...createHistory('sports', 'en', 5), date: '2026-09-21' }),
  ];
  return renderIndex([report, ...others], (account) => `/${account}`);
}

function composeFleet(): Promise<string> {
  const view = { shift: 'seoul', page: 1 };
  const shifts = [selectShiftPage(createLargeOverview(10_000), view)];
  const fleet = { view, shifts, unread: [], nowMs: Date.parse(due) + 10_800_000 };
  return renderIndex([], (account) => `/${account}`, { fleet });
}

async function take({
  page: html,
  width,
  height,
  scheme = 'light',
  media,
  scale = 1,
}: Picture): Promise<Buffer> {
  const page = await browser.newPage({
    viewport: { width, height: height ?? 300 },
    colorScheme: scheme,
    deviceScaleFactor: scale,
    bypassCSP: true,
  });
  if (media) await page.emulateMedia({ media });
  await page.setContent(html);
  if (media) await page.addStyleTag({ content: firstSide });
  const clip = height === undefined ? {} : { clip: { x: 0, y: 0, width, height } };
  const png = await page.screenshot({ fullPage: true, ...clip });
  await page.close();
  return png;
}
