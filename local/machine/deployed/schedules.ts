import type { GetScheduleCommandOutput } from '@aws-sdk/client-scheduler';
import * as z from 'zod/mini';
import type { Environment } from '../../../lambda/adapters/connect.ts';
import { type Account, accountSchema } from '../../../lambda/config/account.ts';
import { type Shift, shiftSchema } from '../../../lambda/config/event.ts';
import { awsFailure } from './aws-error.ts';
import { patienceOf } from './patience.ts';
import { regionOf } from './stack.ts';

/** A schedule of the stack, and the account whose nights it starts. */
export type FoundSchedule = {
  readonly account: string;
  /** The secret or the key ring with the account's keys. */
  readonly secret: Account['secret'];
  readonly enabled: boolean;
  readonly expression: string;
  readonly timeZone: string;
};

const shiftInputSchema = z.object({ shift: shiftSchema() });
const inputSchema = z.object({ account: z.object({ name: z.string(), secret: accountSchema.shape.secret }) });

/**
 * The schedules that start the function of a stack; nothing when the environment names none. Where it does not say which group
 * they are in, as earlier stacks do not, all those of the Region are looked through.
 * @throws whatever the AWS SDK throws, such as for want of permission
 */
export async function findSchedules(environment: Environment): Promise<FoundSchedule[] | undefined> {
  const { VOD_NIGHTLY_FUNCTION: name, VOD_NIGHTLY_ALERTS_TOPIC: alerts = '' } = environment;
  if (!name) return undefined;
  const found: FoundSchedule[] = [];
  const isOfFunction = (arn: string) => arn.endsWith(`:function:${name}`);
  for await (const schedule of readSchedules(environment.VOD_NIGHTLY_SCHEDULE_GROUP, alerts, isOfFunction)) {
    const input = z.safeParse(inputSchema, JSON.parse(schedule.Target?.Input ?? 'null'));
    if (!input.success) continue;
    const { name: account, secret } = input.data.account;
    const enabled = schedule.State === 'ENABLED';
    const { ScheduleExpression: expression = '', ScheduleExpressionTimezone: timeZone = 'UTC' } = schedule;
    found.push({ account, secret, enabled, expression, timeZone });
  }
  return found;
}

/** A shift of a fleet, and whether its schedule starts it. */
export type FoundShift = Shift & { readonly enabled: boolean };

/**
 * The shifts that the schedules of a stack start; nothing when the environment names no group of them.
 * @throws whatever the AWS SDK throws, such as for want of permission
 */
export async function findShiftSchedules(environment: Environment): Promise<FoundShift[] | undefined> {
  const { VOD_NIGHTLY_FLEET_SCHEDULE_GROUP: group, VOD_NIGHTLY_ALERTS_TOPIC: alerts = '' } = environment;
  if (!group) return undefined;
  const found: FoundShift[] = [];
  for await (const schedule of readSchedules(group, alerts, () => true)) {
    const input = z.safeParse(shiftInputSchema, JSON.parse(schedule.Target?.Input ?? 'null'));
    if (!input.success) continue;
    const { name, timeZone, time } = input.data.shift;
    found.push({ name, timeZone, time, enabled: schedule.State === 'ENABLED' });
  }
  return found;
}

/** What kept the schedules from being read. @throws InvalidInputError that says what would help */
export function refuseSchedules(thrown: unknown): never {
  throw awsFailure(thrown, 'the schedules', 'scheduler:ListSchedules and scheduler:GetSchedule');
}

/** The schedules of a group, or of all, in the Region of a topic, whose targets are wanted. */
async function* readSchedules(
  group: string | undefined,
  topic: string,
  isWanted: (target: string) => boolean,
): AsyncGenerator<GetScheduleCommandOutput> {
  const { GetScheduleCommand, paginateListSchedules, SchedulerClient } = await import(
    '@aws-sdk/client-scheduler'
  );
  const client = new SchedulerClient({ region: regionOf(topic), ...patienceOf() });
  for await (const { Schedules } of paginateListSchedules({ client }, { GroupName: group })) {
    for (const { Name, GroupName, Target } of Schedules ?? [])
      if (isWanted(Target?.Arn ?? '')) yield await client.send(new GetScheduleCommand({ Name, GroupName }));
  }
}
