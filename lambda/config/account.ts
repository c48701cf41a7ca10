import * as z from 'zod/mini';
import { quietSchema } from '../core/notices/silence.ts';
import { ruleSetSchema } from '../core/rules/rule-set.ts';
import { baseUrlRule, isBaseUrl } from '../core/vendor/base-url.ts';
import { languages } from '../core/words/language.ts';

/** When nights are due unless somebody says otherwise: an hour after the date, so that most of its files are through. */
export const usualTime = '01:10';

/** How many dates before yesterday nights ask for again unless somebody says otherwise. */
export const usualLookBackDays = 7;

const text = z.string();
const usuallyTrue = z._default(z.boolean(), true);

/** A time of day, `HH:MM`. */
export const timeOfDay = text.check(z.regex(/^([01]\d|2[0-3]):[0-5]\d$/, 'has to be a time, such as 01:10'));

/** What a name has to be, to be said after what it names. */
export const nameRule = 'has to be 1 to 40 of a-z, 0-9 and inner hyphens';

/** Names an account, a shift, a key ring or a tag, in keys, messages and filters: lower-case letters, digits and hyphens, at most 40. */
export const nameSchema = text.check(
  z.regex(/^[a-z0-9](?:[a-z0-9-]{0,38}[a-z0-9])?$/, nameRule),
  // constructs/lib/construct.js keeps children in a plain object: of its own properties this alone is such a name.
  z.refine((name) => name !== 'constructor', 'has to be another name: CDK takes it for there already'),
);

/** A secret that many accounts share, each with keys of its own in it: `vod-nightly fleet keys put` writes it. */
const keyRingSchema = z.strictObject({ ring: nameSchema });

/** docs: Secrets Manager API reference, CreateSecret, Name; in ARNs a hyphen and six characters follow. */
const secretName = /^[A-Za-z0-9/_+=.@-]{1,512}$/;
const secretArn =
  /^arn:aws[a-z-]*:secretsmanager:[a-z0-9-]+:\d{12}:secret:[A-Za-z0-9/_+=.@-]{1,512}-[A-Za-z0-9]{6}$/;

const secret = text.check(
  z.refine((text) => (text.startsWith('arn:') ? secretArn : secretName).test(text), {
    error: ({ input }) =>
      String(input).startsWith('arn:')
        ? 'has to be the whole ARN of a secret of Secrets Manager, with the hyphen and six characters at its end'
        : 'has to be the name of a secret, of letters, digits and /_+=.@-, or its whole ARN',
  }),
);

/** Policies name keys by their own ARNs, never by an alias. docs: KMS developer guide, Key ARN. */
const kmsKey = text.check(
  z.regex(
    /^arn:aws[a-z-]*:kms:[a-z0-9-]+:\d{12}:key\/[A-Za-z0-9-]+$/,
    'has to be the ARN of a key, such as arn:aws:kms:ap-northeast-2:111122223333:key/… , and no alias',
  ),
);

/** All of them go with each message. */
const tagList = z.array(nameSchema).check(
  z.maxLength(10, 'has to hold at most 10 tags'),
  z.refine((tags) => new Set(tags).size === tags.length, 'has to name nothing twice'),
);

/** What each night's event says of an account. When its nights are due is checked more closely where people write it: account-input.ts. */
export const accountSchema = z.strictObject({
  /** Names the account in keys, messages and schedules. */
  name: nameSchema,
  /** IANA time zone in which the account's dates are reckoned, in its exact case. */
  timeZone: z._default(
    text.check(z.refine(isTimeZone, 'has to be an IANA time zone, such as Asia/Seoul')),
    'Asia/Seoul',
  ),
  /** The language in which people are told of the account. */
  language: z._default(z.enum(languages), 'en'),
  /** When the night is due, in the account's time zone. */
  time: z._default(timeOfDay, usualTime),
  /**
   * Name or whole ARN of the secret with the vendor's keys, or the key ring that has them among those of other accounts. Without
   * it a deployed night has a secret that the stack makes, and on your own machine NCP_ACCESS_KEY and NCP_SECRET_KEY are used.
   */
  secret: z.optional(z.union([secret, keyRingSchema])),
  /** ARN of the customer's key of KMS that this secret is encrypted with; AWS's own key needs no mention. */
  secretKmsKey: z.optional(kmsKey),
  /** What recipients can ask for: those of a customer, a team or a contract. Each message on the account carries them. */
  tags: z._default(tagList, []),
  /** Address of VOD Station's API; the government zone has its own. */
  baseUrl: z._default(text.check(z.refine(isBaseUrl, baseUrlRule)), 'https://vodstation.apigw.ntruss.com'),
  /** Which parameter starts the window; `auto` lets the server's own answers prove it. */
  windowOrder: z._default(z.enum(['auto', 'toIsStart', 'fromIsStart']), 'auto'),
  /** Dates before yesterday that are asked again while they are missing or unsettled. */
  lookBackDays: z._default(z.int().check(z.minimum(0), z.maximum(31)), usualLookBackDays),
  /** Whether alerts name the files that failed. Their paths are customers' words, and go to whoever is told. */
  nameFiles: usuallyTrue,
  /** When people are told. */
  rules: z.prefault(ruleSetSchema, {}),
  /** When they are not: silence that is known beforehand. For anything else there is `vod-nightly mute`. */
  quiet: z.prefault(quietSchema, {}),
  /** Whether each night leaves the page of its date. */
  report: usuallyTrue,
});

/** One account as the program uses it, every default filled in. */
export type Account = z.output<typeof accountSchema>;

function isTimeZone(name: string): boolean {
  try {
    return new Intl.DateTimeFormat('en', { timeZone: name }).resolvedOptions().timeZone !== '';
  } catch {
    return false;
  }
}
