import { html } from 'hono/html';
import type { ShiftPage } from '../fleet/shift-page.ts';
import { formatAddress } from '../links/address.ts';
import { formatNumber } from '../text/number.ts';
import { addDays, type CalendarDate } from '../time/day.ts';
import type { PageWords } from '../words/en/page.ts';
import type { Language } from '../words/language.ts';
import { pageWords } from '../words/page.ts';
import { drawSmallBars } from './charts/small-bars.ts';
import { renderDocument } from './html/document.ts';
import { drawIcon } from './html/icon.ts';
import type { Html } from './html/markup.ts';
import { arrowKeysScript, drawLinks } from './navigation.ts';
import { type Report, shownCounts } from './report.ts';
import {
  drawShift,
  drawShiftInShort,
  drawTimes,
  type ShownFleet,
  sortShifts,
  statusOfShift,
  titleOf,
} from './sections/shift-section.ts';
import { drawMute, verdictSentence } from './sections/verdict-band.ts';
import { type Status, statuses, statusOf, worstStatus } from './status.ts';

/** How dates of accounts stand that somebody should look at. */
const attentive: ReadonlySet<Status> = new Set(['critical', 'warning', 'unmeasured', 'unproven']);

/** As much of an account's newest report as its row says: of its ledger, the last dates. */
export type NewestReport = Pick<Report, 'account' | 'date' | 'ledger' | 'line' | 'mute'>;

/** What else there is: accounts that could not be read, those of which nothing is recorded yet, and the fleet. */
type RestOfIndex = {
  readonly unread?: readonly string[];
  readonly unrecorded?: readonly string[];
  readonly fleet?: ShownFleet | undefined;
};

/** What a page over accounts says before all else. */
type Overall = { readonly status: Status; readonly verdict: string; readonly newest: CalendarDate };

/**
 * The page over accounts, a row each, the most urgent first, and over the shifts of a fleet.
 * @param hrefOf where an account's newest page is
 * @param rest what has no row; an account that could not be read needs attention as well
 */
export function renderIndex(
  reports: readonly NewestReport[],
  hrefOf: (account: string) => string,
  rest: RestOfIndex = {},
): Promise<string> {
  const { fleet } = rest;
  const words = pageWords[languageOf(reports, fleet)];
  const overall = summarize(reports, rest, words);
  const alone = findAlone(reports, rest);
  const { status, verdict, newest } = overall;
  const body = html`<header><p><b>vod-nightly</b> ${words.report}</p><p><time datetime="${newest}">${words.longDate(newest)}</time></p></header>
<main>
${drawBand(overall, fleet, alone, words)}
${drawOwn(reports, newest, hrefOf, rest, words)}
${fleet && sortShifts(fleet).map((shift) => (alone ? drawShift(shift, fleet, words) : drawShiftInShort(shift, fleet, words)))}</main>${
    fleet?.view.shift === undefined
      ? undefined
      : html`
<footer><p>vod-nightly</p>${drawLinks({ accounts: formatAddress({ part: 'page' }) }, words)}</footer>`
  }`;
  const scripts = alone && alone.pages.length > 1 ? [arrowKeysScript] : [];
  return renderDocument({ language: words.language, title: verdict, status, body, scripts });
}

/** Korean where all that is shown is. */
function languageOf(reports: readonly NewestReport[], fleet: ShownFleet | undefined): Language {
  const shown = [
    ...reports.map(({ account }) => account),
    ...(fleet?.shifts ?? []).map((one) => one.overview),
  ];
  return shown.every(({ language }) => language === 'ko') ? 'ko' : 'en';
}

/** The shift that has the page to itself. */
function findAlone(
  reports: readonly NewestReport[],
  { unread = [], unrecorded = [], fleet }: RestOfIndex,
): ShiftPage | undefined {
  if (fleet === undefined) return undefined;
  const [first, ...others] = fleet.shifts;
  const isAlone = [...others, ...reports, ...unread, ...unrecorded, ...fleet.unread].length === 0;
  return isAlone ? first : undefined;
}

function drawBand(
  { status, verdict }: Overall,
  fleet: ShownFleet | undefined,
  alone: ShiftPage | undefined,
  words: PageWords,
): Html {
  const of = alone ? titleOf(alone, fleet?.view.tag, words) : words.headings.index;
  return html`<section class="verdict ${status}" aria-labelledby="verdict">${drawIcon(status, 44)}<div><p class="status">${of}</p><h1 id="verdict">${verdict}</h1>${alone && fleet ? drawTimes(alone, fleet, words) : undefined}${fleet && fleet.unread.length > 0 ? html`<p>${words.fleet.unread(fleet.unread)}</p>` : undefined}</div></section>`;
}

function drawOwn(
  reports: readonly NewestReport[],
  newest: CalendarDate,
  hrefOf: (account: string) => string,
  rest: RestOfIndex,
  words: PageWords,
): Html | undefined {
  const others = drawRest(rest, words);
  if (reports.length === 0 && others.length === 0) return undefined;
  const heading = rest.fleet && rest.fleet.shifts.length > 0 ? html`<h2>${words.fleet.own}</h2>` : undefined;
  return html`<section>${heading}${reports.length > 0 ? drawTable(reports, newest, hrefOf, words) : undefined}${others}</section>`;
}

function summarize(
  reports: readonly NewestReport[],
  { unread = [], fleet }: RestOfIndex,
  words: PageWords,
): Overall {
  const { shifts, unread: unreadShifts, nowMs } = fleet ?? { shifts: [], unread: [], nowMs: 0 };
  const found = new Set([
    ...reports.map(({ line }) => statusOf(line)),
    ...shifts.map((shift) => statusOfShift(shift, nowMs)),
    ...([...unread, ...unreadShifts].length > 0 ? (['unmeasured'] as const) : []),
  ]);
  const sum = (numbers: readonly number[]) => numbers.reduce((one, other) => one + other, 0);
  const bad = reports.filter(({ line }) => attentive.has(statusOf(line))).length + unread.length;
  const allBad = bad + sum(shifts.map((shift) => shift.bad));
  const all = reports.length + unread.length + sum(shifts.map(({ accounts }) => accounts));
  const dates = [...reports, ...shifts.map(({ overview }) => overview)].map(({ date }) => date);
  return {
    status: worstStatus(found),
    verdict: verdictOf(allBad, all, unreadShifts.length > 0, words),
    newest: dates.reduce((latest, date) => (date > latest ? date : latest), ''),
  };
}

/** That all are well is said only where all are known. */
function verdictOf(bad: number, all: number, isPartial: boolean, { index, fleet }: PageWords): string {
  if (bad === 0 && isPartial) return fleet.notRead;
  return all === 0 ? fleet.none : index.verdict(bad, all);
}

function rankOf({ line }: NewestReport): number {
  return statuses.indexOf(statusOf(line));
}

function drawTable(
  reports: readonly NewestReport[],
  newest: CalendarDate,
  hrefOf: (account: string) => string,
  words: PageWords,
): Html {
  const heads = words.columns;
  const sorted = reports.toSorted(
    (a, b) => rankOf(a) - rankOf(b) || (a.account.name < b.account.name ? -1 : 1),
  );
  return html`<div class="wide" role="group" aria-label="${words.headings.index}" tabindex="0"><table class="accounts">
<thead><tr><th scope="col">${heads.account}</th><th scope="col">${heads.verdict}</th>${shownCounts.map((name) => html`<th scope="col" class="number">${words.counts[name]}</th>`)}<th scope="col">${heads.recent}</th><th scope="col">${heads.date}</th></tr></thead>
<tbody>${sorted.map((report) => drawRow(report, newest, hrefOf(report.account.name), words))}</tbody></table></div>`;
}

/** A list that left these accounts out would read as if they were well. */
function drawRest({ unread = [], unrecorded = [] }: RestOfIndex, { index }: PageWords): Html[] {
  return [
    ...(unread.length > 0 ? [index.unread(unread)] : []),
    ...(unrecorded.length > 0 ? [index.unrecorded(unrecorded)] : []),
  ].map((sentence) => html`<p class="note">${sentence}</p>`);
}

function drawRow(report: NewestReport, newest: CalendarDate, href: string, words: PageWords): Html {
  const { account, line, date, mute } = report;
  const status = statusOf(line);
  const counts = line.state === 'measured' ? line.counts : undefined;
  // Of two accounts in different zones, one may well be a date behind.
  const isOutdated = date < addDays(newest, -1);
  return html`<tr class="${status}"><th scope="row"><a href="${href}">${account.name}</a></th>
<td class="verdict-cell">${drawIcon(status, 18)} <b>${words.statuses[status]}</b><br><span>${verdictSentence(line, words)}</span>${mute ? html`<p class="note">${drawMute(mute, words)}</p>` : undefined}</td>
${shownCounts.map((name) => html`<td class="number">${counts ? formatNumber(counts[name]) : '–'}</td>`)}
<td>${drawSmallBars(report, words)}</td><td>${date}${isOutdated ? html`<p class="note">${words.index.outdated}</p>` : undefined}</td></tr>
`;
}
