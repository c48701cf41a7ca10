import * as z from 'zod/mini';
import { languages } from '../core/words/language.ts';
import { nameSchema, timeOfDay, usualTime } from './account.ts';
import { existsDaily, findGapsFrom, timeZone } from './account-input.ts';
import { refuseTwins } from './twins.ts';

const shiftSchema = z.strictObject({
  /** Names the shift in keys, commands and schedules. */
  name: nameSchema,
  /** IANA time zone of its time, and of the dates of its accounts. */
  timeZone: z._default(timeZone, 'Asia/Seoul'),
  /** When the nights of its accounts are due, in its time zone. */
  time: z._default(timeOfDay, usualTime),
});

/**
 * What people write of a fleet: accounts that are data in the archive, and no resources of a stack.
 * @param nowMs epoch milliseconds, from which on clock changes matter
 */
export function fleetSchema(nowMs: number) {
  return z.strictObject({
    /** When nights are due. An account belongs to the shift of its time zone and its time. */
    shifts: z
      .array(shiftSchema.check(existsDaily(findGapsFrom(nowMs))))
      .check(z.minLength(1, 'has to hold at least one shift'), namesDiffer, timesDiffer),
    /**
     * Nights that run at once. Lambda runs 1,000 functions of an AWS account at once, of a new one often 10, and the vendor's
     * API refuses what its quota does not allow.
     */
    concurrency: z._default(z.int().check(z.minimum(1), z.maximum(10_000)), 50),
    /** How long after each pass over the accounts those without a good night are run again, seconds. */
    passes: z._default(
      z.array(z.int().check(z.minimum(1), z.maximum(43_200))).check(z.maxLength(9)),
      [300, 1_800, 7_200],
    ),
    /** The language in which a shift is summed up. */
    language: z._default(z.enum(languages), 'en'),
  });
}

/** A fleet as the program uses it, every default filled in. */
export type Fleet = z.output<ReturnType<typeof fleetSchema>>;

const namesDiffer = refuseTwins<{ name: unknown }>(
  (shift) => (typeof shift?.name === 'string' ? shift.name : undefined),
  () => ['name'],
  (first) => `has to be a name of its own: shifts[${first}] has it already`,
);

/** Accounts find their shift by these. */
const timesDiffer = refuseTwins<{ timeZone: unknown; time: unknown }>(
  (shift) => `${shift?.timeZone} ${shift?.time}`,
  () => ['time'],
  (first) => `has to be a time of its own in its zone: shifts[${first}] has it already`,
);
