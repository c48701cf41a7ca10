import { type ScaleThreshold, scaleThreshold } from 'd3-scale';
import { html } from 'hono/html';
import { addDays, type CalendarDate, datesBetween, weekdayOf } from '../../time/day.ts';
import type { PageWords } from '../../words/en/page.ts';
import { type Html, shortest } from '../html/markup.ts';
import type { DatedLine, Report } from '../report.ts';
import { describeDate, drawHatch } from './chart-frame.ts';
import { rateOn } from './rate-chart.ts';

/** A week a column; two halves stand side by side where there is room, and one below the other on a phone. */
const weeksOfHalf = 27;
const [cell, step, left, top] = [12, 14.5, 26, 16];
const half = { width: left + weeksOfHalf * step, height: top + 7 * step };

/** Percent that count as bad where the account has no rule for the rate. */
const usualWarning = 20;

type Level = 'none' | 'low' | 'fair' | 'high' | 'bad';
type Levels = ScaleThreshold<number, Level>;

/** Each date of the last twelve months, coloured by its failure rate. */
export function drawCalendar({ days, account }: Report, words: PageWords): Html {
  const { failureRate } = account.rules;
  const warning = failureRate === false ? usualWarning : failureRate.warning;
  // The least rate above 0 % is that of one file in 2^53.
  const levels: Levels = scaleThreshold(
    [Number.MIN_VALUE, warning / 4, warning / 2, warning],
    ['none', 'low', 'fair', 'high', 'bad'],
  );
  const byDate = new Map(days.map((day) => [day.date, day]));
  /* v8 ignore next -- there always is a first of the twelve months */
  const first = days[0]?.date ?? '';
  const monday = addDays(first, 1 - weekdayOf(first));
  const halves = [0, 1].map((index) => addDays(monday, index * weeksOfHalf * 7));
  return html`<figure class="chart">
<div class="halves">${halves.map((begin, index) => drawHalf(`half-${index + 1}`, begin, byDate, levels, words))}</div>
<figcaption>${drawLegend(levels, words)}</figcaption>
</figure>`;
}

function drawHalf(
  id: string,
  begin: CalendarDate,
  days: ReadonlyMap<CalendarDate, DatedLine>,
  levels: Levels,
  words: PageWords,
): Html {
  const places = datesBetween(begin, addDays(begin, weeksOfHalf * 7 - 1)).flatMap((date, index): Place[] => {
    const day = days.get(date);
    const [x, y] = [left + Math.floor(index / 7) * step, top + (index % 7) * step];
    return day ? [{ day, x, y }] : [];
  });
  const shown = places.map(({ day }) => day);
  const measured = shown.filter(({ line }) => line?.state === 'measured').length;
  return html`<svg role="img" aria-labelledby="${id}-title" aria-describedby="${id}-desc" viewBox="0 0 ${half.width} ${half.height}">
<title id="${id}-title">${words.headings.rate}, ${shown[0]?.date} – ${shown.at(-1)?.date}</title><desc id="${id}-desc">${words.chart.summary(measured, shown.length, undefined)}</desc>
${drawHatch(id)}
${[0, 2, 4, 6].map((row) => html`<text class="tick" y="${top + row * step + 10}">${words.weekday(addDays(begin, row))}</text>`)}
${places
  .filter(({ day }) => day.date.endsWith('-01'))
  .map(
    ({ day, x }) =>
      html`<text class="tick" x="${x}" y="10">${words.month(Number(day.date.slice(5, 7)))}</text>`,
  )}
${places.map((place) => drawCell(place, levels, id, words))}
</svg>`;
}

/** Where a date stands. */
type Place = { readonly day: DatedLine; readonly x: number; readonly y: number };

function drawCell({ day, x, y }: Place, levels: Levels, id: string, words: PageWords): Html {
  const rate = rateOn(day);
  const [shownX, shownY] = [shortest(x), shortest(y)];
  const isBroken = day.line?.state === 'measured' && day.line.findings.length > 0;
  const fill = day.line?.state === 'unavailable' ? html` fill="url(#${id}-hatch)"` : html``;
  const shown = rate === undefined ? '' : `${words.percent(rate)}\n`;
  return html`<g class="day"><title>${shown}${describeDate(day, words)}</title><rect class="${kindOf(day, rate, levels)}" x="${shownX}" y="${shownY}" width="${cell}" height="${cell}" rx="2"${fill}/>${isBroken ? html`<circle class="mark" cx="${shortest(x + cell / 2)}" cy="${shortest(y + cell / 2)}" r="2.5"/>` : undefined}</g>
`;
}

function kindOf({ line }: DatedLine, rate: number | undefined, levels: Levels): string {
  if (line === undefined) return 'cell unrecorded';
  if (line.state === 'unavailable') return 'cell gap';
  return rate === undefined ? 'cell unfinished' : `cell ${levels(rate)}`;
}

function drawLegend(levels: Levels, words: PageWords): Html {
  const [, low = 0, fair = 0, bad = 0] = levels.domain();
  const { percent, chart } = words;
  const entries: [kind: string, name: string][] = [
    ['none', percent(0)],
    ['low', `< ${percent(low)}`],
    ['fair', `< ${percent(fair)}`],
    ['high', `< ${percent(bad)}`],
    ['bad', `≥ ${percent(bad)}`],
    ['broken', chart.broken],
    ['unfinished', chart.noneFinished],
    ['gap', chart.unmeasured],
  ];
  return html`<ul class="legend">${entries.map(([kind, name]) => html`<li>${drawSample(kind)}${name}</li>`)}</ul>`;
}

function drawSample(kind: string): Html {
  const extra =
    kind === 'broken'
      ? html`<circle class="mark" cx="6" cy="6" r="2.5"/>`
      : kind === 'gap'
        ? html`<path class="hatch-line" d="M1 11L11 1M1 6L6 1M6 11L11 6"/>`
        : undefined;
  return html`<svg class="sample" width="12" height="12" viewBox="0 0 12 12" aria-hidden="true"><rect class="cell ${kind === 'broken' ? 'high' : kind}" x=".5" y=".5" width="11" height="11" rx="2"/>${extra}</svg>`;
}
