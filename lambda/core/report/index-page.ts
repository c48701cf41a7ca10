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

/** All that a page over accounts shows. */
type Shown = Required<RestOfIndex> & {
  readonly reports: readonly NewestReport[];
  readonly fleet: ShownFleet;
};

const noFleet: ShownFleet = { view: { page: 1 }, shifts: [], unread: [], nowMs: 0 };

/**
 * The page over accounts, a row each, the most urgent first, and over the shifts of a fleet.
 * @param hrefOf where an account's newest page is
 * @param rest what has no row; an account that could not be read needs attention as well
 */
export function renderIndex(
  reports: readonly NewestReport[],
  hrefOf: (account: string) => string,
  { unread = [], unrecorded = [], fleet = noFleet }: RestOfIndex = {},
): Promise<string> {
  const shown = { reports, unread, unrecorded, fleet };
  const words = pageWords[languageOf(shown)];
  const alone = findAlone(shown);
  const { status, verdict, newest } = summarize(shown, words);
  const title = alone ? titleOf(alone, fleet.view.tag, words) : words.headings.index;
  const body = html`<header><p><b>vod-nightly</b> ${words.report}</p><p><time datetime="${newest}">${words.longDate(newest)}</time></p></header>
<main>
<section class="verdict ${status}" aria-labelledby="verdict">${drawIcon(status, 44)}<div><p class="status">${title}</p><h1 id="verdict">${verdict}</h1>${alone ? drawTimes(alone, fleet, words) : undefined}${fleet.unread.length > 0 ? html`<p>${words.fleet.unread(fleet.unread)}</p>` : undefined}</div></section>
${drawOwn(shown, newest, hrefOf, words)}
${sortShifts(fleet).map((shift) => (alone ? drawShift(shift, fleet, words) : drawShiftInShort(shift, fleet, words)))}</main>${
    fleet.view.shift === undefined
      ? undefined
      : html`
<footer><p>vod-nightly</p>${drawLinks({ accounts: formatAddress({ part: 'page' }) }, words)}</footer>`
  }`;
  const scripts = alone && alone.pages.length > 1 ? [arrowKeysScript] : [];
  return renderDocument({ language: words.language, title: verdict, status, body, scripts });
}

/** Korean where all that is shown is. */
function languageOf({ reports, fleet }: Shown): Language {
  const shown = [...reports.map(({ account }) => account), ...fleet.shifts.map(({ overview }) => overview)];
  return shown.every(({ language }) => language === 'ko') ? 'ko' : 'en';
}

/** The shift that has the page to itself. */
function findAlone({ reports, unread, unrecorded, fleet }: Shown): ShiftPage | undefined {
  const [first, ...others] = fleet.shifts;
  const isAlone = [...others, ...reports, ...unread, ...unrecorded, ...fleet.unread].length === 0;
  return isAlone ? first : undefined;
}

/** What the page says before all else. */
function summarize({ reports, unread, fleet }: Shown, words: PageWords) {
  const { shifts, unread: unreadShifts, nowMs } = fleet;
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

function drawOwn(
  { reports, unread, unrecorded, fleet }: Shown,
  newest: CalendarDate,
  hrefOf: (account: string) => string,
  words: PageWords,
): Html | undefined {
  const { index } = words;
  // A list that left these accounts out would read as if they were well.
  const others = [
    ...(unread.length > 0 ? [index.unread(unread)] : []),
    ...(unrecorded.length > 0 ? [index.unrecorded(unrecorded)] : []),
  ].map((sentence) => html`<p class="note">${sentence}</p>`);
  if (reports.length + others.length === 0) return undefined;
  const heading = fleet.shifts.length > 0 ? html`<h2>${words.fleet.own}</h2>` : undefined;
  return html`<section>${heading}${reports.length > 0 ? drawTable(reports, newest, hrefOf, words) : undefined}${others}</section>`;
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
