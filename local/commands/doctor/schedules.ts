import type { Account } from '../../../lambda/config/account.ts';
import type { FoundSchedule } from '../../machine/deployed/schedules.ts';
import { type Check, type Diagnosis, good, needsStack, notTried, wrong, wrongInAws } from './diagnosis.ts';

/** Whether an account's nights are started, and when the configuration says. */
export function checkSchedule(
  account: Account,
  schedules: readonly FoundSchedule[] | Error | undefined,
): Check {
  return { name: 'schedule', look: async () => judge(account, schedules) };
}

function judge(account: Account, schedules: readonly FoundSchedule[] | Error | undefined): Diagnosis {
  if (schedules === undefined)
    return notTried(needsStack, 'vod-nightly doctor --stack NAME, or with VOD_NIGHTLY_FUNCTION set');
  if (schedules instanceof Error) {
    return wrongInAws(schedules, 'the schedules', 'scheduler:ListSchedules and scheduler:GetSchedule');
  }
  const found = schedules.find((schedule) => schedule.account === account.name);
  if (!found) return wrong('there is none', 'deploy the stack with this configuration');
  if (!found.enabled) return wrong('it is disabled', 'enable it in the console of EventBridge Scheduler');
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
