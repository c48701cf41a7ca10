import { html } from 'hono/html';
import type { LedgerLine, MeasuredLine } from '../../ledger/line.ts';
import { type CountName, failureRateOf } from '../../ledger/measurement.ts';
import { formatNumber } from '../../text/number.ts';
import type { PageWords } from '../../words/en/page.ts';
import type { Html } from '../html/markup.ts';
import { type DatedLine, shownCounts } from '../report.ts';
import { statusOf } from '../status.ts';
import { describeNotice } from './notices-table.ts';

const tabledDates = 31;

/**
 * The last dates one by one, the newest first, from the account's first on: what is not known is said to be so in words, never
 * in numbers. Minor columns have no room on a phone; what they say of a state stands below the date there.
 */
export function drawDates(days: readonly DatedLine[], words: PageWords): Html {
  // Where nothing is recorded at all, -1 leaves the last date.
  const begun = days.slice(days.findIndex(({ line }) => line !== undefined));
  const last = begun.slice(-tabledDates);
  const heads = words.columns;
  return html`<div class="wide" role="group" aria-labelledby="dates" tabindex="0"><table class="dates">
<thead><tr><th scope="col">${heads.date}</th><th scope="col">${heads.told}</th><th scope="col" class="minor">${heads.state}</th>${shownCounts.map((name) => html`<th scope="col" class="number ${classOf(name)}">${words.counts[name]}</th>`)}<th scope="col" class="number">${heads.rate}</th><th scope="col" class="number minor">${heads.revision}</th></tr></thead>
<tbody>${last.toReversed().map((day) => drawDate(day, words))}</tbody></table></div>`;
}

function drawDate({ date, line }: DatedLine, words: PageWords): Html {
  const status = line ? statusOf(line) : 'unrecorded';
  const state = describeState(line, words);
  const below = line?.state === 'measured' && line.settled ? undefined : html`<small>${state}</small>`;
  return html`<tr class="${status}"><th scope="row">${words.shortDate(date)}${below}</th><td class="told">${line?.notices.map((notice) => describeNotice(notice, words)).join(', ')}</td>${line?.state === 'unavailable' ? html`<td class="reason minor" colspan="${shownCounts.length + 3}">${state}</td>` : html`<td class="minor">${state}</td>${drawNumbers(line, words)}`}</tr>
`;
}

function describeState(line: LedgerLine | undefined, { states, messages }: PageWords): string {
  if (line === undefined) return states.noRecord;
  if (line.state === 'unavailable') return `${states.unavailable}: ${messages.reasons[line.fault.code]}`;
  return line.settled ? states.settled : states.provisional;
}

function drawNumbers(line: MeasuredLine | undefined, { percent }: PageWords): Html[] {
  const rate = line && failureRateOf(line.counts);
  return [
    ...shownCounts.map((name) => drawNumber(line && formatNumber(line.counts[name]), classOf(name))),
    drawNumber(rate === undefined ? undefined : percent(rate), ...(rate === 0 ? ['zero'] : [])),
    drawNumber(line && String(line.revision), 'zero', 'minor'),
  ];
}

/** The failures are what one looks for. */
function classOf(name: CountName): string {
  return name === 'failure' ? 'failures' : 'minor';
}

function drawNumber(text = '–', ...kinds: readonly string[]): Html {
  const quiet = text === '0' || text === '–' ? ['zero'] : [];
  return html`<td class="${['number', ...quiet, ...kinds].join(' ')}">${text}</td>`;
}
