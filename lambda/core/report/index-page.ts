import { html } from 'hono/html';
import { addDays } from '../day.ts';
import { formatNumber } from '../messages/number.ts';
import { drawDataBlock, readDataBlock } from './data-block.ts';
import { renderDocument } from './document.ts';
import { drawIcon } from './icon.ts';
import { type IndexRow, parseIndexRows } from './index-row.ts';
import type { Html } from './markup.ts';
import { drawSparkline } from './sparkline.ts';
import { type Status, statuses } from './status.ts';
import { drawMute } from './verdict-band.ts';
import { reportWording } from './wording.ts';
import type { ReportWords } from './words.ts';

const blockId = 'rows';
const attentive: ReadonlySet<Status> = new Set(['critical', 'warning', 'unmeasured', 'unproven']);
const columns = ['complete', 'failure', 'canceled', 'running', 'waiting'] as const;

/**
 * The page over all accounts with one account's row put in. The page is its own store: a night knows no other account, so
 * the other rows come from the present page. A page that cannot be read is begun anew.
 */
export function updateIndex(present: string | undefined, row: IndexRow): Promise<string> {
  const rows = parseIndexRows(readDataBlock(blockId, present ?? ''));
  const own = rows.find(({ account }) => account === row.account);
  const others = rows.filter(({ account }) => account !== row.account);
  return renderIndex([...others, own && own.date > row.date ? own : row]);
}

function renderIndex(rows: readonly IndexRow[]): Promise<string> {
  const language = rows.every((row) => row.language === 'ko') ? 'ko' : 'en';
  const words = reportWording[language];
  const sorted = rows.toSorted((a, b) => rankOf(a) - rankOf(b) || (a.account < b.account ? -1 : 1));
  const bad = rows.filter(({ status }) => attentive.has(status)).length;
  /* v8 ignore next -- a page is made for a row at least */
  const status = sorted[0]?.status ?? 'well';
  const verdict = words.index.verdict(bad, rows.length);
  return renderDocument({
    language,
    title: verdict,
    status,
    body: composeBody(sorted, status, verdict, words),
  });
}

function rankOf({ status }: IndexRow): number {
  return statuses.indexOf(status);
}

function composeBody(rows: readonly IndexRow[], status: Status, verdict: string, words: ReportWords): Html {
  const newest = rows.reduce((date, row) => (row.date > date ? row.date : date), '');
  return html`<header><p><b>vod-nightly</b> ${words.report}</p><p><time datetime="${newest}">${words.longDate(newest)}</time></p></header>
<main>
<section class="verdict ${status}" aria-labelledby="verdict">${drawIcon(status, 44)}<div><p class="status">${words.headings.index}</p><h1 id="verdict">${verdict}</h1></div></section>
<section>${drawTable(rows, newest, words)}</section>
</main>
${drawDataBlock(blockId, rows)}`;
}

function drawTable(rows: readonly IndexRow[], newest: string, words: ReportWords): Html {
  const heads = words.columns;
  return html`<div class="wide" role="group" aria-label="${words.headings.index}" tabindex="0"><table class="accounts">
<thead><tr><th scope="col">${heads.account}</th><th scope="col">${heads.verdict}</th>${columns.map((name) => html`<th scope="col" class="number">${words.counts[name]}</th>`)}<th scope="col">${heads.recent}</th><th scope="col">${heads.date}</th></tr></thead>
<tbody>${rows.map((row) => drawRow(row, newest, words))}</tbody></table></div>`;
}

function drawRow(row: IndexRow, newest: string, words: ReportWords): Html {
  const { account, status, counts, date, mute } = row;
  // Of two accounts in different zones, one may well be a date behind.
  const isOutdated = date < addDays(newest, -1);
  return html`<tr class="${status}"><th scope="row"><a href="account=${account}/latest.html">${account}</a></th>
<td class="verdict-cell">${drawIcon(status, 18)} <b>${words.statuses[status]}</b><br><span>${row.verdict[words.language]}</span>${mute ? html`<p class="note">${drawMute(mute, words)}</p>` : undefined}</td>
${columns.map((name) => html`<td class="number">${counts ? formatNumber(counts[name]) : '–'}</td>`)}
<td>${drawSparkline(row, words)}</td><td>${date}${isOutdated ? html`<p class="note">${words.index.outdated}</p>` : undefined}</td></tr>
`;
}
