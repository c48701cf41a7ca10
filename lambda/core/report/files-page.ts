import { html } from 'hono/html';
import type { FailedFiles } from '../ledger/failed-files.ts';
import { pageWords } from '../words/page.ts';
import { renderDocument } from './html/document.ts';
import type { Report } from './report.ts';
import { drawFileList, drawFileTable } from './sections/findings.ts';
import { drawVerdict } from './sections/verdict-band.ts';
import { statusOf } from './status.ts';

/** A report whose failed files are known. */
type ReportWithFiles = Report & { readonly failed: FailedFiles };

/** Where to go from the list of failed files. */
type FilesNavigation = { readonly page: string; readonly table: string };

/** All failed files of a date that were found, on a page of their own. */
export function renderFilesPage(report: ReportWithFiles, { page, table }: FilesNavigation): Promise<string> {
  const { account, date, line, failed } = report;
  const words = pageWords[account.language];
  const list = drawFileTable(failed.files, { date, timeZone: account.timeZone }, words);
  return renderDocument({
    language: account.language,
    title: `${account.name}: ${words.allFiles}, ${date}`,
    status: statusOf(line),
    body: html`<header><p><b>${account.name}</b> ${words.report}</p><p><time datetime="${date}">${words.longDate(date)}</time></p></header>
<nav class="turning" aria-label="${words.report}"><a href="${page}">← ${words.report}</a><a href="${table}">${words.filesTable}</a></nav>
<main>
${drawVerdict(report, words)}
<section aria-labelledby="files"><h2 id="files">${words.allFiles}</h2>
${drawFileList(failed, list, words)}</section>
</main>`,
  });
}
