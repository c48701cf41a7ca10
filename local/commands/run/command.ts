import { throwAll } from '../../cli/failures.ts';
import { exitCodes, type ManualCommand, nightEnvironment } from '../../cli/help.ts';
import { formatJson } from '../../cli/json.ts';
import { checkDate, checkPastDate, refuse } from '../checks.ts';
import { openMachine, type Session, type SharedOptions } from '../session.ts';
import { type NightReport, runNight } from './night.ts';
import { describeNight } from './screen.ts';

type RunOptions = SharedOptions & { readonly date?: string };

/** Adds `run`: one night of each account. */
export function addRunCommand(program: ManualCommand, session: Session): void {
  program
    .command('run')
    .summary('run one night')
    .description('Runs one night: asks for the date, archives the answer, judges it and tells.')
    .option('--account <name>', 'one account instead of all')
    .option('--date <YYYY-MM-DD>', 'the date to report instead of the one that was due last')
    .option('--json', 'print one JSON document')
    .manual({
      notes: [
        'A night may be run again at any time: it asks only for what is missing or unsettled, archives nothing twice and tells ' +
          'nothing twice.',
      ],
      environment: nightEnvironment,
      exitCodes: {
        ...exitCodes,
        1: 'the date could not be measured, or something else failed; what is known is printed',
      },
      examples: {
        'vod-nightly run': 'last night, here',
        'vod-nightly run --date 2026-11-22 --account acme': 'measure and judge one date again',
        'vod-nightly run --stack VodNightly':
          'last night on a deployed stack, with the keys from its secrets',
      },
    })
    .acts((options: RunOptions) => runNights(session, options));
}

async function runNights(session: Session, options: RunOptions): Promise<void> {
  const { terminal } = session;
  const { date } = options;
  refuse([checkDate('--date', date)]);
  await using opened = await openMachine(session, options);
  const zones = opened.accounts.map(({ timeZone }) => timeZone);
  if (date !== undefined) refuse(checkPastDate('--date', date, zones));
  const reports: NightReport[] = [];
  for (const account of opened.accounts) reports.push(await runNight(account, date, opened));
  const summaries = reports.map(({ summary }) => summary);
  if (options.json) terminal.out(formatJson(summaries));
  else for (const report of reports) terminal.out(describeNight(report, terminal));
  throwAll(reports.flatMap((report) => report.failures));
}
