import { html } from 'hono/html';
import type { CountName, Counts } from '../../ledger/measurement.ts';
import { countsOn, usualCounts } from '../../story/comparison.ts';
import { formatNumber } from '../../text/number.ts';
import { addDays } from '../../time/day.ts';
import type { PageWords } from '../../words/en/page.ts';
import { drawSample } from '../charts/stacked-chart.ts';
import type { Html } from '../html/markup.ts';
import { type Report, shownCounts } from '../report.ts';

/** The five counts, each beside what it was the day before and what the weekday usually has. */
export function drawCounts({ date, ledger }: Report, words: PageWords): Html {
  const dayBefore = addDays(date, -1);
  const [now, before] = [countsOn(date, ledger), countsOn(dayBefore, ledger)];
  const absent = ledger.has(dayBefore) ? words.states.unavailable : words.states.noRecord;
  const usual = usualCounts(date, ledger);
  return html`<ul class="tiles">${shownCounts.map((name) => {
    const value = now?.[name];
    return html`<li><h3>${drawSample(name === 'running' || name === 'waiting' ? 'open' : name)}${words.counts[name]}</h3>
<p class="count">${value === undefined ? html`<span class="absent">${words.states.unavailable}</span>` : formatNumber(value)}</p>
<dl><div><dt>${words.dayBefore}</dt>${drawComparison(name, now, before, absent)}</div>
<div><dt>${words.usual(date)}</dt>${drawComparison(name, now, usual, words.tooFew)}</div></dl></li>
`;
  })}</ul>`;
}

function drawComparison(
  name: CountName,
  now: Counts | undefined,
  then: Counts | undefined,
  absent: string,
): Html {
  if (then === undefined) return html`<dd class="absent">${absent}</dd>`;
  const change = now === undefined ? undefined : now[name] - then[name];
  return html`<dd>${formatNumber(then[name])}</dd>${
    change === undefined ? undefined : html`<dd class="${classOf(name, change)}">${signed(change)}</dd>`
  }`;
}

/** More failures are bad whatever the rules say; of the other counts, more or fewer is neither. */
function classOf(name: CountName, change: number): string {
  return name === 'failure' && change > 0 ? 'change worse' : 'change';
}

/** With a true minus sign, which is as wide as a plus. */
function signed(change: number): string {
  const sign = change > 0 ? '+' : change < 0 ? '−' : '±';
  return `${sign}${formatNumber(Math.abs(change))}`;
}
