import { backfill, usualConcurrency } from '../../lambda/backfill/backfill.ts';
import type { Account } from '../../lambda/config/account.ts';
import { yearsOf } from '../../lambda/core/ledger/plan.ts';
import { addDays, dateReportedBy } from '../../lambda/core/time/day.ts';
import { lastDue } from '../../lambda/core/time/last-due.ts';
import { throwAll } from '../cli/failures.ts';
import { exitCodes, type ManualCommand, nightEnvironment } from '../cli/help.ts';
import { catchInterrupt, interruptedExitCode } from '../cli/interrupt.ts';
import { formatJson } from '../cli/json.ts';
import type { Machine } from '../machine/machine.ts';
import { runNight } from './run/night.ts';
import { describeNight } from './run/screen.ts';
import {
  namesCommand,
  openMachine,
  placeOptions,
  type Session,
  type SharedOptions,
  showPath,
} from './session.ts';

const historyDays = 30;

/** Adds `start`, which is also what the program does when no command is given. */
export function addStartCommand(program: ManualCommand, session: Session): void {
  program
    .command('start', { isDefault: !namesCommand(session.args) })
    .summary('bring everything up here and run last night')
    .description(
      'Brings up the simulator, S3 and SNS on this machine, measures the last 30 dates the first time, and runs last night.\n' +
        'With NCP_ACCESS_KEY and NCP_SECRET_KEY set it asks the real API; VOD_STATION_URL sets another address.',
    )
    .option('--account <name>', 'one account instead of all')
    .option('--json', 'print one JSON document')
    .manual({
      environment: nightEnvironment,
      exitCodes: {
        ...exitCodes,
        130: 'stopped by Ctrl-C while it measured the past; stderr says how to go on',
      },
      examples: {
        'vod-nightly start': 'the whole job against the simulator; what is sent lies in .local/outbox',
        'NCP_ACCESS_KEY=… NCP_SECRET_KEY=… vod-nightly start --directory .local-real':
          'the same against the real API, apart from what the simulator made up',
      },
    })
    .acts((options: SharedOptions) => start(session, options));
}

async function start(session: Session, options: SharedOptions): Promise<void> {
  const { terminal } = session;
  await using machine = await openMachine(session, options);
  const say = options.json ? terminal.note : terminal.out;
  say(`${terminal.paint('dim', 'asks')}      ${machine.api}`);
  say(`${terminal.paint('dim', 'archives')}  ${showPath(machine.location)}\n`);
  const failures: Error[] = [];
  const summaries: object[] = [];
  for (const account of machine.accounts) {
    const past = await fillHistory(account, machine, session, say);
    if (past === 'interrupted') {
      session.exitWith(interruptedExitCode);
      return;
    }
    const report = await runNight(account, undefined, machine);
    failures.push(...report.failures);
    summaries.push(report.summary);
    say(`${describeNight(report, terminal)}\n`);
    if (past === 'known' && report.summary.notices.length === 0)
      say('Asked again: nothing is new, and nothing was told twice.\n');
  }
  if (options.json) terminal.out(formatJson(summaries));
  if (machine.outbox) say(`What was sent lies in ${showPath(machine.outbox)}, one file for each delivery.`);
  say(`Look around: npx vod-nightly serve --open${placeOptions(options)}`);
  throwAll(failures);
}

/** Measures the dates before yesterday when none has been measured yet. A Ctrl-C meanwhile ends the whole command. */
async function fillHistory(
  account: Account,
  machine: Machine,
  { terminal }: Session,
  say: (text: string) => void,
): Promise<'known' | 'measured' | 'interrupted'> {
  const ports = machine.connect(account);
  const { name, timeZone, time } = account;
  const yesterday = dateReportedBy(lastDue(ports.clock.now(), timeZone, time), timeZone);
  const { ledger } = await ports.archive.loadLedger(name, yearsOf({ yesterday }));
  if ([...ledger.values()].some(({ state }) => state === 'measured')) return 'known';
  const range = { from: addDays(yesterday, -historyDays), to: addDays(yesterday, -1), again: false };
  using line = terminal.progress(`${name}: measuring the past`);
  using interrupt = catchInterrupt(terminal);
  const control = { concurrency: usualConcurrency, signal: interrupt.signal, onProgress: line.show };
  const { measured, interrupted, failures } = await backfill(account, range, ports, control);
  throwAll(failures);
  if (interrupted) {
    const options = `--account ${name} --from ${range.from} --to ${range.to}`;
    terminal.note(`Stopped. The rest of the past is measured by npx vod-nightly backfill ${options}`);
    return 'interrupted';
  }
  const missing = measured < historyDays ? `, ${historyDays - measured} could not be measured` : '';
  say(
    `${name}: measured ${measured} past dates, ${range.from} to ${range.to}${missing}; nobody is told of those\n`,
  );
  return 'measured';
}
