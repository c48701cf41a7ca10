import type { Instant } from '../core/ledger/measurement.ts';
import { type Address, formatAddress } from '../core/links/address.ts';
import { renderPage } from '../core/report/date-page.ts';
import { formatDatesCsv, formatDatesJson, formatFilesCsv } from '../core/report/downloads.ts';
import { renderFilesPage } from '../core/report/files-page.ts';
import type { ReadAccount } from './accounts.ts';
import { type ReadableArchive, readReport } from './read-report.ts';

/** What is sent; with a name for what a browser lays down as a file. */
export type ReaderAnswer = { readonly body: string; readonly type: string; readonly fileName?: string };

/**
 * What an address names of an account's date; nothing when there is nothing recorded of it.
 * @throws ForbiddenError, DamagedArchiveError
 */
export async function answerReport(
  account: ReadAccount,
  { date: wanted, part }: Address,
  asOf: Instant,
  archive: ReadableArchive,
): Promise<ReaderAnswer | undefined> {
  const found = await readReport(account, { date: wanted, asOf }, archive);
  if (found === undefined) return undefined;
  const { report, previous, next } = found;
  const { date, failed } = report;
  const to = (place: Address['part'], day = date) =>
    formatAddress({ account: account.name, date: day, part: place });
  const fileName = `${account.name}-${date}${part.startsWith('files') ? '-files' : ''}.csv`;
  if (part === 'csv') return { body: formatDatesCsv(report), type: 'text/csv', fileName };
  if (part === 'json') return { body: formatDatesJson(report), type: 'application/json' };
  if (part === 'page') {
    const navigation = {
      previous: previous && to('page', previous),
      next: next && to('page', next),
      table: to('csv'),
      json: to('json'),
      accounts: formatAddress({ part: 'page' }),
      files: failed && failed.files.length > 0 ? to('files') : undefined,
    };
    return { body: await renderPage(report, navigation), type: 'text/html' };
  }
  if (failed === undefined) return undefined;
  if (part === 'files.csv') return { body: formatFilesCsv(failed), type: 'text/csv', fileName };
  const navigation = { page: to('page'), table: to('files.csv') };
  return { body: await renderFilesPage({ ...report, failed }, navigation), type: 'text/html' };
}
