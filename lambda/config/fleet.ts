import * as z from 'zod/mini';
import { zoneNames } from '../core/time/zone-names.ts';
import { languages } from '../core/words/language.ts';
import { nameSchema, timeOfDay } from './account.ts';
import { existsDaily, findGapsFrom, type GapsOf, timeZone, usualTimeIn } from './account-input.ts';
import { refuseSameNames, refuseTwins } from './twins.ts';

const shiftSchema = z.strictObject({
  /** Names the shift in keys, commands and schedules. */
  name: nameSchema,
  /** IANA time zone of its time, and of the dates of its accounts. */
  timeZone: z._default(timeZone, 'Asia/Seoul'),
  /** When the nights of its accounts are due, in its time zone, every day; 01:10 or, where the clocks skip that, the nearest. */
  time: z.optional(timeOfDay),
});

/**
 * What people write of a fleet: accounts that are data in the archive, and no resources of a stack.
 * @param nowMs epoch milliseconds, from which on clock changes matter
 */
export function fleetSchema(nowMs: number) {
  const gapsOf = findGapsFrom(nowMs);
  const shift = z.pipe(
    shiftSchema.check(existsDaily(gapsOf)),
    z.transform(({ name, timeZone, time }: z.output<typeof shiftSchema>) => ({
      name,
      timeZone,
      time: time ?? usualTimeIn(gapsOf(timeZone)),
    })),
  );
  return z.strictObject({
    /** When nights are due. An account belongs to the shift of its time zone and its time. */
    shifts: z
      .array(shift)
      .check(
        z.minLength(1, 'has to hold at least one shift'),
        refuseSameNames('shifts'),
        timesDiffer(gapsOf),
      ),
    /**
     * Nights that run at once. Lambda runs 1,000 functions of an AWS account at once, of a new one often 10, and the vendor's
     * API refuses what its quota does not allow.
     */
    concurrency: z._default(z.int().check(z.minimum(1), z.maximum(10_000)), 50),
    /** How long after each pass over the accounts those without a good night are run again, seconds. */
    passes: z._default(
      z
        .array(z.int().check(z.minimum(1), z.maximum(43_200)))
        .check(z.maxLength(9, 'has to hold at most 9 passes')),
      [300, 1_800, 7_200],
    ),
    /** The language in which a shift is summed up. */
    language: z._default(z.enum(languages), 'en'),
  });
}

/** A fleet as the program uses it, every default filled in. */
export type Fleet = z.output<ReturnType<typeof fleetSchema>>;

/** Accounts find their shift by time zone and time. */
function timesDiffer(gapsOf: GapsOf) {
  return refuseTwins<{ timeZone: unknown; time?: unknown }>(
    (shift) => {
      const { timeZone, time } = { ...shift };
      if (typeof timeZone !== 'string' || !zoneNames.has(timeZone)) return undefined;
      return `${timeZone} ${time ?? usualTimeIn(gapsOf(timeZone))}`;
    },
    () => ['time'],
    (first) => `has to be a time of its own in its zone: shifts[${first}] has it already`,
  );
}
