import type { Command } from 'commander';
import { formatCsv } from '../../lambda/core/csv.ts';
import { usageError } from '../failures.ts';
import { lastDays } from '../history/days.ts';
import { csvRowOf, csvTitles, type DayDocument, documentOf } from '../history/document.ts';
import { describeHistory } from '../history/screen.ts';
import { addManual, archiveEnvironment, choiceOption } from '../manual.ts';
import { formats } from '../query/output.ts';
import { openArchive, type Session, type SharedOptions } from '../session.ts';
import { loadWholeLedger } from '../whole-ledger.ts';

type HistoryOptions = SharedOptions & { readonly days: string; readonly format: string };

/** The history of one account; one JSON document with --json. */
type AccountHistory = { readonly account: string; readonly days: readonly DayDocument[] };

/** Adds `history`: a row a date. */
export function addHistoryCommand(program: Command, session: Session): void {
  const command = program
    .command('history')
    .summary('show the last dates, a row each')
    .description(
      'Shows the last dates in the archive: where each stands, what was counted, what failed and what was told of it. The ' +
        'newest is the last row. Asks nobody and changes nothing.',
    )
    .option('--account <name>', 'one account instead of all')
    .option('--days <n>', 'how many dates', '30')
    .addOption(choiceOption('--format <format>', 'how to print them', formats).default('table'))
    .option('--json', 'the same as --format json')
    .action(async (_options: unknown, command: Command) => {
      await showHistory(session, command.optsWithGlobals<HistoryOptions>());
    });
  addManual(command, {
    notes: [
      'A date is settled, provisional while files still wait or run, unavailable when it could not be measured, or missing ' +
        'when nothing is recorded of it. Where there is no number, there is a dash and never a zero. The rate is that of the ' +
        'finished files, rev counts the different sets of counts seen. Red and yellow are critical and warning.',
      'On a narrow terminal the less important columns are left out; JSON, CSV and pipes have them all.',
    ],
    environment: { ...archiveEnvironment, NO_COLOR: 'no colours; a pipe gets none anyway' },
    examples: {
      'vod-nightly history': 'the last 30 dates',
      'vod-nightly history --days 7 --stack VodNightly': 'the last week of a deployed stack',
      'vod-nightly history --days 365 --format csv > year.csv': 'a year for a spreadsheet',
    },
  });
}

async function showHistory(session: Session, options: HistoryOptions): Promise<void> {
  const format = options.json ? 'json' : options.format;
  checkOptions(options.days, format);
  const { terminal } = session;
  await using opened = await openArchive(session, options);
  const histories: AccountHistory[] = [];
  for (const account of opened.accounts) {
    const { ledger } = await loadWholeLedger(account.name, opened.archive);
    const days = lastDays(account, ledger, Number(options.days), Date.now());
    histories.push({ account: account.name, days: days.map(documentOf) });
  }
  if (format === 'json')
    return terminal.out(JSON.stringify(histories.length === 1 ? histories[0] : histories));
  if (format === 'csv') {
    const rows = histories.flatMap(({ account, days }) => days.map((day) => csvRowOf(account, day)));
    return terminal.out(formatCsv({ columns: csvTitles, rows }));
  }
  const texts = histories.map(({ account, days }) =>
    describeHistory(account, days, terminal.paint, terminal.width),
  );
  terminal.out(texts.join('\n\n'));
}

function checkOptions(days: string, format: string): void {
  const faults = [
    !/^[1-9]\d{0,3}$/.test(days) && `--days ${days}: has to be a whole number from 1 to 9999`,
    !formats.some((one) => one === format) && `--format ${format}: has to be ${formats.join(', ')}`,
  ].filter((fault) => fault !== false);
  if (faults.length > 0) throw usageError(faults);
}
