import { scaleBand, scaleLinear } from 'd3-scale';
import { html } from 'hono/html';
import type { MeasuredLine, Severity } from '../../ledger/line.ts';
import type { Thresholds } from '../../rules/rule-set.ts';
import type { CalendarDate } from '../../time/day.ts';
import type { PageWords } from '../../words/en/page.ts';
import { type Html, percent, shortest } from '../html/markup.ts';
import type { DatedLine } from '../report.ts';

/** What the charts over a range of dates have in common. Widths are percent of the chart's, heights are pixels. */
export type ChartFrame = ReturnType<typeof createFrame>;

/** A value of a rule from which on it is broken. */
type ThresholdLine = { readonly severity: Severity; readonly value: number };

/** What stands in and around a frame. */
type Chart = {
  readonly heading: string;
  readonly description: string;
  /** A value as the legend says it. */
  readonly write: (value: number) => string;
  /** Behind the marks of the dates. */
  readonly behind?: Html;
  readonly draw: (line: MeasuredLine) => DrawnDate;
  readonly legend: readonly Html[];
};

/** What a measured date looks like; without marks, there is nothing of it to draw. */
type DrawnDate = {
  readonly marks: readonly Html[];
  /** What its numbers begin with. */
  readonly first?: string;
};

/** A threshold that lies higher than this many times the largest value would press the values to the ground. */
const reach = 1.3;
/** An axis reaches to here at least: of fewer files than that there would be fractions. */
const leastTop = 4;
const axisHeight = 22;

/**
 * Builds the scales for dates and values from 0.
 * @param id tells the charts of a page apart
 */
export function createFrame(
  id: string,
  days: readonly DatedLine[],
  height: number,
  values: readonly number[],
  rule: Thresholds | false,
) {
  const thresholds = linesOf(rule);
  const largest = Math.max(leastTop, ...values);
  const reached = thresholds.map(({ value }) => value).filter((value) => value <= largest * reach);
  const y = scaleLinear([0, Math.max(largest, ...reached)], [height, 0]).nice(4);
  return { id, days, x: createDateScale(days), y, height, thresholds };
}

/** Where dates stand across a chart in percent of its width, how wide a date's bar is, and how far it is from one to the next. */
function createDateScale(days: readonly DatedLine[]) {
  const band = scaleBand(
    days.map(({ date }) => date),
    [0, 100],
  ).paddingInner(0.2);
  /* v8 ignore next -- the scale has a place for each of its dates, and is asked for no other */
  const left = (date: CalendarDate) => band(date) ?? 0;
  const width = band.bandwidth();
  return { left, middle: (date: CalendarDate) => left(date) + width / 2, width, step: band.step() };
}

/** The thresholds of a rule, as far as there are any. */
function linesOf(rule: Thresholds | false): ThresholdLine[] {
  if (rule === false) return [];
  const critical = rule.critical ? [{ severity: 'critical' as const, value: rule.critical }] : [];
  return [{ severity: 'warning', value: rule.warning }, ...critical];
}

/** One date's numbers on two lines, or why there are none. */
export function describeDate({ date, line }: DatedLine, words: PageWords): string {
  if (line === undefined) return `${words.shortDate(date)}: ${words.states.noRecord}`;
  const { row, counts, reasons } = words.messages;
  return line.state === 'measured'
    ? `${row(date, line.counts)}\n${counts(line.counts)}`
    : `${row(date, undefined)}\n${reasons[line.fault.code]}`;
}

/** The frame with everything in it, and its legend. */
export function drawChart(frame: ChartFrame, chart: Chart, words: PageWords): Html {
  const { id, days, height } = frame;
  const legend = [...chart.legend, ...describeThresholds(frame, chart, words)];
  return html`<figure class="chart">
<svg role="img" aria-labelledby="${id}-title" aria-describedby="${id}-desc" width="100%" height="${height + axisHeight}">
<title id="${id}-title">${chart.heading}, ${words.lastDates(days.length)}</title><desc id="${id}-desc">${chart.description}</desc>
${drawHatch(id)}
${drawGrid(frame, words)}${drawMonths(frame, words)}${drawUnrecorded(frame, words)}
${chart.behind}${days.map((day) => drawDate(day, frame, chart, words))}
<line class="ground" x2="100%" y1="${height}" y2="${height}"/>
${drawThresholds(frame)}
</svg>
<figcaption><ul class="legend">${legend.map((entry) => html`<li>${entry}</li>`)}</ul></figcaption>
</figure>`;
}

/**
 * One date's place: all of it shows the numbers, whatever is drawn there. A date that was not measured is a hatched gap from
 * top to bottom, which no number could look like; one with nothing to draw is a ring on the ground.
 */
function drawDate(day: DatedLine, { id, x, height }: ChartFrame, chart: Chart, words: PageWords): Html {
  const { date, line } = day;
  if (line === undefined) return html``;
  const { marks, first = '' } = line.state === 'measured' ? chart.draw(line) : { marks: [] };
  const nothing =
    line.state === 'measured'
      ? html`<circle class="nothing" cx="${percent(x.middle(date))}" cy="${height - 4}" r="2.5"/>`
      : html`<rect class="gap" x="${percent(x.left(date))}" width="${percent(x.width)}" height="${height}" fill="url(#${id}-hatch)"/>`;
  return html`<g class="day"><title>${first}${describeDate(day, words)}</title><rect class="hit" x="${percent(x.left(date))}" width="${percent(x.step)}" height="${height}"/>${marks.length > 0 ? marks : nothing}</g>
`;
}

/** The pattern of what is not known. */
export function drawHatch(id: string): Html {
  return html`<defs><pattern id="${id}-hatch" width="5" height="5" patternUnits="userSpaceOnUse" patternTransform="rotate(45)"><rect class="hatch-ground" width="5" height="5"/><line class="hatch-line" y2="5"/></pattern></defs>`;
}

function drawGrid({ y }: ChartFrame, words: PageWords): Html[] {
  return y.ticks(4).map((value) => {
    const at = shortest(y(value));
    return html`<line class="grid" x2="100%" y1="${at}" y2="${at}"/><text class="tick" x="-8" y="${at}" dy="4" text-anchor="end">${words.short(value)}</text>`;
  });
}

/** Where months begin; the first only where its name has room before the next. */
function drawMonths({ days, x, height }: ChartFrame, words: PageWords): Html[] {
  const room = 7;
  return days
    .filter(({ date }) => date.endsWith('-01') && x.left(date) < 100 - room / 2)
    .map(({ date }) => {
      const at = percent(x.left(date));
      return html`<line class="month" x1="${at}" x2="${at}" y2="${height + 6}"/><text class="tick" x="${at}" y="${height + 17}" dx="3">${words.month(Number(date.slice(5, 7)))}</text>`;
    });
}

/** Dates before the account's first: one plain area, as nothing can be said of them. */
function drawUnrecorded({ days, x, height }: ChartFrame, words: PageWords): Html {
  const first = days.find(({ line }) => line)?.date;
  const width = first === undefined ? 100 : x.left(first);
  if (width === 0) return html``;
  const name =
    width < 20
      ? undefined
      : html`<text class="tick" x="${percent(width / 2)}" y="${height / 2}" text-anchor="middle">${words.chart.noRecord}</text>`;
  return html`<rect class="unrecorded" width="${percent(width)}" height="${height}"/>${name}`;
}

function drawThresholds({ y, thresholds }: ChartFrame): Html[] {
  const [, top = 0] = y.domain();
  return thresholds
    .filter(({ value }) => value <= top)
    .map(({ severity, value }) => {
      const at = shortest(y(value));
      return html`<line class="threshold ${severity}" x2="100%" y1="${at}" y2="${at}"/>`;
    });
}

/** Which line is which threshold; one for which the chart has no room is named all the same. */
function describeThresholds({ y, thresholds }: ChartFrame, { write }: Chart, words: PageWords): Html[] {
  const [, top = 0] = y.domain();
  return thresholds.map(({ severity, value }) => {
    const name = words.chart.threshold(severity, write(value));
    if (value > top) return html`${words.chart.above(name)}`;
    return html`<svg class="sample" width="24" height="12" viewBox="0 0 24 12" aria-hidden="true"><line class="threshold ${severity}" x2="24" y1="6" y2="6"/></svg>${name}`;
  });
}
