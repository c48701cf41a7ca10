import { area, line as drawLine } from 'd3-shape';
import { html } from 'hono/html';
import { failureRateOf } from '../../ledger/measurement.ts';
import type { PageWords } from '../../words/en/page.ts';
import { type Html, percent, shortest } from '../html/markup.ts';
import type { DatedLine, Report } from '../report.ts';
import {
  type ChartFrame,
  createFrame,
  describeDate,
  describeThresholds,
  drawChart,
  drawGap,
  drawNothing,
  drawPlace,
  linesOf,
} from './chart-frame.ts';
import { drawSample } from './stacked-chart.ts';

const height = 130;

/** Percent of a date's finished files that failed; nothing where it is not known or nothing has finished. */
export function rateOn({ line }: DatedLine): number | undefined {
  return line?.state === 'measured' ? failureRateOf(line.counts) : undefined;
}

/** The failure rate of each date as a line, which ends where nothing is known and goes on after it. */
export function drawRateChart(days: readonly DatedLine[], { account }: Report, words: PageWords): Html {
  const thresholds = linesOf(account.rules.failureRate);
  const rates = days.map(rateOn);
  const known = rates.filter((rate) => rate !== undefined);
  const frame = createFrame('rate', days, height, known, thresholds);
  const write = words.percent;
  const worst = days[rates.indexOf(Math.max(...known))]?.date;
  return drawChart(
    frame,
    {
      title: `${words.headings.rate}, ${words.lastDates(days.length)}`,
      description: words.chart.summary(
        known.length,
        days.length,
        worst === undefined ? undefined : `${words.shortDate(worst)}, ${words.percent(Math.max(...known))}`,
      ),
      ...{ thresholds, write },
      marks: [drawCurve(frame), ...days.map((day) => drawRate(day, frame, words))],
      legend: [
        html`<svg class="sample" width="20" height="12" viewBox="0 0 20 12" aria-hidden="true"><path class="curve" d="M1 9L7 4L13 7L19 2"/></svg>${words.chart.rate}`,
        html`${drawSample('gap')}${words.chart.unmeasured}`,
        html`${drawSample('nothing')}${words.chart.noneFinished}`,
        ...describeThresholds(frame, { thresholds, write }, words),
      ],
    },
    words,
  );
}

/** Drawn in its own coordinates, dates to the right, and stretched to the chart's width. */
function drawCurve({ y, x, days }: ChartFrame): Html {
  const points = days.map((day) => ({ across: x.middle(day.date) * 10, rate: rateOn(day) }));
  const known = points.map(({ across, rate }) => (rate === undefined ? undefined : { across, up: y(rate) }));
  /* v8 ignore start -- only known points are drawn */
  const across = (point: Point) => point?.across ?? 0;
  const up = (point: Point) => point?.up ?? 0;
  /* v8 ignore stop */
  const isKnown = (point: Point) => point !== undefined;
  const curve = drawLine<Point>(across, up).defined(isKnown).digits(1);
  const below = area<Point>(across, height, up).defined(isKnown).digits(1);
  return html`<svg width="100%" height="${height}" viewBox="0 0 1000 ${height}" preserveAspectRatio="none"><path class="area" d="${below(known)}"/><path class="curve" d="${curve(known)}"/></svg>
`;
}

type Point = { readonly across: number; readonly up: number } | undefined;

function drawRate(day: DatedLine, frame: ChartFrame, words: PageWords): Html {
  const { date, line } = day;
  if (line === undefined) return html``;
  const rate = rateOn(day);
  const shown = rate === undefined ? words.chart.noneFinished : words.percent(rate);
  const numbers = `${line.state === 'unavailable' ? '' : `${shown}\n`}${describeDate(day, words)}`;
  if (line.state === 'unavailable') return drawPlace(frame, date, numbers, [drawGap(frame, date)]);
  if (rate === undefined) return drawPlace(frame, date, numbers, [drawNothing(frame, date)]);
  const isBroken = line.findings.some(({ rule }) => rule === 'failureRate');
  const kind = isBroken ? 'dot broken' : 'dot';
  const { x, y } = frame;
  return drawPlace(frame, date, numbers, [
    html`<circle class="${kind}" cx="${percent(x.middle(date))}" cy="${shortest(y(rate))}" r="${isBroken ? 4 : 1.5}"/>`,
  ]);
}
