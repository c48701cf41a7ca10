import { dateReportedBy } from '../../../../lambda/core/time/day.ts';
import { countOf } from '../../../cli/count.ts';
import { catchInterrupt, interruptedExitCode } from '../../../cli/interrupt.ts';
import { type Fact, formatFacts } from '../../../cli/table.ts';
import type { Screen } from '../../../cli/terminal.ts';
import type { Delivery } from '../../../embedded-aws/sns/outbox.ts';
import type { Machine, Place } from '../../../machine/machine.ts';
import { type Session, type SharedOptions, showPath } from '../../session.ts';
import { runShift, type ShiftNight, type ShiftOutcome, stepsHere } from './shift.ts';

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
  const { signal } = interrupt;
  const outcome = await runShift(night, stepsHere(machine, machine.environment), terminal, signal);
  const date = dateReportedBy(Date.parse(scheduledTime), shift.timeZone);
  const seconds = Math.round(performance.now() - startedMs) / 1_000;
  const ran = { shift: shift.name, scheduledTime, date, seconds };
  const deliveries = machine.deliveries().slice(before);
  if (json) terminal.out(JSON.stringify({ ...ran, ...summarizeOutcome(outcome) }));
  else terminal.out(describeShift(ran, outcome, machine.api, deliveries, terminal));
  if (!json && machine.outbox && deliveries.length > 0)
    terminal.out(`\nWhat was sent lies in ${showPath(machine.outbox)}, one file for each delivery.`);
  if (signal.aborted) return session.exitWith(interruptedExitCode);
  const left = (outcome.muster?.unavailable ?? 0) + (outcome.muster?.failed ?? 0);
  const whom = countOf(left, 'account');
  if (left > 0)
    throw new Error(`${shift.name}: ${date} could not be measured for ${whom}, or not all was told`);
}

/** What a night of a shift came to, in its JSON document. */
function summarizeOutcome({ passes, muster }: ShiftOutcome) {
  const { isDone: _isDone, ...counts } = muster ?? { isDone: false };
  return { ...counts, passes, interrupted: muster === undefined };
}

/** The night of a shift on the screen: what came of it, and what was told. */
function describeShift(
  { shift, date, seconds }: { readonly shift: string; readonly date: string; readonly seconds: number },
  { passes, muster }: ShiftOutcome,
  api: string,
  deliveries: readonly Delivery[],
  screen: Screen,
): string {
  const { unavailable = 0, failed = 0 } = muster ?? {};
  const facts: Fact[] = [
    ['passes', passes.map(describePass)],
    ['asked', api],
    ['took', `${seconds.toFixed(1)} s`],
    muster
      ? ['measured', `${muster.measured} of ${countOf(muster.accounts, 'account')}`]
      : ['stopped', 'the same command goes on; nobody has been told of the whole', 'yellow'],
    ['missing', unavailable > 0 ? `${countOf(unavailable, 'account')} unavailable` : [], 'red'],
    ['failed', failed > 0 ? countOf(failed, 'account') : [], 'red'],
    ['told', describeTold(deliveries)],
  ];
  return formatFacts(`${shift}, ${date}`, facts, screen);
}

function describePass({ accounts, failed }: ShiftOutcome['passes'][number]): string {
  return `${countOf(accounts, 'night')}${failed > 0 ? `, ${failed} without a good end` : ''}`;
}

/** What is told of the whole by its subject, of single accounts how much there was, and who was told how often. */
function describeTold(deliveries: readonly Delivery[]): string[] {
  const ofWhole = deliveries.filter(({ attributes }) => !attributes.account);
  const ofAccounts = deliveries.filter(({ attributes }) => attributes.account);
  const messages = new Set(ofAccounts.map(({ messageId }) => messageId)).size;
  const recipients = Map.groupBy(deliveries, ({ protocol, recipient }) => `→ ${protocol} ${recipient}`);
  return [
    ...new Set(ofWhole.flatMap(({ subject }) => subject ?? [])),
    ...(messages > 0 ? [`${countOf(messages, 'message')} about single accounts`] : []),
    ...Array.from(recipients, ([name, own]) => `${name}: ${countOf(own.length, 'message')}`),
  ];
}
