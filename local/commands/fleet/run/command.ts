import type { Shift } from '../../../../lambda/config/event.ts';
import { routesOf } from '../../../../lambda/config/routes.ts';
import { shiftKey } from '../../../../lambda/core/ledger/keys.ts';
import { usageError } from '../../../cli/failures.ts';
import { type ManualCommand, nightEnvironment } from '../../../cli/help.ts';
import { interruptedExitCode } from '../../../cli/interrupt.ts';
import { checkChoice, checkNumber, refuse } from '../../checks.ts';
import { openMachine, type Session, type SharedOptions } from '../../session.ts';
import { checkWritten } from '../push/check.ts';
import { readWritten } from '../push/file.ts';
import { findShifts, scheduledTimeOf, toEventShift, usualShift } from '../shifts.ts';
import { pushAccounts } from '../store.ts';
import { runShiftShown } from './shown.ts';

type FleetRunOptions = SharedOptions & {
  readonly accounts?: string;
  readonly shift?: string;
  readonly date?: string;
  readonly concurrency?: string;
  readonly passes?: string;
};

const usualConcurrency = 50;
const usualPasses = [300, 1_800, 7_200];

/** Adds `fleet run`: a night of a shift in this process. */
export function addFleetRunCommand(fleet: ManualCommand, session: Session): void {
  fleet
    .command('run')
    .summary('run a night of a shift here')
    .description(
      'Runs the night of a shift that was due last in this process, as the state machine of a stack does with the function: the ' +
        'nights of all its accounts, passes over those without a good night, and the muster, which tells what came of it.',
    )
    .option('--accounts <file>', 'make the fleet here what a file says first, as fleet push does')
    .option('--shift <name>', 'which shift; needs no mention where there is one')
    .option('--date <YYYY-MM-DD>', 'the night that reports this date instead')
    .option('--concurrency <n>', 'nights that run at once; the configuration says how many, or 50')
    .option('--passes <seconds,…>', 'how long to wait before each pass after the first')
    .option('--json', 'print one JSON document')
    .manual({
      notes: [
        'Without keys the simulator answers: it knows every account, and has numbers of its own for each. Where the configuration ' +
          `has no fleet, there is one shift, ${usualShift.name}: ${usualShift.time} in ${usualShift.timeZone}.`,
        'It may be run again at any time: only accounts without a good night are asked for, and nothing is told twice. Ctrl-C lets ' +
          'the nights end that are under way; a second one ends it at once.',
      ],
      environment: nightEnvironment,
      exitCodes: {
        0: 'all accounts are measured',
        1: 'some are not, or something failed',
        2: 'wrong usage: nothing was done',
        [interruptedExitCode]: 'stopped by Ctrl-C; the same command goes on',
      },
      examples: {
        'vod-nightly fleet run --accounts accounts.csv':
          'last night of the accounts in a file, against the simulator',
        'vod-nightly fleet run --shift night --passes 1,2': 'without waiting long for what fails',
      },
    })
    .acts((options: FleetRunOptions) => runFleet(session, options));
}

/**
 * Runs the night of a shift that was due last in this process, or the one that reports a date.
 * @throws InvalidInputError with everything that is wrong
 */
export async function runFleet(session: Session, options: FleetRunOptions): Promise<void> {
  const { accounts: file, stack } = options;
  const isElsewhere = stack !== undefined || Boolean(session.environment.VOD_NIGHTLY_BUCKET);
  refuse([
    isElsewhere &&
      file !== undefined &&
      `--accounts ${file}: is for a fleet on this machine; use npx vod-nightly fleet push`,
  ]);
  await using opened = await openMachine(session, options, { ofFleet: true });
  const { config, environment } = opened;
  const shifts = !isElsewhere && !config.fleet ? [usualShift] : await findShifts(config, environment);
  const shift = chooseShift(shifts, options);
  const { archive } = opened.connectFleet({ deadlineMs: Number.POSITIVE_INFINITY });
  if (file !== undefined) {
    const grounds = { shifts, configured: config.accounts, scheduled: [], nowMs: Date.now() };
    const accounts = checkWritten(file, await readWritten(file), grounds);
    await pushAccounts(accounts, archive, { prune: true }, session.terminal);
  }
  if (!(await archive.read(shiftKey(shift.name))))
    throw usageError([
      `--shift ${shift.name}: has no accounts; name a file of them with --accounts, or use npx vod-nightly fleet push`,
    ]);
  const { passes, concurrency } = options;
  const night = {
    shift,
    scheduledTime: scheduledTimeOf(shift, options.date),
    passes: passes === undefined ? (config.fleet?.passes ?? usualPasses) : secondsIn(passes).map(Number),
    concurrency: Number(concurrency ?? config.fleet?.concurrency ?? usualConcurrency),
    language: config.fleet?.language ?? 'en',
    routes: { alerts: routesOf(config.alerts), reports: routesOf(config.reports) },
  } as const;
  await runShiftShown(night, opened, session, options);
}

/** @throws InvalidInputError with everything that is wrong */
function chooseShift(shifts: readonly Shift[], options: FleetRunOptions): Shift {
  const names = shifts.map(({ name }) => name);
  const { shift = names.length === 1 ? names[0] : undefined, concurrency, passes } = options;
  refuse([
    shift === undefined
      ? `--shift: has to be one of ${names.join(', ')}`
      : checkChoice('--shift', shift, names),
    concurrency !== undefined && checkNumber('--concurrency', concurrency, 1, 10_000),
    ...secondsIn(passes).map((seconds) => checkNumber('--passes', seconds, 0, 43_200)),
  ]);
  return toEventShift(shifts.find(({ name }) => name === shift) ?? usualShift);
}

function secondsIn(passes = ''): string[] {
  return passes === '' ? [] : passes.split(',');
}
