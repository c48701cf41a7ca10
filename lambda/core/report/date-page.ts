import { html } from 'hono/html';
import type { PageWords } from '../words/en/page.ts';
import { pageWords } from '../words/page.ts';
import { drawCalendar } from './charts/calendar.ts';
import { drawRateChart } from './charts/rate-chart.ts';
import { drawStackedChart } from './charts/stacked-chart.ts';
import { renderDocument } from './html/document.ts';
import type { Html } from './html/markup.ts';
import { arrowKeysScript, drawDateLinks, drawLinks, type Navigation } from './navigation.ts';
import type { Report } from './report.ts';
import { drawCounts } from './sections/count-tiles.ts';
import { drawDates } from './sections/dates-table.ts';
import { drawFiles, drawFindings } from './sections/findings.ts';
import { drawNotices, showTime } from './sections/notices-table.ts';
import { drawSource } from './sections/source-facts.ts';
import { drawMute, drawVerdict, verdictSentence } from './sections/verdict-band.ts';
import { statusOf } from './status.ts';

const chartedDates = 90;

/**
 * The report of one date as one HTML document that needs nothing from elsewhere.
 * @param navigation where a reader has other pages; without it the page has no links to any
 */
export function renderPage(report: Report, navigation: Navigation = {}): Promise<string> {
  const { account, date, line } = report;
  const words = pageWords[account.language];
  const status = statusOf(line);
  const title = `${words.statuses[status]} ${account.name}: ${verdictSentence(line, words)}, ${date}`;
  const body = composeBody(report, navigation, words);
  const { previous, next } = navigation;
  const scripts = previous === undefined && next === undefined ? [] : [arrowKeysScript];
  return renderDocument({ language: account.language, title, status, body, scripts });
}

function composeBody(report: Report, navigation: Navigation, words: PageWords): Html {
  const { account, date, days, mute, asOf } = report;
  const { headings } = words;
  const charted = days.slice(-chartedDates);
  const last = words.lastDates(charted.length);
  return html`<header><p><b>${account.name}</b> ${words.report}</p><p><time datetime="${date}">${words.longDate(date)}</time>${asOf === undefined ? undefined : html`<span class="as-of">${words.asOf} ${showTime(asOf, report)}</span>`}</p></header>
${drawDateLinks(navigation, words)}<main>
${drawVerdict(report, words)}
${mute ? html`<p class="mute">${drawMute(mute, words)}</p>` : undefined}
${drawFindings(report, words)}
${drawSection('counts', headings.counts, drawCounts(report, words))}
${drawFiles(report, navigation, words)}
${drawSection('chart', headings.chart, drawStackedChart(charted, report, words), last)}
${drawSection('rate', headings.rate, drawRateChart(charted, report, words), last)}
${drawSection('calendar', headings.calendar, drawCalendar(report, words))}
${drawSection('dates', headings.dates, drawDates(days, words))}
${drawSection('notices', headings.notices, drawNotices(report, words))}
${drawSection('source', headings.source, drawSource(report, words))}
</main>
<footer><p>vod-nightly</p>${drawLinks(navigation, words)}</footer>`;
}

function drawSection(id: string, heading: string, content: Html, aside?: string): Html {
  return html`<section aria-labelledby="${id}"><h2 id="${id}">${heading}${aside === undefined ? undefined : html`<small>, ${aside}</small>`}</h2>
${content}</section>`;
}
