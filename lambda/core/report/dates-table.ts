import { html } from 'hono/html';
import type { LedgerLine, Notice } from '../ledger.ts';
import { type CountName, failureRateOf } from '../measurement.ts';
import { formatNumber } from '../messages/number.ts';
import type { Html } from './markup.ts';
import type { Day } from './report.ts';
import { statusOf } from './status.ts';
import type { ReportWords } from './words.ts';

const tabledDates = 31;
const columns: readonly CountName[] = ['complete', 'failure', 'canceled', 'running', 'waiting'];

/**
 * The last dates one by one, the newest first, from the account's first on: what is not known is said to be so in words, never
 * in numbers.
 */
export function drawDates(days: readonly Day[], words: ReportWords): Html {
  // Where nothing is recorded at all, -1 leaves the last date.
  const begun = days.slice(days.findIndex(({ line }) => line !== undefined));
  const last = begun.slice(-tabledDates);
  const heads = words.columns;
  return html`<div class="wide" role="group" aria-labelledby="dates" tabindex="0"><table class="dates">
<thead><tr><th scope="col">${heads.date}</th><th scope="col">${heads.state}</th>${columns.map((name) => html`<th scope="col" class="number">${words.counts[name]}</th>`)}<th scope="col" class="number">${heads.rate}</th><th scope="col" class="number">${heads.revision}</th><th scope="col">${heads.told}</th></tr></thead>
<tbody>${last.toReversed().map((day) => drawDate(day, words))}</tbody></table></div>`;
}

function drawDate({ date, line }: Day, words: ReportWords): Html {
  const status = line ? statusOf(line) : 'unrecorded';
  return html`<tr class="${status}"><th scope="row">${words.shortDate(date)}</th>${drawState(line, words)}${drawNumbers(line, words)}<td>${line?.notices.map((notice) => describeNotice(notice, words)).join(', ')}</td></tr>
`;
}

function drawState(line: LedgerLine | undefined, { states, messages }: ReportWords): Html {
  if (line === undefined) return html`<td>${states.noRecord}</td>`;
  if (line.state === 'unavailable')
    return html`<td class="reason" colspan="${columns.length + 3}">${states.unavailable}: ${messages.reasons[line.fault.code]}</td>`;
  return html`<td>${line.settled ? states.settled : states.provisional}</td>`;
}

function drawNumbers(line: LedgerLine | undefined, { percent }: ReportWords): Html[] {
  if (line?.state === 'unavailable') return [];
  if (line === undefined)
    return Array.from({ length: columns.length + 2 }, () => html`<td class="number">–</td>`);
  const rate = failureRateOf(line.counts);
  return [
    ...columns.map((name) => drawNumber(formatNumber(line.counts[name]), line.counts[name] === 0)),
    drawNumber(rate === undefined ? '–' : percent(rate), !rate),
    drawNumber(String(line.revision), true),
  ];
}

function drawNumber(text: string, isQuiet: boolean): Html {
  return html`<td class="${isQuiet ? 'number zero' : 'number'}">${text}</td>`;
}

function describeNotice({ kind, severity, state }: Notice, { notices, messages }: ReportWords): string {
  const told =
    severity === 'info' ? notices.kinds[kind] : `${notices.kinds[kind]} (${messages.severities[severity]})`;
  if (state === 'sent') return told;
  return `${told}: ${state === 'heldBack' ? notices.heldBack : notices.pending}`;
}
