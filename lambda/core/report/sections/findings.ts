import { html } from 'hono/html';
import type { FailedFile, FailedFiles } from '../../ledger/failed-files.ts';
import type { MeasuredLine, UnavailableLine } from '../../ledger/line.ts';
import type { Audience } from '../../story/audience.ts';
import { describeFault } from '../../story/describe.ts';
import { countFiles, describeGap, describeTime, type ToldDay } from '../../story/files.ts';
import { runCommand } from '../../story/next-steps.ts';
import { formatNumber } from '../../text/number.ts';
import type { PageWords } from '../../words/en/page.ts';
import { drawIcon } from '../html/icon.ts';
import { drawCommand, type Html, quote } from '../html/markup.ts';
import type { Navigation } from '../navigation.ts';
import type { Report } from '../report.ts';

/** As many as a mail names. */
const maxFiles = 10;
const maxCategories = 10;

/** What is wrong with the date: the rules that it breaks, or why there are no counts. */
export function drawFindings(report: Report, words: PageWords): Html | undefined {
  const { line } = report;
  if (line.state === 'unavailable') return drawFault(line, report, words);
  return line.findings.length > 0 ? drawRules(line, words) : undefined;
}

function drawRules({ findings, date }: MeasuredLine, { messages }: PageWords): Html {
  return html`<section aria-labelledby="rules"><h2 id="rules">${messages.headings.rules}</h2>
<ul class="findings">${findings.map(
    (finding) =>
      html`<li class="${finding.severity}">${drawIcon(finding.severity, 18)}<span>${messages.finding(finding, date)}</span></li>`,
  )}</ul></section>`;
}

/** Which files of the date failed, where they were listed. */
export function drawFiles(
  report: Report,
  { files: address }: Navigation,
  words: PageWords,
): Html | undefined {
  const { failed: found, account, date } = report;
  if (found === undefined) return undefined;
  const { files, headings } = words.messages;
  const named = found.files.slice(0, maxFiles);
  const more = found.files.length - named.length;
  const table = html`<details class="fold"><summary>${words.firstFiles(named.length)}</summary>
${drawFileTable(named, { date, timeZone: account.timeZone }, words)}</details>`;
  return html`<section aria-labelledby="files"><h2 id="files">${headings.files}</h2>
${drawFileList(found, table, words)}
${more > 0 ? html`<p class="note">${files.more(more)}</p>` : undefined}${address === undefined ? undefined : html`<p><a href="${address}">${words.allFiles}</a></p>`}</section>`;
}

/** Why a list is not whole, where it is not; how many files are of each category; and the table of them. */
export function drawFileList(found: FailedFiles, table: Html, { messages }: PageWords): Html {
  const gap = describeGap(found, messages).map((sentence) => html`<p>${sentence}</p>`);
  const categories = countFiles(found.files, maxCategories, messages, quote).map(
    ([name, failures]) => html`<li>${name} <b>${formatNumber(failures)}</b></li>`,
  );
  return html`${gap}
${categories.length > 0 ? html`<ul class="chips" aria-label="${messages.files.byCategory}">${categories}</ul>${table}` : undefined}`;
}

/** Files by name, with what is known of each. */
export function drawFileTable(files: readonly FailedFile[], told: ToldDay, words: PageWords): Html {
  const { columns, messages } = words;
  return html`<table class="files"><thead><tr><th scope="col">${columns.path}</th><th scope="col">${columns.category}</th><th scope="col">${columns.time}</th></tr></thead>
<tbody>${files.map(
    ({ path, category, lastWorkTime }) =>
      html`<tr><td>${quote(path)}</td><td>${category === undefined ? messages.files.uncategorized : quote(category)}</td><td>${lastWorkTime === undefined ? '–' : quote(describeTime(lastWorkTime, told))}</td></tr>
`,
  )}</tbody></table>`;
}

function drawFault({ fault, date }: UnavailableLine, audience: Audience, { messages }: PageWords): Html {
  return html`<section aria-labelledby="why"><h2 id="why">${messages.headings.why}</h2>
${describeFault(fault, messages).map((sentence) => html`<p><bdi>${sentence}</bdi></p>`)}
<p>${messages.advice[fault.code]}</p>
<p>${messages.again}: ${drawCommand(runCommand(date, audience))}</p></section>`;
}
