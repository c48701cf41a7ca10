import { html } from 'hono/html';
import type { LedgerLine, Notice } from '../../ledger/line.ts';
import type { Mute } from '../../notices/mutes.ts';
import { capitalize } from '../../story/describe.ts';
import { verdictOf } from '../../story/verdict.ts';
import type { PageWords } from '../../words/en/page.ts';
import { drawIcon } from '../html/icon.ts';
import { type Html, quote } from '../html/markup.ts';
import type { Report } from '../report.ts';
import { factsOn, statusOf } from '../status.ts';
import { describeNotice, showTime } from './notices-table.ts';

/** As much of a mute as is shown. */
type ShownMute = Pick<Mute, 'until' | 'exceptCritical' | 'reason' | 'by'>;

/** What a date came to, in one sentence without its end. */
export function verdictSentence(line: LedgerLine, { messages }: PageWords): string {
  return capitalize(messages.verdict(verdictOf(line))[0]);
}

/** How the date stands: the one thing to read when there is time for one. */
export function drawVerdict(report: Report, words: PageWords): Html {
  const { line, ledger } = report;
  const status = statusOf(line);
  const facts = factsOn(line, ledger).map((fact) => words.messages.fact(fact)[0]);
  return html`<section class="verdict ${status}" aria-labelledby="verdict">
${drawIcon(status, 44)}
<div>
<p class="status">${words.statuses[status]}</p>
<h1 id="verdict">${verdictSentence(line, words)}</h1>
${facts.length > 0 ? html`<p>${facts.join(' ')}</p>` : undefined}
${line.notices.length > 0 ? html`<ul class="told-of" aria-label="${words.columns.told}">${line.notices.map((notice) => drawTold(notice, report, words))}</ul>` : undefined}
</div>
</section>`;
}

/** What people were told of the date, and when: the reader may be one of them. */
function drawTold(notice: Notice, report: Report, words: PageWords): Html {
  const { state, sentAt } = notice;
  const told = state === 'sent' ? `${words.columns.told}: ` : '';
  return html`<li>${told}${describeNotice(notice, words)}${sentAt === undefined ? undefined : html`, ${showTime(sentAt, report)}`}</li>`;
}

/** That alerts are held back, wherever it has to be known. */
export function drawMute(mute: ShownMute, { mute: words }: PageWords): Html {
  return html`<strong>${words.until(mute.until, mute.exceptCritical)}</strong> ${words.reason}: ${quote(mute.reason)}. ${words.by}: ${quote(mute.by)}.`;
}
