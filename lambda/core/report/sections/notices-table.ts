import { html } from 'hono/html';
import type { Notice } from '../../ledger/line.ts';
import type { Instant } from '../../ledger/measurement.ts';
import type { DatedNotice } from '../../notices/outbox.ts';
import { zonedTimeOf } from '../../time/day.ts';
import type { PageWords } from '../../words/en/page.ts';
import { drawIcon } from '../html/icon.ts';
import type { Html } from '../html/markup.ts';
import type { Report } from '../report.ts';

/** More would not go on two printed pages with everything else. */
const maxNotices = 12;

/** What people were told of the last twelve months, or are about to be; the newest first. */
export function drawNotices(report: Report, words: PageWords): Html {
  const all = report.days.flatMap(({ line }) =>
    line ? line.notices.map((notice) => ({ line, notice })) : [],
  );
  const newest = all.toSorted((a, b) => (a.notice.committedAt < b.notice.committedAt ? 1 : -1));
  if (newest.length === 0) return html`<p>${words.notices.none}</p>`;
  const { columns, notices } = words;
  const older = newest.length - maxNotices;
  return html`<div class="wide" role="group" aria-labelledby="notices" tabindex="0"><table class="notices">
<thead><tr><th scope="col">${columns.date}</th><th scope="col">${columns.kind}</th><th scope="col">${columns.severity}</th><th scope="col" class="minor">${columns.committed}</th><th scope="col">${columns.toldAt}</th><th scope="col" class="minor">${columns.messageId}</th></tr></thead>
<tbody>${newest.slice(0, maxNotices).map((dated) => drawNotice(dated, report, words))}</tbody></table></div>
${older > 0 ? html`<p class="note">${notices.older(older)}</p>` : undefined}`;
}

/** An instant as the account's clocks showed it, with their offset. */
export function showTime(
  instant: Instant,
  { account }: { readonly account: { readonly timeZone: string } },
): Html {
  return html`<time datetime="${instant}">${zonedTimeOf(Date.parse(instant), account.timeZone)}</time>`;
}

/** What a notice said, and where it stands unless it was told. */
export function describeNotice({ kind, severity, state }: Notice, { notices, messages }: PageWords): string {
  const told =
    severity === 'info' ? notices.kinds[kind] : `${notices.kinds[kind]} (${messages.severities[severity]})`;
  if (state === 'sent') return told;
  return `${told}: ${notices.untold[state]}`;
}

function drawNotice({ line, notice }: DatedNotice, report: Report, words: PageWords): Html {
  const { kind, severity, committedAt, sentAt, messageId } = notice;
  const { notices, messages } = words;
  return html`<tr><th scope="row">${words.shortDate(line.date)}</th><td>${notices.kinds[kind]}</td><td class="severity ${severity}">${severity === 'info' ? undefined : drawIcon(severity, 14)} ${messages.severities[severity]}</td><td class="minor">${showTime(committedAt, report)}</td>${
    notice.state === 'sent'
      ? html`<td>${sentAt === undefined ? '–' : showTime(sentAt, report)}</td><td class="minor"><code>${messageId ?? '–'}</code></td>`
      : html`<td class="pending">${notices.untold[notice.state]}</td><td class="minor">–</td>`
  }</tr>
`;
}
