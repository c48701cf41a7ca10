import { stack } from 'd3-shape';
import { html } from 'hono/html';
import type { MeasuredLine } from '../../ledger/line.ts';
import { type Counts, totalOf } from '../../ledger/measurement.ts';
import { formatNumber } from '../../text/number.ts';
import type { PageWords } from '../../words/en/page.ts';
import { type Html, percent, shortest } from '../html/markup.ts';
import type { DatedLine, Report } from '../report.ts';
import { type ChartFrame, createFrame, drawChart } from './chart-frame.ts';

/** Failures stand on the ground: there they can be read off, and held against the threshold. */
const series = ['failure', 'complete', 'canceled', 'open'] as const;

/** Files of a date that end up in the same part of its bar. */
type Series = (typeof series)[number];

const height = 220;

/** Files of each date by what became of them, one bar a date. */
export function drawStackedChart(days: readonly DatedLine[], { account }: Report, words: PageWords): Html {
  const measured = days.flatMap(({ line }) => (line?.state === 'measured' ? [line] : []));
  const totals = measured.map(({ counts }) => totalOf(counts));
  const frame = createFrame('files', days, height, totals, account.rules.failureCount);
  return drawChart(
    frame,
    {
      heading: words.headings.chart,
      description: words.chart.summary(measured.length, days.length, describeWorst(measured, words)),
      write: formatNumber,
      draw: (line) => ({ marks: drawParts(line, frame) }),
      legend: describeSeries(words),
    },
    words,
  );
}

/** A sample of a series, for legends. */
export function drawSample(name: Series | 'gap' | 'nothing'): Html {
  const sample =
    name === 'nothing'
      ? html`<circle class="nothing" cx="6" cy="6" r="3.5"/>`
      : html`<rect class="${name}" x=".5" y=".5" width="11" height="11"/>${name === 'gap' ? html`<path class="hatch-line" d="M1 11L11 1M1 6L6 1M6 11L11 6"/>` : drawGrain(name)}`;
  return html`<svg class="sample" width="12" height="12" viewBox="0 0 12 12" aria-hidden="true">${sample}</svg>`;
}

/** Lines over the colour of what neither failed nor is complete, for whoever does not see colours. */
function drawGrain(name: Series): Html {
  if (name === 'failure' || name === 'complete') return html``;
  const lines = name === 'canceled' ? [6] : [4.17, 7.83];
  return html`${lines.map((y) => html`<line class="grain" x1="0" x2="12" y1="${y}" y2="${y}"/>`)}`;
}

function drawParts({ date, counts }: MeasuredLine, { x, y }: ChartFrame): Html[] {
  const parts = stack<Record<Series, number>, Series>().keys(series)([partsOf(counts)]);
  return parts.flatMap((part) => {
    /* v8 ignore next -- one date was stacked, so each part has one piece */
    const [from, to] = part[0] ?? [0, 0];
    if (from === to) return [];
    const [top, bottom] = [y(to), y(from)];
    return html`<rect class="${part.key}" x="${percent(x.left(date))}" y="${shortest(top)}" width="${percent(x.width)}" height="${shortest(bottom - top)}"/>`;
  });
}

/** The four parts of a date's bar. */
function partsOf({ waiting, running, complete, failure, canceled }: Counts): Record<Series, number> {
  return { failure, complete, canceled, open: waiting + running };
}

function describeSeries({ counts, chart }: PageWords): Html[] {
  const names = {
    failure: counts.failure,
    complete: counts.complete,
    canceled: counts.canceled,
    open: chart.open,
    gap: chart.unmeasured,
    nothing: chart.noneRequested,
  };
  return [...series, 'gap' as const, 'nothing' as const].map(
    (name) => html`${drawSample(name)}${names[name]}`,
  );
}

function describeWorst(lines: readonly MeasuredLine[], words: PageWords): string | undefined {
  const [first, ...rest] = lines;
  if (first === undefined) return undefined;
  const worst = rest.reduce((one, other) => (other.counts.failure > one.counts.failure ? other : one), first);
  return words.messages.row(worst.date, worst.counts);
}
