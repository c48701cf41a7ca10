import { type BackfillOutcome, backfill, usualConcurrency } from '../../../lambda/backfill/backfill.ts';
import { countOf } from '../../cli/count.ts';
import { throwAll } from '../../cli/failures.ts';
import { type ManualCommand, nightEnvironment } from '../../cli/help.ts';
import { catchInterrupt, interruptedExitCode } from '../../cli/interrupt.ts';
import { formatJson } from '../../cli/json.ts';
import { checkNumber, checkPastRange, refuse } from '../checks.ts';
import { openMachine, placeOptions, type Session, type SharedOptions } from '../session.ts';
import { describeBackfill, summarizeBackfill } from './summary.ts';

type BackfillOptions = SharedOptions & {
  readonly from?: string;
  readonly to?: string;
  readonly concurrency: string;
  readonly again?: boolean;
};

const mostConcurrency = 64;

/** Adds `backfill`: a range of past dates, without telling anybody. */
export function addBackfillCommand(program: ManualCommand, session: Session): void {
  program
    .command('backfill')
    .summary('measure a range of past dates')
    .description(
      'Measures the dates of a range that are missing, unavailable or not settled, and archives and records them. ' +
        'Asks one date after the other until it is proven which parameter starts a window, then as many at once as ' +
        'the API takes. Stopped at any time, the same command goes on where it was.',
    )
    .option('--from <YYYY-MM-DD>', 'the first date')
    .option('--to <YYYY-MM-DD>', 'the last date')
    .option('--account <name>', 'one account instead of all')
    .option('--concurrency <n>', 'the most questions at once', String(usualConcurrency))
    .option('--again', 'ask for settled dates as well')
    .option('--json', 'print one JSON document')
    .manual({
      notes: [
        'Who is told: nobody. The nights go on as ever: they ask again for dates within lookBackDays that are not settled or ' +
          'could not be measured, and tell what they find. Such dates of which a night has something to tell are left to it. ' +
          'To measure one date and be told of it, use run --date.',
        'Dates between the range and those already known get a line too: unavailable, as nobody asked for them.',
        'Ctrl-C ends the asking, records what has been answered, and prints the summary; a second one ends it at once.',
      ],
      environment: nightEnvironment,
      exitCodes: {
        0: 'all dates of the range are measured, or left to the nights',
        1: 'some could not be measured, or something failed',
        2: 'wrong usage: nothing was done',
        130: 'stopped by Ctrl-C; the same command goes on',
      },
      examples: {
        'vod-nightly backfill --from 2023-01-01 --to 2025-12-31': 'three years',
        'vod-nightly backfill --from 2026-10-01 --to 2026-10-31 --account main --json':
          'one month of one account',
      },
    })
    .acts((options: BackfillOptions) => backfillAccounts(session, options));
}

async function backfillAccounts(session: Session, options: BackfillOptions): Promise<void> {
  const { terminal } = session;
  refuse([
    ...checkPastRange(options, []),
    checkNumber('--concurrency', options.concurrency, 1, mostConcurrency),
  ]);
  await using opened = await openMachine(session, options);
  const { from = '', to = '', again = false } = options;
  const zones = opened.accounts.map(({ timeZone }) => timeZone);
  refuse(checkPastRange(options, zones));
  const concurrency = Number(options.concurrency);
  using interrupt = catchInterrupt(terminal);
  const { signal } = interrupt;
  const range = { from, to, again };
  const done: { readonly name: string; readonly outcome: BackfillOutcome }[] = [];
  for (const account of opened.accounts) {
    if (signal.aborted) break;
    using line = terminal.progress(`${account.name}: measuring the past`);
    const control = { concurrency, signal, onProgress: line.show };
    const outcome = await backfill(account, range, opened.connect(account), control);
    done.push({ name: account.name, outcome });
  }
  const summaries = done.map(({ name, outcome }) => summarizeBackfill(name, range, outcome));
  if (options.json) terminal.out(formatJson(summaries));
  else
    for (const { name, outcome } of done)
      terminal.out(describeBackfill(name, range, outcome, placeOptions(options), terminal));
  if (signal.aborted) session.exitWith(interruptedExitCode);
  throwAll(done.flatMap(({ name, outcome }) => failuresOf(name, outcome)));
}

function failuresOf(name: string, { unavailable, interrupted, failures }: BackfillOutcome): readonly Error[] {
  if (interrupted || unavailable.length === 0) return failures;
  return [...failures, new Error(`${name}: ${countOf(unavailable.length, 'date')} could not be measured`)];
}
