import { writeFile } from 'node:fs/promises';
import { dirname, join, resolve } from 'node:path';
import type { Account } from '../../lambda/config/account.ts';
import { instantOf } from '../../lambda/core/ledger/measurement.ts';
import type { CalendarDate } from '../../lambda/core/time/day.ts';
import type { ReadableArchive } from '../../lambda/reader/read-report.ts';
import { throwAll } from '../cli/failures.ts';
import { archiveEnvironment, type ManualCommand } from '../cli/help.ts';
import { formatJson } from '../cli/json.ts';
import { makeFolder } from '../embedded-aws/atomic-file.ts';
import { checkDate, refuse } from './checks.ts';
import { openArchive, placeOptions, type Session, type SharedOptions, showPath } from './session.ts';
import { explainUnknown } from './unknown-date.ts';

type ReportOptions = SharedOptions & {
  readonly date?: string;
  readonly out?: string;
  readonly open?: boolean;
};

/** A report in its file. */
type Written = { readonly account: string; readonly date: CalendarDate; readonly file: string };

/** Adds `report`: an account's report as a file of this machine. */
export function addReportCommand(program: ManualCommand, session: Session): void {
  program
    .command('report')
    .summary('get the report of a date as a page')
    .description(
      'Writes the report of the newest date, or of another, to a file and says where: drawn from the archive as it is now, on ' +
        'this machine or in the bucket of a stack. The page needs no network and no script.',
    )
    .option('--account <name>', 'one account instead of all')
    .option('--date <YYYY-MM-DD>', 'another date than the newest')
    .option('--out <file>', 'where to write it, instead of into --directory')
    .option('--open', 'open it in the browser')
    .option('--json', 'print one JSON document: account, date and file')
    .manual({
      environment: { ...archiveEnvironment, BROWSER: 'what opens pages, where the system asks it' },
      examples: {
        'vod-nightly report --open': 'look at last night',
        'vod-nightly report --account example --date 2026-11-22 --out report.html': 'to send it to somebody',
        'vod-nightly report --open --stack VodNightly': 'of a deployed stack',
      },
    })
    .acts((options: ReportOptions) => report(session, options));
}

async function report(session: Session, options: ReportOptions): Promise<void> {
  const { terminal } = session;
  const { date, out } = options;
  refuse([checkDate('--date', date)]);
  const opened = await openArchive(session, options);
  const isOneFile = out !== undefined && opened.accounts.length > 1;
  refuse([isOneFile && '--out: has to go with --account, as there are several']);
  const written: Written[] = [];
  const unknown: Error[] = [];
  for (const account of opened.accounts) {
    const page = await writePage(account, options, opened.archive);
    if (page) written.push(page);
    else unknown.push(await explainUnknown(date, account, opened.archive, placeOptions(options)));
  }
  if (options.json && written.length > 0) terminal.out(formatJson(written));
  else for (const { file } of written) terminal.out(showPath(file));
  if (options.open) {
    const { default: openInBrowser } = await import('open');
    for (const { file } of written) await openInBrowser(file);
  }
  throwAll(unknown);
}

/** Nothing when the ledger does not know the date. */
async function writePage(
  account: Account,
  { date, stack, out, directory }: ReportOptions,
  archive: ReadableArchive,
): Promise<Written | undefined> {
  const [{ readReport }, { renderPage }] = await Promise.all([
    import('../../lambda/reader/read-report.ts'),
    import('../../lambda/core/report/date-page.ts'),
  ]);
  const found = await readReport(account, { date, asOf: instantOf(Date.now()) }, archive);
  if (!found) return undefined;
  const { report } = found;
  const file = resolve(out ?? join(directory, `report-${account.name}-${report.date}.html`));
  makeFolder(dirname(file));
  await writeFile(file, await renderPage({ ...report, stack }));
  return { account: account.name, date: report.date, file };
}
