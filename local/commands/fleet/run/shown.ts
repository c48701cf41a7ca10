import { dateReportedBy } from '../../../../lambda/core/time/day.ts';
import { countOf } from '../../../cli/count.ts';
import { throwAll } from '../../../cli/failures.ts';
import { catchInterrupt, interruptedExitCode } from '../../../cli/interrupt.ts';
import { formatJson } from '../../../cli/json.ts';
import type { ProgressLine } from '../../../cli/progress-line.ts';
import type { Machine, Place } from '../../../machine/machine.ts';
import { type Session, type SharedOptions, showPath } from '../../session.ts';
import { describeShift, type ShiftReport, summarizeShift } from './screen.ts';
import { type Pass, runShift, type ShiftNight } from './shift.ts';
import { stepsHere } from './steps-here.ts';

/** Runs a night of a shift in this process, shows how far it has come, and prints what came of it and what was told. */
export async function runShiftShown(
  night: ShiftNight,
  machine: Machine & Pick<Place, 'environment'>,
  session: Session,
  { json }: Pick<SharedOptions, 'json'>,
): Promise<void> {
  const { terminal } = session;
  const { shift, scheduledTime } = night;
  const before = machine.deliveries().length;
  const startedMs = performance.now();
  using interrupt = catchInterrupt(terminal);
  using passes = showPasses(night, session);
  const { signal } = interrupt;
  const outcome = await runShift(night, stepsHere(machine, machine.environment), { signal, ...passes });
  const report: ShiftReport = {
    shift: shift.name,
    scheduledTime,
    date: dateReportedBy(Date.parse(scheduledTime), shift.timeZone),
    outcome,
    api: machine.api,
    seconds: Math.round(performance.now() - startedMs) / 1_000,
    deliveries: machine.deliveries().slice(before),
  };
  passes[Symbol.dispose]();
  terminal.out(json ? formatJson([summarizeShift(report)]) : describeShift(report, terminal.paint));
  if (!json && machine.outbox && report.deliveries.length > 0)
    terminal.out(`\nWhat was sent lies in ${showPath(machine.outbox)}, one file for each delivery.`);
  if (signal.aborted) session.exitWith(interruptedExitCode);
  else throwAll(failuresOf(report));
}

/** A line for each pass, one after the other. */
function showPasses({ shift, passes }: ShiftNight, { terminal }: Session) {
  let line: ProgressLine | undefined;
  let total = 0;
  const end = () => line?.[Symbol.dispose]();
  return {
    onPass: ({ pass, accounts, waitSeconds }: Pass) => {
      end();
      if (waitSeconds > 0)
        terminal.note(
          `${countOf(accounts, 'account')} without a good night: pass ${pass} of ${passes.length + 1} in ${waitSeconds} s`,
        );
      line = terminal.progress(`${shift.name}, pass ${pass} of ${passes.length + 1}:`);
      total = accounts;
    },
    onNight: ({ done, failed }: { readonly done: number; readonly failed: number }) =>
      line?.show({ done, total, item: `${failed} unavailable` }),
    [Symbol.dispose]: end,
  };
}

function failuresOf({ shift, date, outcome: { muster } }: ShiftReport): Error[] {
  const left = (muster?.unavailable ?? 0) + (muster?.failed ?? 0);
  return left === 0
    ? []
    : [
        new Error(
          `${shift}: ${date} could not be measured for ${countOf(left, 'account')}, or not all was told`,
        ),
      ];
}
