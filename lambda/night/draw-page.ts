import { readNewestFiles } from '../archive/read-failed-files.ts';
import { pageKey } from '../core/ledger/keys.ts';
import type { Ledger } from '../core/ledger/ledger.ts';
import { instantOf } from '../core/ledger/measurement.ts';
import { renderPage } from '../core/report/date-page.ts';
import { createReport } from '../core/report/report.ts';
import type { Ports } from '../ports.ts';
import type { Night } from './context.ts';
import type { FailedFilesOfDates } from './list-failed-files.ts';

/**
 * Draws the page of the night's own date out of the ledger as the night left it, and puts it into the archive: the record of
 * what was told that night. Pages of other dates, and of this one as it stands later, are drawn when somebody looks. Gives its key.
 */
export async function drawPage(
  night: Night,
  ledger: Ledger,
  listed: FailedFilesOfDates,
  { archive, clock }: Pick<Ports, 'archive' | 'clock'>,
): Promise<string> {
  const { account, date } = night;
  const failed = await readNewestFiles(account, ledger.get(date), archive, listed.get(date));
  const report = createReport({ ...night, ledger, failed, asOf: instantOf(clock.now()) });
  const key = pageKey(account.name, date);
  await archive.put({ key, body: await renderPage(report), contentType: 'text/html; charset=utf-8' });
  return key;
}
