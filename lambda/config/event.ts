import * as z from 'zod/mini';
import { accountSchema } from './account.ts';
import { parseInput } from './parse-input.ts';

const eventSchema = z.strictObject({
  account: accountSchema,
  /** The time for which the night was due: ISO 8601 in UTC, as EventBridge Scheduler writes it. */
  scheduledTime: z.iso.datetime({ error: 'has to be a time in UTC, such as 2026-11-22T16:10:00Z' }),
});

/** What invokes one night: the account's configuration, and when the night was due. */
export type NightEvent = z.output<typeof eventSchema>;

/**
 * Checks the event that invokes one night.
 * @throws InvalidInputError with every fault, its path and what would be right
 */
export function parseNightEvent(input: unknown): NightEvent {
  return parseInput(eventSchema, 'the event', input);
}
