import * as z from 'zod/mini';
import type { Environment } from '../../../lambda/adapters/connect.ts';
import { patienceOf } from './patience.ts';
import { regionOf } from './stack.ts';

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
 * The schedules that start the function of a stack; nothing when the environment names none. Where it does not say which group
 * they are in, as earlier stacks do not, all those of the Region are looked through.
 * @throws whatever the AWS SDK throws, such as for want of permission
 */
export async function findSchedules(environment: Environment): Promise<FoundSchedule[] | undefined> {
  const { VOD_NIGHTLY_FUNCTION: name, VOD_NIGHTLY_ALERTS_TOPIC: alerts = '' } = environment;
  const { VOD_NIGHTLY_SCHEDULE_GROUP: group } = environment;
  if (!name) return undefined;
  const { GetScheduleCommand, paginateListSchedules, SchedulerClient } = await import(
    '@aws-sdk/client-scheduler'
  );
  const client = new SchedulerClient({ region: regionOf(alerts), ...patienceOf() });
  const found: FoundSchedule[] = [];
  for await (const { Schedules } of paginateListSchedules({ client }, { GroupName: group })) {
    for (const { Name, GroupName, Target } of Schedules ?? []) {
      if (!Target?.Arn?.endsWith(`:function:${name}`)) continue;
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
