import { html } from 'hono/html';
import { formatNumber } from '../text/number.ts';
import { addDays } from '../time/day.ts';
import type { PageWords } from '../words/en/page.ts';
import { pageWords } from '../words/page.ts';
import { drawSparkline } from './charts/sparkline.ts';
import { renderDocument } from './html/document.ts';
import { drawIcon } from './html/icon.ts';
import type { Html } from './html/markup.ts';
import type { IndexRow } from './index-row.ts';
import { drawMute } from './sections/verdict-band.ts';
import { type Status, statuses } from './status.ts';

const attentive: ReadonlySet<Status> = new Set(['critical', 'warning', 'unmeasured', 'unproven']);
const columns = ['complete', 'failure', 'canceled', 'running', 'waiting'] as const;

/** Accounts without a row: those that could not be read, and those of which nothing is recorded yet. */
type RestOfIndex = { readonly unread?: readonly string[]; readonly unrecorded?: readonly string[] };

/**
 * The page over accounts, a row each, the most urgent first.
 * @param hrefOf where an account's newest page is
 * @param rest accounts without a row; one that could not be read needs attention as well
 */
export function renderIndex(
  rows: readonly IndexRow[],
  hrefOf: (account: string) => string,
  rest: RestOfIndex = {},
): Promise<string> {
  const language = rows.every((row) => row.language === 'ko') ? 'ko' : 'en';
  const words = pageWords[language];
  const sorted = rows.toSorted((a, b) => rankOf(a) - rankOf(b) || (a.account < b.account ? -1 : 1));
  const unread = rest.unread?.length ?? 0;
  const bad = rows.filter(({ status }) => attentive.has(status)).length + unread;
  /* v8 ignore next -- a page is made for a row at least */
  const worst = sorted[0]?.status ?? 'well';
  const status = unread > 0 && !attentive.has(worst) ? 'unmeasured' : worst;
  const verdict = words.index.verdict(bad, rows.length + unread);
  const body = composeBody(sorted, { status, verdict, hrefOf, rest, words });
  return renderDocument({ language, title: verdict, status, body });
}

/** What all rows of the page share. */
type Shown = {
  readonly status: Status;
  readonly verdict: string;
  readonly hrefOf: (account: string) => string;
  readonly rest: RestOfIndex;
  readonly words: PageWords;
};

function rankOf({ status }: IndexRow): number {
  return statuses.indexOf(status);
}

function composeBody(rows: readonly IndexRow[], shown: Shown): Html {
  const { status, verdict, words } = shown;
  const newest = rows.reduce((date, row) => (row.date > date ? row.date : date), '');
  return html`<header><p><b>vod-nightly</b> ${words.report}</p><p><time datetime="${newest}">${words.longDate(newest)}</time></p></header>
<main>
<section class="verdict ${status}" aria-labelledby="verdict">${drawIcon(status, 44)}<div><p class="status">${words.headings.index}</p><h1 id="verdict">${verdict}</h1></div></section>
<section>${drawTable(rows, newest, shown)}${drawRest(shown)}</section>
</main>`;
}

function drawTable(rows: readonly IndexRow[], newest: string, shown: Shown): Html {
  const { words } = shown;
  const heads = words.columns;
  return html`<div class="wide" role="group" aria-label="${words.headings.index}" tabindex="0"><table class="accounts">
<thead><tr><th scope="col">${heads.account}</th><th scope="col">${heads.verdict}</th>${columns.map((name) => html`<th scope="col" class="number">${words.counts[name]}</th>`)}<th scope="col">${heads.recent}</th><th scope="col">${heads.date}</th></tr></thead>
<tbody>${rows.map((row) => drawRow(row, newest, shown))}</tbody></table></div>`;
}

/** A list that left these accounts out would read as if they were well. */
function drawRest({ rest: { unread = [], unrecorded = [] }, words: { index } }: Shown): Html {
  return html`${unread.length > 0 ? html`<p class="note">${index.unread(unread)}</p>` : undefined}${unrecorded.length > 0 ? html`<p class="note">${index.unrecorded(unrecorded)}</p>` : undefined}`;
}

function drawRow(row: IndexRow, newest: string, { hrefOf, words }: Shown): Html {
  const { account, status, counts, date, mute } = row;
  // Of two accounts in different zones, one may well be a date behind.
  const isOutdated = date < addDays(newest, -1);
  return html`<tr class="${status}"><th scope="row"><a href="${hrefOf(account)}">${account}</a></th>
<td class="verdict-cell">${drawIcon(status, 18)} <b>${words.statuses[status]}</b><br><span>${row.verdict[words.language]}</span>${mute ? html`<p class="note">${drawMute(mute, words)}</p>` : undefined}</td>
${columns.map((name) => html`<td class="number">${counts ? formatNumber(counts[name]) : '–'}</td>`)}
<td>${drawSparkline(row, words)}</td><td>${date}${isOutdated ? html`<p class="note">${words.index.outdated}</p>` : undefined}</td></tr>
`;
}
