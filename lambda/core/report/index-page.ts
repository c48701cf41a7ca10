import { html } from 'hono/html';
import { formatNumber } from '../text/number.ts';
import { addDays, type CalendarDate } from '../time/day.ts';
import type { PageWords } from '../words/en/page.ts';
import { pageWords } from '../words/page.ts';
import { drawSmallBars } from './charts/small-bars.ts';
import { renderDocument } from './html/document.ts';
import { drawIcon } from './html/icon.ts';
import type { Html } from './html/markup.ts';
import { type Report, shownCounts } from './report.ts';
import { drawMute, verdictSentence } from './sections/verdict-band.ts';
import { type Status, statuses, statusOf } from './status.ts';

const attentive: ReadonlySet<Status> = new Set(['critical', 'warning', 'unmeasured', 'unproven']);

/** As much of an account's newest report as its row says: of its ledger, the last dates. */
export type NewestReport = Pick<Report, 'account' | 'date' | 'ledger' | 'line' | 'mute'>;

/** Accounts without a row: those that could not be read, and those of which nothing is recorded yet. */
type RestOfIndex = { readonly unread?: readonly string[]; readonly unrecorded?: readonly string[] };

/**
 * The page over accounts, a row each, the most urgent first.
 * @param hrefOf where an account's newest page is
 * @param rest accounts without a row; one that could not be read needs attention as well
 */
export function renderIndex(
  reports: readonly NewestReport[],
  hrefOf: (account: string) => string,
  rest: RestOfIndex = {},
): Promise<string> {
  const language = reports.every(({ account }) => account.language === 'ko') ? 'ko' : 'en';
  const words = pageWords[language];
  const sorted = reports.toSorted(
    (a, b) => rankOf(a) - rankOf(b) || (a.account.name < b.account.name ? -1 : 1),
  );
  const unread = rest.unread?.length ?? 0;
  const bad = reports.filter(({ line }) => attentive.has(statusOf(line))).length + unread;
  /* v8 ignore next -- a page is made for a row at least */
  const worst = sorted[0] ? statusOf(sorted[0].line) : 'well';
  const status = unread > 0 && !attentive.has(worst) ? 'unmeasured' : worst;
  const verdict = words.index.verdict(bad, reports.length + unread);
  const newest = reports.reduce((latest, { date }) => (date > latest ? date : latest), '');
  const body = html`<header><p><b>vod-nightly</b> ${words.report}</p><p><time datetime="${newest}">${words.longDate(newest)}</time></p></header>
<main>
<section class="verdict ${status}" aria-labelledby="verdict">${drawIcon(status, 44)}<div><p class="status">${words.headings.index}</p><h1 id="verdict">${verdict}</h1></div></section>
<section>${drawTable(sorted, newest, hrefOf, words)}${drawRest(rest, words)}</section>
</main>`;
  return renderDocument({ language, title: verdict, status, body });
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
  return html`<div class="wide" role="group" aria-label="${words.headings.index}" tabindex="0"><table class="accounts">
<thead><tr><th scope="col">${heads.account}</th><th scope="col">${heads.verdict}</th>${shownCounts.map((name) => html`<th scope="col" class="number">${words.counts[name]}</th>`)}<th scope="col">${heads.recent}</th><th scope="col">${heads.date}</th></tr></thead>
<tbody>${reports.map((report) => drawRow(report, newest, hrefOf(report.account.name), words))}</tbody></table></div>`;
}

/** A list that left these accounts out would read as if they were well. */
function drawRest({ unread = [], unrecorded = [] }: RestOfIndex, { index }: PageWords): Html {
  return html`${unread.length > 0 ? html`<p class="note">${index.unread(unread)}</p>` : undefined}${unrecorded.length > 0 ? html`<p class="note">${index.unrecorded(unrecorded)}</p>` : undefined}`;
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
