import * as z from 'zod/mini';

// Each is made at every start of the function, at a cost: what is the same is made once.
const whole = z.int();
const number = z.number();
const atLeastOne = z.minimum(1);
const atMostAHundred = z.maximum(100);
const off = z.literal(false);
const positive = whole.check(atLeastOne);
const wholePercent = whole.check(atLeastOne, atMostAHundred);
const percent = number.check(
  z.minimum(0.1),
  atMostAHundred,
  z.refine((value) => Math.round(value * 10) / 10 === value, 'has to have one decimal at most'),
);
const deviations = number.check(atLeastOne);
const fewFiles = z._default(positive, 20);
const fewWeeks = z._default(whole.check(atLeastOne, z.maximum(8)), 4);
const never = z.optional(positive);

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
    critical: never,
  })
  .check(isOrdered());

const failureRate = z
  .strictObject({
    /** Percent of a date's finished files (complete or failed) that failed, from which on it is a warning. */
    warning: z._default(percent, 20),
    /** Percent from which on it is critical; `false` for never. */
    critical: z._default(z.union([percent, off]), 50),
    /** Finished files below which nothing is said: one failure of two files is no half. */
    minimumFiles: fewFiles,
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
    critical: z._default(z.union([deviations, off]), 12),
    /** Settled dates among the same weekdays of the last eight weeks below which nothing is said. */
    minimumWeeks: fewWeeks,
    /** Failed files below which nothing is said, however unusual they are. */
    minimumFailures: z._default(positive, 5),
  })
  .check(isOrdered('; it is 12 unless given, and false for never'));

const volumeDrop = z
  .strictObject({
    /** Percent below the same weekdays' median of files requested from which on it is a warning. A holiday is none. */
    warning: z._default(wholePercent, 70),
    /** Percent from which on it is critical, at 100 only when no file at all was requested; `false` for never. */
    critical: z._default(z.union([wholePercent, off]), 95),
    /** Measured dates among the same weekdays of the last eight weeks below which nothing is said. */
    minimumWeeks: fewWeeks,
    /** The median of files requested below which nothing is said. */
    minimumUsual: fewFiles,
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
    critical: never,
  })
  .check(isOrdered());

/** When people are told. A rule that is left out has its defaults; `false` switches it off. */
export const ruleSetSchema = z.strictObject({
  /** How many files failed. */
  failureCount: z.prefault(z.union([failureCount, off]), {}),
  /** How many of the finished files failed. */
  failureRate: z.prefault(z.union([failureRate, off]), {}),
  /** More failed files than on the same weekdays of the last eight weeks. */
  unusualFailures: z.prefault(z.union([unusualFailures, off]), {}),
  /** Far fewer files requested than on the same weekdays of the last eight weeks, or none. */
  volumeDrop: z.prefault(z.union([volumeDrop, off]), {}),
  /** Files that still wait or run days after their date. */
  stuck: z.prefault(z.union([stuck, off]), {}),
});

/** When people are told, as the program uses it, every default filled in. */
export type RuleSet = z.output<typeof ruleSetSchema>;

/** What may be written for rules. */
export type RuleSetInput = z.input<typeof ruleSetSchema>;

/** One rule that is switched on. */
export type Rule<Name extends keyof RuleSet> = Exclude<RuleSet[Name], false>;
