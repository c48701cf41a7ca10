import type { Account } from '../../../../lambda/config/account.ts';
import type { FoundSchedule, FoundShift } from '../../../machine/deployed/schedules.ts';
import { type Diagnosis, good, needsStack, wrong, wrongInAws } from '../diagnosis.ts';

/** Whether the nights of an account of the fleet are started. */
export function judgeShift(
  { timeZone, time }: Account,
  shifts: readonly FoundShift[] | Error | undefined,
): Diagnosis {
  if (shifts === undefined) return needsStack();
  if (shifts instanceof Error) return wrongSchedules(shifts);
  const shift = shifts.find((one) => one.timeZone === timeZone && one.time === time);
  if (!shift) return wrong(`there is none at ${time} in ${timeZone}`, 'deploy the stack with such a shift');
  return shift.enabled ? good(`enabled, at ${time} in ${timeZone}`) : wrong('it is disabled', enable);
}

/** What to do about a schedule that is disabled. */
export const enable = 'enable it in the console of EventBridge Scheduler';

/** Why the schedules could not be read. */
export function wrongSchedules(error: Error): Diagnosis {
  return wrongInAws(error, 'the schedules', 'scheduler:ListSchedules and scheduler:GetSchedule');
}

/** Whether an account's nights are started, and when the configuration says. */
export function judgeSchedule(
  account: Account,
  schedules: readonly FoundSchedule[] | Error | undefined,
): Diagnosis {
  if (schedules === undefined) return needsStack('VOD_NIGHTLY_FUNCTION');
  if (schedules instanceof Error) return wrongSchedules(schedules);
  const found = schedules.find((schedule) => schedule.account === account.name);
  if (!found) return wrong('there is none', 'deploy the stack with this configuration');
  if (!found.enabled) return wrong('it is disabled', enable);
  const [hour, minute] = account.time.split(':').map(Number);
  const expected = `cron(${minute} ${hour} * * ? *)`;
  if (found.expression !== expected || found.timeZone !== account.timeZone) {
    return wrong(
      `${found.expression} in ${found.timeZone}; the configuration says ${expected} in ${account.timeZone}`,
      'deploy the stack with this configuration',
    );
  }
  return good(`enabled, at ${account.time} in ${account.timeZone}`);
}
