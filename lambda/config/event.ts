import * as z from 'zod/mini';
import { accountSchema } from './account.ts';
import { parseInput } from './parse-input.ts';

/** The time for which something was due: ISO 8601 in UTC, as EventBridge Scheduler writes it. */
const scheduledTime = z.iso.datetime({ error: 'has to be a time in UTC, such as 2026-11-22T16:10:00Z' });

const nightSchema = z.strictObject({ account: accountSchema, scheduledTime });

const checkSchema = z.strictObject({
  check: z.strictObject({
    /** At least one. The check needs little of them, and takes the defaults for the rest. */
    accounts: z.tuple([accountSchema], accountSchema),
    scheduledTime,
  }),
});

/** What invokes one night: the account's configuration, and when the night was due. */
export type NightEvent = z.output<typeof nightSchema>;

/** What invokes the check of the morning: the accounts whose nights it looks after, and when it was due. */
export type CheckEvent = z.output<typeof checkSchema>;

/** As much of an account as the check needs, in the event of which there is room for hundreds. */
export function toChecked({ name, timeZone, language, time, quiet }: z.output<typeof accountSchema>) {
  return { name, timeZone, language, time, quiet };
}

/**
 * Checks the event that invokes the function: one night, or the check of the morning.
 * @throws InvalidInputError with every fault, its path and what would be right
 */
export function parseEvent(input: unknown): NightEvent | CheckEvent {
  const isCheck = typeof input === 'object' && input !== null && 'check' in input;
  return isCheck ? parseInput(checkSchema, 'the event', input) : parseNightEvent(input);
}

/**
 * Checks the event that invokes one night.
 * @throws InvalidInputError with every fault, its path and what would be right
 */
export function parseNightEvent(input: unknown): NightEvent {
  return parseInput(nightSchema, 'the event', input);
}
