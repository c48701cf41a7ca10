import * as z from 'zod/mini';
import type { Account } from '../../lambda/config.ts';
import { explainAwsError } from './aws-error.ts';
import { type Check, type Diagnosis, good, unknown, wrong } from './diagnosis.ts';

/** A schedule of the stack, and the account whose nights it starts. */
export type FoundSchedule = {
  readonly account: string;
  /** The secret with the account's keys. */
  readonly secret: string | undefined;
  readonly enabled: boolean;
  readonly expression: string;
  readonly timeZone: string;
};

const inputSchema = z.object({ account: z.object({ name: z.string(), secret: z.optional(z.string()) }) });

/**
 * The schedules that start a function.
 * @throws whatever the AWS SDK throws, such as for want of permission
 */
export async function findSchedules(functionName: string, region: string): Promise<FoundSchedule[]> {
  const { GetScheduleCommand, paginateListSchedules, SchedulerClient } = await import(
    '@aws-sdk/client-scheduler'
  );
  const client = new SchedulerClient({ region });
  const found: FoundSchedule[] = [];
  for await (const { Schedules } of paginateListSchedules({ client }, {})) {
    for (const { Name, GroupName, Target } of Schedules ?? []) {
      if (!Target?.Arn?.endsWith(`:function:${functionName}`)) continue;
      const schedule = await client.send(new GetScheduleCommand({ Name, GroupName }));
      const input = z.safeParse(inputSchema, JSON.parse(schedule.Target?.Input ?? 'null'));
      if (!input.success) continue;
      const { name: account, secret } = input.data.account;
      const enabled = schedule.State === 'ENABLED';
      const { ScheduleExpression: expression = '', ScheduleExpressionTimezone: timeZone = 'UTC' } = schedule;
      found.push({ account, secret, enabled, expression, timeZone });
    }
  }
  return found;
}

/** Whether an account's nights are started, and when the configuration says. */
export function checkSchedule(
  account: Account,
  schedules: readonly FoundSchedule[] | Error | undefined,
): Check {
  return { name: 'schedule', look: async () => judge(account, schedules) };
}

function judge(account: Account, schedules: readonly FoundSchedule[] | Error | undefined): Diagnosis {
  if (schedules === undefined)
    return unknown('needs a stack: set VOD_NIGHTLY_FUNCTION to its output Function');
  if (schedules instanceof Error) {
    return explainAwsError(schedules, 'the schedules', 'scheduler:ListSchedules and scheduler:GetSchedule');
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
