import * as z from 'zod/mini';
import { accountSchema } from './account.ts';
import { type RuleSet, ruleSetSchema } from './core/rule-set.ts';
import { parseInput } from './parse-input.ts';
import { alertRecipientsSchema, httpsUrl, reportRecipientsSchema } from './recipients.ts';

const positive = z.int().check(z.minimum(1));

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

/**
 * Checks a configuration and fills in its defaults.
 * @throws InvalidInputError with every fault, its path and what would be right
 */
export function defineConfig(input: ConfigInput): Config {
  return parseInput(configSchemaFor(accountNamesIn(input)), 'the configuration', input);
}

/**
 * Checks rules by themselves and fills in their defaults.
 * @throws InvalidInputError with every fault, its path and what would be right
 */
export function parseRules(input: unknown): RuleSet {
  return parseInput(ruleSetSchema, 'the rules', input);
}

/** The names that routes may refer to, whatever else is wrong; none where they cannot be read. */
function accountNamesIn(input: unknown): string[] {
  const named = z.object({ accounts: z.array(z.object({ name: z.string() })) });
  return z.safeParse(named, input).data?.accounts.map(({ name }) => name) ?? [];
}
