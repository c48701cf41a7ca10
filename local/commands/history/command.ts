import pMap from 'p-map';
import { loadMutes } from '../../../lambda/archive/load-mutes.ts';
import type { Account } from '../../../lambda/config/account.ts';
import type { Ledger } from '../../../lambda/core/ledger/ledger.ts';
import { type Mute, muteOn } from '../../../lambda/core/notices/mutes.ts';
import { formatCsv } from '../../../lambda/core/text/csv.ts';
import type { ReadableArchive } from '../../../lambda/reader/read-report.ts';
import { archiveEnvironment, choiceOption, type ManualCommand } from '../../cli/help.ts';
import type { Terminal } from '../../cli/terminal.ts';
import { readLedger } from '../../machine/ledger-years.ts';
import { checkChoice, checkNumber, refuse } from '../checks.ts';
import { formats } from '../query/output.ts';
import { openArchive, placeOptions, type Session, type SharedOptions } from '../session.ts';
import { accountCsvTitles, csvRowOfAccount, describeAccounts, summarizeAccount } from './accounts.ts';
import { type HistoryDay, lastDays } from './days.ts';
import { csvRowOf, csvTitles, documentOf } from './document.ts';
import { describeHistory } from './screen.ts';

type HistoryOptions = SharedOptions & { readonly days: string; readonly format: string };

/** What is known of an account's past, and what holds back its notices now. */
type Past = {
  readonly account: string;
  readonly ledger: Ledger;
  readonly days: readonly HistoryDay[];
  readonly mute: Mute | undefined;
};

/** Accounts that are read at once. */
const concurrency = 8;

/** Adds `history`: a row a date, or a row an account. */
export function addHistoryCommand(program: ManualCommand, session: Session): void {
  program
    .command('history')
    .summary('show the last dates of an account, or where all accounts stand')
    .description(
      'Shows the last dates of an account: where each stands, what was counted, what failed and what was told of it. The ' +
        'newest is the last row. Of several accounts of the configuration it shows where each stands, those that need somebody ' +
        'first. Asks nobody and changes nothing.',
    )
    .option('--account <name>', 'the dates of one account instead of a row for each')
    .option('--days <n>', 'how many dates', '30')
    .addOption(choiceOption('--format <format>', 'how to print them', formats).default('table'))
    .option('--json', 'the same as --format json')
    .manual({
      notes: [
        'A date is settled, provisional while files still wait or run, unavailable when it could not be measured, or missing ' +
          'when nothing is recorded of it. Where there is no number, there is a dash and never a zero. The rate is that of the ' +
          'finished files, rev counts the different sets of counts seen. Red and yellow are critical and warning.',
        'On a narrow terminal the less important columns are left out; JSON, CSV and pipes have them all.',
      ],
      environment: { ...archiveEnvironment, NO_COLOR: 'no colours; a pipe gets none anyway' },
      examples: {
        'vod-nightly history': 'the last 30 dates, or where all accounts stand',
        'vod-nightly history --days 7 --stack VodNightly': 'the last week of a deployed stack',
        'vod-nightly history --account example --days 365 --format csv > year.csv':
          'a year for a spreadsheet',
      },
    })
    .acts((options: HistoryOptions) => showHistory(session, options));
}

async function showHistory(session: Session, options: HistoryOptions): Promise<void> {
  const format = options.json ? 'json' : options.format;
  refuse([checkNumber('--days', options.days, 1, 9_999), checkChoice('--format', format, formats)]);
  const { terminal } = session;
  const opened = await openArchive(session, options);
  const pasts = await pMap(opened.accounts, (account) => readPast(account, options, opened.archive), {
    concurrency,
  });
  const [first, ...others] = pasts;
  if (first === undefined) return;
  terminal.out(
    others.length === 0 ? formatDays(first, format, terminal) : formatAccounts(pasts, format, terminal),
  );
  if (opened.config.fleet && options.account === undefined)
    terminal.note(
      `Accounts of the fleet are not among these; where they stand: npx vod-nightly fleet list${placeOptions(options)}`,
    );
}

async function readPast(account: Account, { days }: HistoryOptions, archive: ReadableArchive): Promise<Past> {
  const { name } = account;
  const [ledger, mutes] = await Promise.all([readLedger(name, archive), loadMutes(name, archive)]);
  const last = lastDays(account, ledger, Number(days), Date.now());
  const newest = last.at(-1)?.date;
  return {
    account: name,
    ledger,
    days: last,
    mute: newest === undefined ? undefined : muteOn(newest, mutes),
  };
}

function formatDays({ account, days }: Past, format: string, { paint, width }: Terminal): string {
  const documents = days.map(documentOf);
  if (format === 'json') return JSON.stringify({ account, days: documents });
  if (format === 'table') return describeHistory(account, documents, paint, width);
  return formatCsv({ columns: csvTitles, rows: documents.map((day) => csvRowOf(account, day)) });
}

function formatAccounts(pasts: readonly Past[], format: string, { paint, width }: Terminal): string {
  const documents = pasts.map(({ account, ledger, days, mute }) =>
    summarizeAccount(account, ledger, days, mute),
  );
  if (format === 'json') return JSON.stringify(documents);
  if (format === 'table') return describeAccounts(documents, paint, width);
  return formatCsv({ columns: accountCsvTitles, rows: documents.map(csvRowOfAccount) });
}
