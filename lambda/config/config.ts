import * as z from 'zod/mini';
import { type RuleSet, ruleSetSchema } from '../core/rules/rule-set.ts';
import { InvalidInputError } from '../errors.ts';
import { accountInputSchema } from './account-input.ts';
import { fleetSchema } from './fleet.ts';
import { parseInput } from './parse-input.ts';
import { alertRecipientsSchema, reportRecipientsSchema } from './recipients.ts';
import { refuseSameNames } from './twins.ts';

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
  noncurrentVersionDays: z._default(z.int().check(z.minimum(1), z.maximum(36_500)), 90),
  /** Where alarms and alerts send their reader: this repository's `docs/runbook.md` as people there can open it. */
  runbookUrl: z.optional(
    z.string().check(z.refine(isRunbookUrl, 'has to be an https address of at most 700 characters')),
  ),
});

/** How the stack is built, every default filled in. */
export type Deployment = z.output<typeof deploymentSchema>;

const holdsAccounts = z.refine<{ accounts: unknown; fleet?: unknown }>(
  ({ accounts, fleet }) => !Array.isArray(accounts) || accounts.length > 0 || fleet !== undefined,
  { path: ['accounts'], error: 'has to hold at least one account, unless there is a fleet' },
);

function configSchemaFor(names: readonly string[] | undefined, nowMs: number) {
  const sections = z.strictObject({
    /** The accounts that are reported on, each with a schedule and a secret of its own in the stack. */
    accounts: z._default(z.array(accountInputSchema(nowMs)).check(refuseSameNames('accounts')), []),
    /** Many accounts that are data in the archive instead: `vod-nightly fleet push` puts them there. */
    fleet: z.optional(fleetSchema(nowMs)),
    /** Who is told when a rule is broken, and when a night fails. */
    alerts: z.prefault(alertRecipientsSchema(names), {}),
    /** Who gets the nightly summary, and whether messages link to a reader of the reports. */
    reports: z.prefault(reportRecipientsSchema(names), {}),
    /** How the stack is built; it means nothing on your own machine. */
    deployment: z.prefault(deploymentSchema, {}),
  });
  return z.pipe(
    sections.check(holdsAccounts),
    z.transform(({ reports: { recipients, links }, ...rest }: z.output<typeof sections>) => ({
      ...rest,
      reports: recipients,
      links,
    })),
  );
}

/** The whole configuration as the program uses it, every default filled in. */
export type Config = z.output<ReturnType<typeof configSchemaFor>>;

/** What `vod-nightly.config.ts` may say. */
export type ConfigInput = z.input<ReturnType<typeof configSchemaFor>>;

/** What {@link defineConfig} has made, so that it is not taken for something written by hand. */
const defined = new WeakSet<object>();
/** What is on all that defineConfig has made, be it that of another copy of the program, whose defaults and rules may be others. */
const made = Symbol.for('vod-nightly.config');

/**
 * Checks a configuration and fills in its defaults. What it gives cannot be changed any more.
 * @param nowMs epoch milliseconds, from which on clock changes matter to the times at which nights are due
 * @throws InvalidInputError with every fault, its path and what would be right
 */
export function defineConfig(input: ConfigInput, nowMs = Date.now()): Config {
  const config = parseInput(configSchemaFor(accountNamesIn(input), nowMs), 'the configuration', input);
  defined.add(freeze(Object.defineProperty(config, made, { value: true })));
  return config;
}

/**
 * The configuration in what a file exports, be it from {@link defineConfig} or written by hand.
 * @throws InvalidInputError with every fault, its path and what would be right
 */
export function toConfig(exported: unknown): Config {
  const isDefined = (value: unknown): value is Config => defined.has(Object(value));
  if (isDefined(exported)) return exported;
  if (!Object(exported)[made]) return defineConfig(exported as ConfigInput);
  throw new InvalidInputError('the configuration', [
    'the whole: its defineConfig is of another copy of vod-nightly than the one that reads it; import it from the package or the ' +
      'checkout whose command this is',
  ]);
}

/**
 * Checks rules by themselves and fills in their defaults.
 * @throws InvalidInputError with every fault, its path and what would be right
 */
export function parseRules(input: unknown): RuleSet {
  return parseInput(ruleSetSchema, 'the rules', input);
}

/** The names that routes may refer to, whatever else is wrong: none where they cannot be read, and any where there is a fleet. */
function accountNamesIn(input: unknown): string[] | undefined {
  if (Object(input).fleet !== undefined) return undefined;
  const named = z.object({ accounts: z.array(z.object({ name: z.string() })) });
  return z.safeParse(named, input).data?.accounts.map(({ name }) => name) ?? [];
}

/** The value with all that it holds, frozen. */
function freeze<Value extends object>(value: Value): Value {
  for (const inner of Object.values(value)) if (typeof inner === 'object' && inner !== null) freeze(inner);
  return Object.freeze(value);
}

/** It stands in the description of each alarm, which takes 1,024 characters: PutMetricAlarm of CloudWatch's API reference. */
function isRunbookUrl(text: string): boolean {
  return text.length <= 700 && /^https:\/\/\S+$/.test(text) && URL.canParse(text);
}
