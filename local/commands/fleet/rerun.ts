import * as z from 'zod/mini';
import { formatNumber } from '../../../lambda/core/text/number.ts';
import { toPlainText } from '../../../lambda/core/text/plain-text.ts';
import { dateReportedBy } from '../../../lambda/core/time/day.ts';
import { usageError } from '../../cli/failures.ts';
import { archiveEnvironment, type ManualCommand } from '../../cli/help.ts';
import { catchInterrupt, interruptedExitCode } from '../../cli/interrupt.ts';
import { type Ended, startExecution, waitForEnd } from '../../machine/deployed/executions.ts';
import { loadConfig, readEnvironment, type Session, type SharedOptions } from '../session.ts';
import { runFleet } from './run/command.ts';
import { describeShifts, findShifts, scheduledTimeOf, toEventShift } from './shifts.ts';

type RerunOptions = SharedOptions & { readonly date?: string; readonly wait?: boolean };

/** Adds `fleet rerun`: starts the night of a shift again, for what failed of it. */
export function addRerunCommand(fleet: ManualCommand, session: Session): void {
  fleet
    .command('rerun')
    .summary('run again what failed of a night')
    .description(
      'Starts the state machine of a stack once more with the night of a shift that was due last: only accounts without a good night ' +
        'are asked for, nothing is told twice, and the muster tells what has changed.',
    )
    .argument('<shift>', 'its name')
    .option('--date <YYYY-MM-DD>', 'the night that reports this date instead')
    .option('--wait', 'wait until it has ended, and say what came of it')
    .option('--json', 'print one JSON document')
    .manual({
      notes: [
        'Without --stack it does what vod-nightly fleet run does on this machine, which takes --passes and --concurrency as well.',
      ],
      environment: {
        ...archiveEnvironment,
        VOD_NIGHTLY_FLEET_MACHINE: 'ARN of the state machine; --stack finds it by itself',
      },
      exitCodes: {
        0: 'it was started or, with --wait, all accounts are measured',
        1: 'some are not, or something failed; stderr says what',
        2: 'wrong usage: nothing was done',
        [interruptedExitCode]: 'Ctrl-C ended the waiting; the night goes on',
      },
      examples: {
        'vod-nightly fleet rerun night --wait --stack VodNightly': 'when the vendor is back',
        'vod-nightly fleet rerun night --date 2026-11-22 --stack VodNightly': 'an earlier night',
      },
    })
    .acts((options: RerunOptions, shift = '') => rerun(session, shift, options));
}

async function rerun(session: Session, name: string, options: RerunOptions): Promise<void> {
  const { terminal } = session;
  const config = await loadConfig(options.config);
  const environment = await readEnvironment(session, options);
  const shifts = await findShifts(config, environment);
  const found = shifts.find((one) => one.name === name);
  if (!found) throw usageError([`${name}: is no shift; there are ${describeShifts(shifts)}`]);
  const shift = toEventShift(found);
  const scheduledTime = scheduledTimeOf(shift, options.date);
  const machine = environment.VOD_NIGHTLY_FLEET_MACHINE;
  if (!machine) return runFleet(session, { ...options, shift: name });
  const execution = await startExecution(machine, { shift, scheduledTime });
  const date = dateReportedBy(Date.parse(scheduledTime), shift.timeZone);
  const night = { shift: name, date, scheduledTime, ...execution };
  const said = `${name}: the night that reports ${date}, due ${scheduledTime}, was started`;
  const started = `${said}\n${execution.executionArn}\n${execution.url}`;
  if (!options.wait) return terminal.out(options.json ? JSON.stringify(night) : started);
  terminal.note(started);
  using interrupt = catchInterrupt(terminal);
  const ended = await waitForEnd(execution.executionArn, interrupt.signal);
  if (!ended) return session.exitWith(interruptedExitCode);
  const counts = countsIn(ended);
  if (!counts)
    throw new Error(`${name}: ${ended.status}, ${toPlainText(ended.reason, reasonMaxLength)}; ${night.url}`);
  const document = { ...night, status: ended.status, ...counts };
  terminal.out(options.json ? JSON.stringify(document) : `${name}, ${date}: ${describeCounts(counts)}`);
  if (counts.unavailable + counts.failed > 0) session.exitWith(1);
}

const outputSchema = z.object({
  muster: z.object({
    accounts: z.number(),
    measured: z.number(),
    unavailable: z.number(),
    failed: z.number(),
  }),
});
type Counts = z.output<typeof outputSchema>['muster'];
const reasonMaxLength = 300;

/** What an execution's muster came to; nothing when it did not come to one. */
function countsIn({ output = 'null' }: Ended): Counts | undefined {
  return z.safeParse(outputSchema, JSON.parse(output)).data?.muster;
}

function describeCounts({ accounts, measured, unavailable, failed }: Counts): string {
  const bad = `${formatNumber(unavailable)} unavailable, ${formatNumber(failed)} failed`;
  return `${formatNumber(measured)} of ${formatNumber(accounts)} accounts measured, ${bad}`;
}
