import * as z from 'zod/mini';
import { usualStuckDays } from '../core/rules/rule-set.ts';
import {
  dateWithout,
  findSkippedTimes,
  nearestSafeTime,
  type SkippedTime,
} from '../core/time/skipped-times.ts';
import { findZoneName, zoneNames } from '../core/time/zone-names.ts';
import { type Account, accountSchema, timeOfDay, usualTime } from './account.ts';

/** What of a written account is checked together. It may hold anything where something else is wrong with it. */
type Written = {
  timeZone?: unknown;
  time?: unknown;
  secret?: unknown;
  secretKmsKey?: unknown;
  quiet?: { weekdays?: unknown };
  lookBackDays?: unknown;
  rules?: { stuck?: unknown };
};

/** A time zone by its exact name in the tz database. */
export const timeZone = z.string().check(({ value, issues }) => {
  if (zoneNames.has(value)) return;
  const name = findZoneName(value);
  const named = name === undefined ? ', such as Asia/Seoul' : `, in its exact case: ${name}`;
  issues.push({ code: 'custom', input: value, message: `has to be a name of the tz database${named}` });
});

const writtenSchema = z.extend(accountSchema, {
  timeZone: z._default(timeZone, 'Asia/Seoul'),
  /** A time that exists every day; {@link usualTime} or, where the clocks skip that, the nearest that they never skip. */
  time: z.optional(timeOfDay),
});

/** What may be written for one account; everything but its name has a default. */
export type AccountInput = z.input<typeof writtenSchema>;

/** The local times that the clocks of a zone skip. */
export type GapsOf = (zone: string) => SkippedTime[];

/** Finds what the clocks of zones skip from `nowMs` on, epoch milliseconds; of each zone once. */
export function findGapsFrom(nowMs: number): GapsOf {
  const known = new Map<string, SkippedTime[]>();
  return (zone) => {
    const gaps = known.get(zone) ?? findSkippedTimes(zone, nowMs);
    known.set(zone, gaps);
    return gaps;
  };
}

/** When something is due in a zone with these gaps, unless people say: {@link usualTime}, or the nearest that it never skips. */
export function usualTimeIn(gaps: readonly SkippedTime[]): string {
  return nearestSafeTime(usualTime, gaps);
}

/** Refuses a time that its zone's clocks skip on some day, and whatever is due then with it. */
export function existsDaily(gapsOf: GapsOf) {
  return z.check<Pick<Written, 'timeZone' | 'time'>>(
    ({ value: { timeZone, time }, issues }) => {
      if (typeof time !== 'string' || !timeOfDay.safeParse(time).success) return;
      if (typeof timeZone !== 'string' || !zoneNames.has(timeZone)) return;
      const gaps = gapsOf(timeZone);
      const date = dateWithout(time, gaps);
      if (date === undefined) return;
      const message =
        `has to exist every day: the clocks in ${timeZone} skip it on ${date}, and the night with it; ` +
        `the nearest time that they never skip is ${nearestSafeTime(time, gaps)}`;
      issues.push({ code: 'custom', input: time, path: ['time'], message });
    },
    { when: isObject },
  );
}

/**
 * What people write of an account, checked as AWS would check it on deployment, and so that its night is due every day.
 * @param nowMs epoch milliseconds, from which on clock changes matter
 */
export function accountInputSchema(nowMs: number) {
  const gapsOf = findGapsFrom(nowMs);
  return z.pipe(
    writtenSchema.check(existsDaily(gapsOf), keyHasSecret, leavesADay, stuckIsSeen),
    z.transform(
      ({ time, ...account }: z.output<typeof writtenSchema>): Account => ({
        ...account,
        time: time ?? usualTimeIn(gapsOf(account.timeZone)),
      }),
    ),
  );
}

const keyHasSecret = z.refine<Written>(
  ({ secret, secretKmsKey }) => secretKmsKey === undefined || secret !== undefined,
  {
    path: ['secretKmsKey'],
    error: 'has to come with the secret that it encrypts: those that the stack makes are under a key of AWS',
    when: isObject,
  },
);

const leavesADay = z.refine<Written>(
  ({ quiet }) => !Array.isArray(quiet?.weekdays) || new Set(quiet.weekdays).size < 7,
  {
    path: ['quiet', 'weekdays'],
    error: 'has to leave a day of the week: what is held back would never be told',
    when: isObject,
  },
);

/** Rules judge a date while it is asked for: what is stuck for longer than that is not found out. */
const stuckIsSeen = z.check<Written>(
  ({ value: { lookBackDays, rules }, issues }) => {
    if (typeof lookBackDays !== 'number') return;
    const thresholds: Record<string, unknown> = Object(rules?.stuck);
    const hints = { warning: `; it is ${usualStuckDays} unless given`, critical: '' };
    for (const [name, hint] of Object.entries(hints)) {
      const days = thresholds[name];
      if (typeof days !== 'number' || days <= lookBackDays) continue;
      const message =
        `has to be at most lookBackDays, here ${lookBackDays}, after which a date is asked for no more${hint}, and ` +
        'stuck: false is for never';
      issues.push({ code: 'custom', input: days, path: ['rules', 'stuck', name], message });
    }
  },
  { when: isObject },
);

/** Whether checks of several fields can run: they do so whatever else is wrong, so that all faults are told at once. */
function isObject({ value }: { value: unknown }): boolean {
  return typeof value === 'object' && value !== null;
}
