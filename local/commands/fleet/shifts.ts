import type { Environment } from '../../../lambda/adapters/connect.ts';
import type { Config } from '../../../lambda/config/config.ts';
import type { Shift } from '../../../lambda/config/event.ts';
import { usageError } from '../../cli/failures.ts';
import { awsFailure } from '../../machine/deployed/aws-error.ts';

/**
 * When the nights of a fleet are due: as the schedules of the stack say that the environment names, or else the configuration.
 * @throws InvalidInputError when there are none, or they may not be read
 */
export async function findShifts({ fleet }: Config, environment: Environment): Promise<readonly Shift[]> {
  const { VOD_NIGHTLY_STACK: stack } = environment;
  const { findShiftSchedules } = await import('../../machine/deployed/schedules.ts');
  const scheduled = await findShiftSchedules(environment).catch((thrown: unknown) => {
    throw awsFailure(thrown, 'the schedules', 'scheduler:ListSchedules and scheduler:GetSchedule');
  });
  const shifts = scheduled ?? (stack === undefined ? fleet?.shifts : undefined) ?? [];
  if (shifts.length > 0) return shifts;
  const missing = 'put fleet: { shifts: [{ name: … }] } in the configuration';
  throw usageError([
    stack === undefined
      ? `--config: has no fleet; ${missing}`
      : `--stack ${stack}: has no fleet; ${missing}, and deploy it`,
  ]);
}

/** Shifts in words: `night (01:10 in Asia/Seoul)`. */
export function describeShifts(shifts: readonly Shift[]): string {
  return shifts.map(({ name, time, timeZone }) => `${name} (${time} in ${timeZone})`).join(', ');
}
