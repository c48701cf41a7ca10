import { randomUUID } from 'node:crypto';
import type { BackfillEvent, CheckEvent, ListEvent, MusterEvent } from '../config/event.ts';
import { isLastDue } from '../core/time/last-due.ts';
import { countTogether } from './count-together.ts';
import { placeOf, type Surroundings } from './surroundings.ts';

/** The check of the morning, for which the start of a night does not wait. Throws what it could not tell, as a night does. */
export async function runCheck(
  { check: { accounts, scheduledTime } }: CheckEvent,
  deadlineMs: number,
  surroundings: Surroundings,
) {
  const { checkNights } = await import('../check/check.ts');
  const ports = surroundings.connect(accounts[0], { deadlineMs });
  const check = { accounts, dueMs: Date.parse(scheduledTime), ...placeOf(surroundings) };
  const { summary, failures } = await checkNights(check, ports);
  ports.telemetry.info('check', { summary });
  const counted = { CheckCompleted: Number(failures.length === 0), AccountsMissed: summary.missed.length };
  countTogether(counted, surroundings);
  for (const failure of failures) ports.telemetry.error('failed', failure);
  if (failures.length > 0) throw new AggregateError(failures, 'the check could not tell all that it found');
  return summary;
}

/** Goes on with the past of the account in the event, as far as the deadline lets it. Throws what failed. */
export async function runBackfill(event: BackfillEvent, deadlineMs: number, { connect }: Surroundings) {
  const { backfillAccount } = await import('../backfill/backfill-account.ts');
  const ports = connect(event.account, { deadlineMs, logFields: { account: event.account.name } });
  const progress = await backfillAccount(event, ports, { deadlineMs });
  ports.telemetry.info('backfill', { progress });
  return progress;
}

/** What the machine of a shift asks before each pass over its accounts. */
export async function runList({ list }: ListEvent, deadlineMs: number, { connectFleet }: Surroundings) {
  const { listAccounts } = await import('../fleet/list.ts');
  const ports = connectFleet({ deadlineMs, logFields: { shift: list.shift.name } });
  const listed = await listAccounts(list, ports);
  ports.telemetry.info('list', { listed });
  return listed;
}

/** The end of a shift's night, or as much of it as there is time for. Throws what failed, so that it is run again. */
export async function runMuster({ muster }: MusterEvent, deadlineMs: number, surroundings: Surroundings) {
  const { musterShift } = await import('../fleet/muster.ts');
  const ports = surroundings.connectFleet({ deadlineMs, logFields: { shift: muster.shift.name } });
  const { telemetry, clock } = ports;
  const start = { ...muster, holder: randomUUID(), deadlineMs, ...placeOf(surroundings) };
  const { outcome, failures } = await musterShift(start, ports);
  telemetry.info('muster', { summary: outcome });
  const counted = {
    AccountsMeasured: outcome.measured,
    AccountsUnavailable: outcome.unavailable,
    AccountsFailed: outcome.failed,
    NightAttempts: muster.attempts,
    ShiftDurationMs: Math.max(clock.now() - Date.parse(muster.startedTime), 0),
    MusterCompleted: Number(failures.length === 0),
  };
  // One that is run again days later says nothing of how it stands now.
  const isLast = isLastDue(Date.parse(muster.scheduledTime), Date.parse(muster.startedTime), muster.shift);
  if (isLast && (outcome.isDone || failures.length > 0))
    countTogether(counted, surroundings, muster.shift.name);
  for (const failure of failures) ports.telemetry.error('failed', failure);
  if (failures.length > 0) throw new AggregateError(failures, 'the muster could not do all that it had to');
  return outcome;
}
