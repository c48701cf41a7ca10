import type { Instant } from '../core/ledger/measurement.ts';
import { type Address, formatAddress } from '../core/links/address.ts';
import { renderPage } from '../core/report/date-page.ts';
import { formatDatesCsv, formatDatesJson, formatFilesCsv } from '../core/report/downloads.ts';
import { renderFilesPage } from '../core/report/files-page.ts';
import type { Navigation } from '../core/report/navigation.ts';
import type { ReadAccount } from './accounts.ts';
import { type ReadableArchive, type ReadReport, readReport } from './read-report.ts';

/** What is sent; with a name for what a browser lays down as a file. */
export type ReaderAnswer = { readonly body: string; readonly type: string; readonly fileName?: string };

/**
 * What an address names of an account's date; nothing when there is nothing recorded of it.
 * @throws ForbiddenError, DamagedArchiveError
 */
export async function answerReport(
  account: ReadAccount,
  { date, part }: Address,
  asOf: Instant,
  archive: ReadableArchive,
): Promise<ReaderAnswer | undefined> {
  const found = await readReport(account, { date, asOf }, archive);
  return found && draw(found, part);
}

async function draw(found: ReadReport, part: Address['part']): Promise<ReaderAnswer | undefined> {
  const { report } = found;
  const { account, date, failed } = report;
  const to = (part: Address['part']) => formatAddress({ account: account.name, date, part });
  const fileName = `${account.name}-${date}${part.startsWith('files') ? '-files' : ''}.csv`;
  if (part === 'csv') return { body: formatDatesCsv(report), type: 'text/csv', fileName };
  if (part === 'json') return { body: formatDatesJson(report), type: 'application/json' };
  if (part === 'page') return { body: await renderPage(report, navigationOf(found)), type: 'text/html' };
  if (failed === undefined) return undefined;
  if (part === 'files.csv') return { body: formatFilesCsv(failed), type: 'text/csv', fileName };
  const navigation = { page: to('page'), table: to('files.csv') };
  return { body: await renderFilesPage({ ...report, failed }, navigation), type: 'text/html' };
}

function navigationOf({ report, previous, next }: ReadReport): Navigation {
  const { account, date, failed } = report;
  const to = (date: string, part: Address['part'] = 'page') =>
    formatAddress({ account: account.name, date, part });
  return {
    previous: previous && to(previous),
    next: next && to(next),
    table: to(date, 'csv'),
    json: to(date, 'json'),
    accounts: formatAddress({ part: 'page' }),
    files: failed && failed.files.length > 0 ? to(date, 'files') : undefined,
  };
}
