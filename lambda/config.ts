import { en } from 'zod/locales';
import * as z from 'zod/mini';
import { baseUrlRule, isBaseUrl } from './core/base-url.ts';
import { languages } from './core/messages/language.ts';
import { type RuleSet, ruleSetSchema } from './core/rule-set.ts';
import { quietSchema } from './core/silence.ts';
import { InvalidInputError } from './errors.ts';
import { alertRecipientsSchema, httpsUrl, reportRecipientsSchema } from './recipients.ts';

z.config(en());

const positive = z.int().check(z.minimum(1));

const accountShape = {
  /** Names the account in keys, messages and schedules: lower-case letters, digits and hyphens, at most 40. */
  name: z
    .string()
    .check(
      z.regex(/^[a-z0-9](?:[a-z0-9-]{0,38}[a-z0-9])?$/, 'has to be 1 to 40 of a-z, 0-9 and inner hyphens'),
    ),
  /** IANA time zone in which the account's dates are reckoned. */
  timeZone: z._default(
    z.string().check(z.refine(isTimeZone, 'has to be an IANA time zone, such as Asia/Seoul')),
    'Asia/Seoul',
  ),
  /** The language in which people are told of the account. */
  language: z._default(z.enum(languages), 'en'),
  /** When the night is due, in the account's time zone. Choose an hour that no clock change skips. */
  time: z._default(
    z.string().check(z.regex(/^([01]\d|2[0-3]):[0-5]\d$/, 'has to be a time, such as 01:10')),
    '01:10',
  ),
  /** Name or ARN of the secret with the vendor's keys; without it NCP_ACCESS_KEY and NCP_SECRET_KEY are used. */
  secret: z.optional(z.string().check(z.minLength(1))),
  /** Address of VOD Station's API; the government zone has its own. */
  baseUrl: z._default(
    z.string().check(z.refine(isBaseUrl, baseUrlRule)),
    'https://vodstation.apigw.ntruss.com',
  ),
  /** Which parameter starts the window; `auto` lets the server's own answers prove it. */
  windowOrder: z._default(z.enum(['auto', 'toIsStart', 'fromIsStart']), 'auto'),
  /** Dates before yesterday that are asked again while they are missing or unsettled. */
  lookBackDays: z._default(z.int().check(z.minimum(0), z.maximum(31)), 7),
  /** Whether alerts name the files that failed. Their paths are customers' words, and go to whoever is told. */
  nameFiles: z._default(z.boolean(), true),
  /** When people are told. */
  rules: z.prefault(ruleSetSchema, {}),
  /** When they are not: silence that is known beforehand. For anything else there is `vod-nightly mute`. */
  quiet: z.prefault(quietSchema, {}),
  /** Whether each night makes a report: a page, its table, and the account's row in the index. */
  report: z._default(z.boolean(), true),
};

const accountSchema = z.strictObject(accountShape);

/** One account as the program uses it, every default filled in. */
export type Account = z.output<typeof accountSchema>;

/** What may be written for one account; everything but its name has a default. */
export type AccountInput = z.input<typeof accountSchema>;

/** What CloudWatch Logs accepts as a retention, in days: PutRetentionPolicy of its API reference. */
const retentions = [
  ...[1, 3, 5, 7, 14, 30, 60, 90, 120, 150, 180, 365, 400, 545, 731],
  ...[1096, 1827, 2192, 2557, 2922, 3288, 3653],
];

const deploymentSchema = z.strictObject({
  /** Memory of the function in MB. Lambda's share of a CPU grows with it. */
  memoryMb: z._default(z.int().check(z.minimum(128), z.maximum(10_240)), 512),
  /**
   * Nights that may run at once; leave out to reserve none. AWS lets an account reserve only what leaves 100 for its other
   * functions, and new accounts often have no more than 10.
   */
  reservedConcurrency: z.optional(positive),
  /** How long the function's log is kept. */
  logRetentionDays: z._default(
    z.int().check(z.refine((days) => retentions.includes(days), `has to be one of ${retentions.join(', ')}`)),
    90,
  ),
  /** How long an overwritten or deleted object can be brought back. */
  noncurrentVersionDays: z._default(positive, 90),
  /** Where alarms send their reader: this repository's `docs/runbook.md` as people there can open it. */
  runbookUrl: z._default(z.union([httpsUrl, z.literal('docs/runbook.md')]), 'docs/runbook.md'),
});

/** How the stack is built, every default filled in. */
export type Deployment = z.output<typeof deploymentSchema>;

function configSchemaFor(names: readonly string[]) {
  return z.strictObject({
    /** The accounts that are reported on. */
    accounts: z.array(accountSchema).check(
      z.minLength(1, 'has to hold at least one account'),
      z.refine((accounts) => new Set(accounts.map(({ name }) => name)).size === accounts.length, {
        error: 'has to give each account a name of its own',
      }),
    ),
    /** Who is told when a rule is broken, and when a night fails. */
    alerts: z.prefault(alertRecipientsSchema(names), {}),
    /** Who gets the nightly summary. */
    reports: z.prefault(reportRecipientsSchema(names), {}),
    /** How the stack is built; it means nothing on your own machine. */
    deployment: z.prefault(deploymentSchema, {}),
  });
}

/** The whole configuration as the program uses it, every default filled in. */
export type Config = z.output<ReturnType<typeof configSchemaFor>>;

/** What `vod-nightly.config.ts` may say. */
export type ConfigInput = z.input<ReturnType<typeof configSchemaFor>>;

const eventSchema = z.strictObject({
  account: accountSchema,
  /** The time for which the night was due: ISO 8601 in UTC, as EventBridge Scheduler writes it. */
  scheduledTime: z.iso.datetime({ error: 'has to be a time in UTC, such as 2026-11-22T16:10:00Z' }),
});

/** What invokes one night: the account's configuration, and when the night was due. */
export type NightEvent = z.output<typeof eventSchema>;

/**
 * Checks a configuration and fills in its defaults.
 * @throws InvalidInputError with every fault, its path and what would be right
 */
export function defineConfig(input: ConfigInput): Config {
  return parseAs(configSchemaFor(accountNamesIn(input)), 'the configuration', input);
}

/**
 * Checks the event that invokes one night.
 * @throws InvalidInputError with every fault, its path and what would be right
 */
export function parseNightEvent(input: unknown): NightEvent {
  return parseAs(eventSchema, 'the event', input);
}

/**
 * Checks rules by themselves and fills in their defaults.
 * @throws InvalidInputError with every fault, its path and what would be right
 */
export function parseRules(input: unknown): RuleSet {
  return parseAs(ruleSetSchema, 'the rules', input);
}

function parseAs<Schema extends z.ZodMiniType>(
  schema: Schema,
  subject: string,
  input: unknown,
): z.output<Schema> {
  const result = z.safeParse(schema, input, { reportInput: false });
  if (result.success) return result.data;
  throw new InvalidInputError(subject, result.error.issues.flatMap(describeIssue));
}

/** The names that routes may refer to, whatever else is wrong; none where they cannot be read. */
function accountNamesIn(input: unknown): string[] {
  const named = z.object({ accounts: z.array(z.object({ name: z.string() })) });
  return z.safeParse(named, input).data?.accounts.map(({ name }) => name) ?? [];
}

function describeIssue(issue: z.core.$ZodIssue): string[] {
  if (issue.code === 'invalid_union' && issue.errors[0]) {
    const faults = issue.errors.find((errors) => !errors.some(isOfAnotherForm)) ?? issue.errors[0];
    return faults.flatMap((inner) => describeIssue({ ...inner, path: [...issue.path, ...inner.path] }));
  }
  const place = issue.path.reduce<string>(
    (path, key) =>
      typeof key === 'number' ? `${path}[${key}]` : path === '' ? String(key) : `${path}.${String(key)}`,
    '',
  );
  return [`${place === '' ? 'the whole' : place}: ${issue.message}`];
}

/** Where several forms are allowed: whether not this one was meant. */
function isOfAnotherForm({ code, path }: z.core.$ZodIssue): boolean {
  return path.length === 0 && (code === 'invalid_type' || code === 'invalid_value');
}

function isTimeZone(name: string): boolean {
  try {
    return new Intl.DateTimeFormat('en', { timeZone: name }).resolvedOptions().timeZone !== '';
  } catch {
    return false;
  }
}
