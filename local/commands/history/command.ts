import pMap from 'p-map';
import { loadMutes } from '../../../lambda/archive/load-mutes.ts';
import type { Account } from '../../../lambda/config/account.ts';
import { muteOn } from '../../../lambda/core/notices/mutes.ts';
import { formatCsv } from '../../../lambda/core/text/csv.ts';
import type { ReadableArchive } from '../../../lambda/reader/read-report.ts';
import { archiveEnvironment, choiceOption, type ManualCommand } from '../../cli/help.ts';
import type { Screen } from '../../cli/terminal.ts';
import { readLedger } from '../../machine/ledger-years.ts';
import { checkChoice, checkNumber, refuse } from '../checks.ts';
import { formats } from '../query/output.ts';
import { openArchive, placeOptions, type Session, type SharedOptions } from '../session.ts';
import {
  type AccountDocument,
  accountCsvTitles,
  csvRowOfAccount,
  describeAccounts,
  summarizeAccount,
} from './accounts.ts';
import { csvRowOf, csvTitles, type DayDocument, lastDays } from './document.ts';
import { describeHistory } from './screen.ts';

type HistoryOptions = SharedOptions & { readonly days: string; readonly format: string };

/** The last dates of an account, and where it stands. */
type Past = { readonly days: readonly DayDocument[]; readonly standing: AccountDocument };

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

async function readPast(account: Account, options: HistoryOptions, archive: ReadableArchive): Promise<Past> {
  const { name } = account;
  const [ledger, mutes] = await Promise.all([readLedger(name, archive), loadMutes(name, archive)]);
  const days = lastDays(account, ledger, Number(options.days), Date.now());
  const newest = days.at(-1)?.date;
  const mute = newest === undefined ? undefined : muteOn(newest, mutes);
  return { days, standing: summarizeAccount(name, ledger, days, mute) };
}

function formatDays({ days, standing }: Past, format: string, screen: Screen): string {
  const { account } = standing;
  if (format === 'json') return JSON.stringify({ account, days });
  if (format === 'table') return describeHistory(account, days, screen);
  return formatCsv({ columns: csvTitles, rows: days.map((day) => csvRowOf(account, day)) });
}

function formatAccounts(pasts: readonly Past[], format: string, screen: Screen): string {
  const standings = pasts.map(({ standing }) => standing);
  if (format === 'json') return JSON.stringify(standings);
  if (format === 'table') return describeAccounts(standings, screen);
  return formatCsv({ columns: accountCsvTitles, rows: standings.map(csvRowOfAccount) });
}
