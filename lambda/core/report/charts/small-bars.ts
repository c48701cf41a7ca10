import { scaleBand, scaleLinear } from 'd3-scale';
import { html } from 'hono/html';
import { countsOn } from '../../story/comparison.ts';
import { formatNumber } from '../../text/number.ts';
import { addDays, datesBetween } from '../../time/day.ts';
import type { PageWords } from '../../words/en/page.ts';
import { type Html, shortest } from '../html/markup.ts';
import type { Report } from '../report.ts';

const [width, height] = [132, 32];
const recentDays = 30;

/** An account's failures of the last dates as bars as small as words; a date that was not measured is a mark of its own. */
export function drawSmallBars(
  { account: { name }, date, ledger }: Pick<Report, 'account' | 'date' | 'ledger'>,
  words: PageWords,
): Html {
  const dates = datesBetween(addDays(date, 1 - recentDays), date);
  const largest = Math.max(0, ...dates.map((day) => countsOn(day, ledger)?.failure ?? 0));
  const x = scaleBand(dates, [0, width]).paddingInner(0.25);
  const y = scaleLinear([0, Math.max(1, largest)], [0, height - 2]);
  const id = `recent-${name}`;
  return html`<svg class="sparkline" role="img" aria-labelledby="${id}-title" aria-describedby="${id}-desc" width="${width}" height="${height}">
<title id="${id}-title">${name}: ${words.columns.recent}</title><desc id="${id}-desc">${words.index.largest(largest)}</desc>
${dates.map((day) => {
  const failures = countsOn(day, ledger)?.failure;
  /* v8 ignore next -- the scale is made of these very dates */
  const [left, wide] = [shortest(x(day) ?? 0), shortest(x.bandwidth())];
  const shown = failures === undefined ? words.states.unavailable : formatNumber(failures);
  const bar = failures === undefined ? drawAbsence(left, wide) : drawBar(failures, y(failures), left, wide);
  return html`<g class="day"><title>${day}: ${shown}</title><rect class="hit" x="${left}" width="${shortest(x.step())}" height="${height}"/>${bar}</g>`;
})}</svg>`;
}

function drawAbsence(left: string, wide: string): Html {
  return html`<rect class="absent-bar" x="${left}" y="${height / 2 - 1}" width="${wide}" height="2"/>`;
}

/** However few they are, some failures are seen to be more than none. */
function drawBar(failures: number, scaled: number, left: string, wide: string): Html {
  const [kind, least] = failures === 0 ? ['zero-bar', 1] : ['failure', 3];
  const tall = Math.max(scaled, least);
  return html`<rect class="${kind}" x="${left}" y="${shortest(height - tall)}" width="${wide}" height="${shortest(tall)}"/>`;
}
