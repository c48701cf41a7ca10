import { html } from 'hono/html';
import { existsIn, windowOf, zonedTimeOf } from '../../time/day.ts';
import type { PageWords } from '../../words/en/page.ts';
import type { Html } from '../html/markup.ts';
import type { Report } from '../report.ts';
import { showTime } from './notices-table.ts';
import { drawMute } from './verdict-band.ts';

/** Where the numbers come from, and how far they can be trusted. */
export function drawSource(report: Report, words: PageWords): Html {
  const { source, mute } = words;
  const { labels } = source;
  const facts: (readonly [string, Html | string])[] = [
    ...describeAsking(report, words),
    [labels.window, describeWindow(report)],
    [labels.muted, report.mute ? drawMute(report.mute, words) : mute.none],
  ];
  return html`<dl class="facts">${facts.map(
    ([label, fact]) => html`<dt>${label}</dt><dd>${fact}</dd>
`,
  )}</dl>`;
}

function describeAsking(
  report: Report,
  { source, columns, messages }: PageWords,
): (readonly [string, Html | string])[] {
  const { line } = report;
  const { labels } = source;
  if (line.state === 'unavailable') {
    return [
      [labels.askedInVain, line.askedAt === undefined ? source.nobodyAsked : showTime(line.askedAt, report)],
      ...(line.rejected === undefined
        ? []
        : [[messages.archived, html`<code>${line.rejected}</code>`] as const]),
    ];
  }
  return [
    [columns.state, source.settled(line.settled)],
    [labels.firstAsked, showTime(line.firstMeasuredAt, report)],
    [labels.lastAsked, showTime(line.lastSeenAt, report)],
    [labels.revision, source.revisions(line.revision)],
    [labels.order, `${source.orders[line.order]}, ${source.proofs[line.proof]}`],
    [messages.archived, html`<code>${line.snapshot}</code>`],
  ];
}

function describeWindow({ date, account: { timeZone } }: Report): string {
  if (!existsIn(date, timeZone)) return '–';
  const { startMs, endMs } = windowOf(date, timeZone);
  return `${zonedTimeOf(startMs, timeZone)} – ${zonedTimeOf(endMs, timeZone)}, ${timeZone}`;
}
