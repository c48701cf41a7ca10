import { type CalendarDate, dateReportedBy } from '../../../../lambda/core/time/day.ts';
import { countOf } from '../../../cli/count.ts';
import { throwAll } from '../../../cli/failures.ts';
import { catchInterrupt, interruptedExitCode } from '../../../cli/interrupt.ts';
import { formatJson } from '../../../cli/json.ts';
import type { ProgressLine } from '../../../cli/progress-line.ts';
import { type Fact, formatFacts } from '../../../cli/table.ts';
import type { Screen } from '../../../cli/terminal.ts';
import type { Delivery } from '../../../embedded-aws/sns/outbox.ts';
import type { Machine, Place } from '../../../machine/machine.ts';
import { type Session, type SharedOptions, showPath } from '../../session.ts';
import { type Pass, runShift, type ShiftNight, type ShiftOutcome, stepsHere } from './shift.ts';

/** A night of a shift that was run, and what was delivered meanwhile. */
type ShiftReport = {
  readonly shift: string;
  readonly scheduledTime: string;
  readonly date: CalendarDate;
  /** Which API answered, in words. */
  readonly api: string;
  readonly outcome: ShiftOutcome;
  readonly seconds: number;
  readonly deliveries: readonly Delivery[];
};

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
  terminal.out(json ? formatJson([summarizeShift(report)]) : describeShift(report, terminal));
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

/** The night of a shift as a JSON document. */
function summarizeShift({ shift, scheduledTime, date, outcome, seconds }: ShiftReport) {
  const { passes, muster } = outcome;
  const { isDone: _isDone, ...counts } = muster ?? { isDone: false };
  return { shift, scheduledTime, date, ...counts, passes, seconds, interrupted: muster === undefined };
}

/** The night of a shift on the screen: what came of it, and what was told. */
function describeShift(
  { shift, date, api, outcome, seconds, deliveries }: ShiftReport,
  screen: Screen,
): string {
  const { passes, muster } = outcome;
  const rows: Fact[] = passes.map(({ accounts, failed }, index) => [
    index === 0 ? 'passes' : '',
    `${countOf(accounts, 'night')}${failed > 0 ? `, ${failed} without a good end` : ''}`,
  ]);
  rows.push(['asked', api], ['took', `${seconds.toFixed(1)} s`]);
  if (muster) {
    const { accounts, measured, unavailable, failed } = muster;
    rows.push(['measured', `${measured} of ${countOf(accounts, 'account')}`]);
    if (unavailable > 0) rows.push(['missing', `${countOf(unavailable, 'account')} unavailable`, 'red']);
    if (failed > 0) rows.push(['failed', countOf(failed, 'account'), 'red']);
  } else rows.push(['stopped', 'the same command goes on; nobody has been told of the whole', 'yellow']);
  rows.push(...describeTold(deliveries));
  return formatFacts(`${shift}, ${date}`, rows, screen);
}

/** What is told of the whole by its subject, and of single accounts how much there was. */
function describeTold(deliveries: readonly Delivery[]): [string, string][] {
  const ofWhole = deliveries.filter(
    ({ attributes, subject }) => !attributes.account && subject !== undefined,
  );
  const subjects = [...new Set(ofWhole.map(({ subject = '' }) => subject))];
  const ofAccounts = new Set(
    deliveries.filter(({ attributes }) => attributes.account).map(({ messageId }) => messageId),
  );
  const told = [
    ...subjects,
    ...(ofAccounts.size > 0 ? [`${countOf(ofAccounts.size, 'message')} about single accounts`] : []),
    ...describeRecipients(deliveries),
  ];
  return told.map((text, index) => [index === 0 ? 'told' : '', text]);
}

function describeRecipients(deliveries: readonly Delivery[]): string[] {
  const counts = new Map<string, number>();
  for (const { protocol, recipient } of deliveries) {
    const name = `→ ${protocol} ${recipient}`;
    counts.set(name, (counts.get(name) ?? 0) + 1);
  }
  return Array.from(counts, ([name, count]) => `${name}: ${countOf(count, 'message')}`);
}
