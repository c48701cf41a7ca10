import type { Environment } from '../../../lambda/adapters/connect.ts';
import { usualTime } from '../../../lambda/config/account.ts';
import type { Config } from '../../../lambda/config/config.ts';
import type { Shift } from '../../../lambda/config/event.ts';
import { dueToReport, lastDue } from '../../../lambda/core/time/last-due.ts';
import { usageError } from '../../cli/failures.ts';
import { type FoundShift, findShiftSchedules, refuseSchedules } from '../../machine/deployed/schedules.ts';
import { checkPastDate, refuse } from '../checks.ts';

/** The shift of a machine whose configuration has none. */
export const usualShift: Shift = { name: 'night', timeZone: 'Asia/Seoul', time: usualTime };

/**
 * When the nights of a fleet are due: as the schedules of the stack say that the environment names, or else the configuration.
 * @throws InvalidInputError when there are none, or they may not be read
 */
export async function findShifts(config: Config, environment: Environment): Promise<readonly FoundShift[]> {
  const { VOD_NIGHTLY_STACK: stack } = environment;
  const scheduled = await findShiftSchedules(environment).catch(refuseSchedules);
  const shifts = shiftsOf(scheduled, config, environment);
  if (shifts.length > 0) return shifts;
  const missing = 'put fleet: { shifts: [{ name: … }] } in the configuration';
  throw usageError([
    stack === undefined
      ? `--config: has no fleet; ${missing}`
      : `--stack ${stack}: has no fleet; ${missing}, and deploy it`,
  ]);
}

/** Those that schedules start or, where no stack is named that could say, those of the configuration. */
export function shiftsOf(
  scheduled: readonly FoundShift[] | undefined,
  { fleet }: Config,
  { VOD_NIGHTLY_STACK: stack }: Environment,
): readonly FoundShift[] {
  const configured = stack === undefined ? fleet?.shifts : undefined;
  return scheduled ?? configured?.map((shift) => ({ ...shift, enabled: true })) ?? [];
}

/** A shift as events have it. */
export function toEventShift({ name, timeZone, time }: Shift): Shift {
  return { name, timeZone, time };
}

/**
 * When the night of a shift was due that reports a date, or else the last one, as its schedule would say it.
 * @throws InvalidInputError when that night is not due yet
 */
export function scheduledTimeOf({ timeZone, time }: Shift, date: string | undefined): string {
  const nowMs = Date.now();
  if (date !== undefined) refuse(checkPastDate('--date', date, [timeZone]));
  const dueMs = date === undefined ? lastDue(nowMs, timeZone, time) : dueToReport(date, timeZone, time);
  refuse([dueMs > nowMs && `--date ${date}: the night that reports it is not due yet`]);
  return new Date(dueMs).toISOString().replace('.000', '');
}

/** Shifts in words: `night (01:10 in Asia/Seoul)`. */
export function describeShifts(shifts: readonly Shift[]): string {
  return shifts.map(({ name, time, timeZone }) => `${name} (${time} in ${timeZone})`).join(', ');
}
