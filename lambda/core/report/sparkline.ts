import { scaleBand, scaleLinear } from 'd3-scale';
import { html } from 'hono/html';
import { formatNumber } from '../messages/number.ts';
import type { IndexRow } from './index-row.ts';
import { type Html, shortest } from './markup.ts';
import type { ReportWords } from './words.ts';

const [width, height] = [132, 32];

/** An account's failures of the last dates as bars as small as words; a date that was not measured is a mark of its own. */
export function drawSparkline({ account, recent }: IndexRow, words: ReportWords): Html {
  const known = recent.flatMap(({ failures }) => (failures === null ? [] : [failures]));
  const largest = Math.max(0, ...known);
  const x = scaleBand(
    recent.map(({ date }) => date),
    [0, width],
  ).paddingInner(0.25);
  const y = scaleLinear([0, Math.max(1, largest)], [0, height - 2]);
  const id = `recent-${account}`;
  return html`<svg class="sparkline" role="img" aria-labelledby="${id}-title" aria-describedby="${id}-desc" width="${width}" height="${height}">
<title id="${id}-title">${account}: ${words.columns.recent}</title><desc id="${id}-desc">${words.index.largest(largest)}</desc>
${recent.map(({ date, failures }) => {
  /* v8 ignore next -- the scale is made of these very dates */
  const [left, wide] = [shortest(x(date) ?? 0), shortest(x.bandwidth())];
  const tall = failures === null ? 0 : Math.max(y(failures), failures === 0 ? 1 : 3);
  const bar =
    failures === null
      ? html`<rect class="absent-bar" x="${left}" y="${height / 2 - 1}" width="${wide}" height="2"/>`
      : html`<rect class="${failures === 0 ? 'zero-bar' : 'failure'}" x="${left}" y="${shortest(height - tall)}" width="${wide}" height="${shortest(tall)}"/>`;
  const shown = failures === null ? words.unknown : formatNumber(failures);
  return html`<g class="day"><title>${date}: ${shown}</title><rect class="hit" x="${left}" width="${shortest(x.step())}" height="${height}"/>${bar}</g>`;
})}</svg>`;
}
