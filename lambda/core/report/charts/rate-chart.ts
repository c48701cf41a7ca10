import { area, line as drawLine } from 'd3-shape';
import { html } from 'hono/html';
import type { MeasuredLine } from '../../ledger/line.ts';
import { failureRateOf } from '../../ledger/measurement.ts';
import type { PageWords } from '../../words/en/page.ts';
import { type Html, percent, shortest } from '../html/markup.ts';
import type { DatedLine, Report } from '../report.ts';
import { type ChartFrame, createFrame, drawChart } from './chart-frame.ts';
import { drawSample } from './stacked-chart.ts';

const height = 130;

/** Percent of a date's finished files that failed; nothing where it is not known or nothing has finished. */
export function rateOn({ line }: DatedLine): number | undefined {
  return line?.state === 'measured' ? failureRateOf(line.counts) : undefined;
}

/** The failure rate of each date as a line, which ends where nothing is known and goes on after it. */
export function drawRateChart(days: readonly DatedLine[], { account }: Report, words: PageWords): Html {
  const rates = days.map(rateOn);
  const known = rates.filter((rate) => rate !== undefined);
  const frame = createFrame('rate', days, height, known, account.rules.failureRate);
  const largest = Math.max(...known);
  const worst = days[rates.indexOf(largest)]?.date;
  const described = worst && `${words.shortDate(worst)}, ${words.percent(largest)}`;
  return drawChart(
    frame,
    {
      heading: words.headings.rate,
      description: words.chart.summary(known.length, days.length, described),
      write: words.percent,
      behind: drawCurve(frame),
      draw: (line) => drawRate(line, frame, words),
      legend: [
        html`<svg class="sample" width="20" height="12" viewBox="0 0 20 12" aria-hidden="true"><path class="curve" d="M1 9L7 4L13 7L19 2"/></svg>${words.chart.rate}`,
        html`${drawSample('gap')}${words.chart.unmeasured}`,
        html`${drawSample('nothing')}${words.chart.noneFinished}`,
      ],
    },
    words,
  );
}

/** Drawn in its own coordinates, dates to the right, and stretched to the chart's width. */
function drawCurve({ y, x, days }: ChartFrame): Html {
  const points = days.map((day): Point => ({ across: x.middle(day.date) * 10, rate: rateOn(day) }));
  const across = (point: Point) => point.across;
  /* v8 ignore next -- only known rates are drawn */
  const up = ({ rate = 0 }: Point) => y(rate);
  const isKnown = ({ rate }: Point) => rate !== undefined;
  const curve = drawLine<Point>(across, up).defined(isKnown).digits(1);
  const below = area<Point>(across, height, up).defined(isKnown).digits(1);
  return html`<svg width="100%" height="${height}" viewBox="0 0 1000 ${height}" preserveAspectRatio="none"><path class="area" d="${below(points)}"/><path class="curve" d="${curve(points)}"/></svg>
`;
}

type Point = { readonly across: number; readonly rate: number | undefined };

function drawRate({ date, counts, findings }: MeasuredLine, { x, y }: ChartFrame, words: PageWords) {
  const rate = failureRateOf(counts);
  if (rate === undefined) return { first: `${words.chart.noneFinished}\n`, marks: [] };
  const [kind, radius] = findings.some(({ rule }) => rule === 'failureRate')
    ? ['dot broken', 4]
    : ['dot', 1.5];
  const dot = html`<circle class="${kind}" cx="${percent(x.middle(date))}" cy="${shortest(y(rate))}" r="${radius}"/>`;
  return { first: `${words.percent(rate)}\n`, marks: [dot] };
}
