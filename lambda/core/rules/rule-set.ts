import * as z from 'zod/mini';

const positive = z.int().check(z.minimum(1));
const wholePercent = z.int().check(z.minimum(1), z.maximum(100));
const percent = z.number().check(
  z.minimum(0.1),
  z.maximum(100),
  z.refine((value) => Math.round(value * 10) / 10 === value, 'has to have one decimal at most'),
);
const deviations = z.number().check(z.minimum(1));
const weeksOfEight = z.int().check(z.minimum(1), z.maximum(8));

/** From which value on a rule is broken, and how badly; at the threshold it is. Without `critical` it is never critical. */
export type Thresholds = { readonly warning: number; readonly critical?: number | false | undefined };

/** Critical is never milder than a warning; `hint` is for a critical threshold that nobody wrote. */
function isOrdered(hint = '') {
  return z.refine<Thresholds>(({ warning, critical }) => !critical || critical >= warning, {
    path: ['critical'],
    error: `has to be at least the warning threshold${hint}`,
  });
}

const failureCount = z
  .strictObject({
    /** Failed files of one date from which on it is a warning. At the threshold the rule is broken. */
    warning: z._default(positive, 5),
    /** Failed files of one date from which on it is critical; never, unless given. */
    critical: z.optional(positive),
  })
  .check(isOrdered());

const failureRate = z
  .strictObject({
    /** Percent of a date's finished files (complete or failed) that failed, from which on it is a warning. */
    warning: z._default(percent, 20),
    /** Percent from which on it is critical; `false` for never. */
    critical: z._default(z.union([percent, z.literal(false)]), 50),
    /** Finished files below which nothing is said: one failure of two files is no half. */
    minimumFiles: z._default(positive, 20),
  })
  .check(isOrdered('; it is 50 unless given, and false for never'));

/**
 * A deviation is the scaled median absolute deviation of the dates compared with, and at least the square root of their
 * median. Few dates estimate it badly, hence thresholds above the usual 3: of counts drawn at random, which vary by a third
 * beyond chance, 4 deviations over eight dates warn falsely 4 to 9 times a year, 6 less than 3 times, 12 in ten years once.
 */
const unusualFailures = z
  .strictObject({
    /** Deviations above the same weekdays' median of failed files from which on it is a warning. */
    warning: z._default(deviations, 6),
    /** Deviations from which on it is critical; `false` for never. */
    critical: z._default(z.union([deviations, z.literal(false)]), 12),
    /** Settled dates among the same weekdays of the last eight weeks below which nothing is said. */
    minimumWeeks: z._default(weeksOfEight, 4),
    /** Failed files below which nothing is said, however unusual they are. */
    minimumFailures: z._default(positive, 5),
  })
  .check(isOrdered('; it is 12 unless given, and false for never'));

const volumeDrop = z
  .strictObject({
    /** Percent below the same weekdays' median of files requested from which on it is a warning. A holiday is none. */
    warning: z._default(wholePercent, 70),
    /** Percent from which on it is critical, at 100 only when no file at all was requested; `false` for never. */
    critical: z._default(z.union([wholePercent, z.literal(false)]), 95),
    /** Measured dates among the same weekdays of the last eight weeks below which nothing is said. */
    minimumWeeks: z._default(weeksOfEight, 4),
    /** The median of files requested below which nothing is said. */
    minimumUsual: z._default(positive, 20),
  })
  .check(isOrdered('; it is 95 unless given, and false for never'));

/** Days after a date from which on files of it that still wait or run are a warning, unless somebody says otherwise. */
export const usualStuckDays = 3;

const stuck = z
  .strictObject({
    /**
     * Days after a date from which on files of it that still wait or run are a warning. A date is asked again for
     * `lookBackDays` only: beyond them a threshold would never speak.
     */
    warning: z._default(positive, usualStuckDays),
    /** Days from which on it is critical; never, unless given. */
    critical: z.optional(positive),
  })
  .check(isOrdered());

/** When people are told. A rule that is left out has its defaults; `false` switches it off. */
export const ruleSetSchema = z.strictObject({
  /** How many files failed. */
  failureCount: z.prefault(z.union([failureCount, z.literal(false)]), {}),
  /** How many of the finished files failed. */
  failureRate: z.prefault(z.union([failureRate, z.literal(false)]), {}),
  /** More failed files than on the same weekdays of the last eight weeks. */
  unusualFailures: z.prefault(z.union([unusualFailures, z.literal(false)]), {}),
  /** Far fewer files requested than on the same weekdays of the last eight weeks, or none. */
  volumeDrop: z.prefault(z.union([volumeDrop, z.literal(false)]), {}),
  /** Files that still wait or run days after their date. */
  stuck: z.prefault(z.union([stuck, z.literal(false)]), {}),
});

/** When people are told, as the program uses it, every default filled in. */
export type RuleSet = z.output<typeof ruleSetSchema>;

/** What may be written for rules. */
export type RuleSetInput = z.input<typeof ruleSetSchema>;

/** One rule that is switched on. */
export type Rule<Name extends keyof RuleSet> = Exclude<RuleSet[Name], false>;
