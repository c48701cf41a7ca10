import type { Account } from '../../lambda/account.ts';
import type { Config } from '../../lambda/config.ts';
import { type Connect, connectFrom, type Environment } from '../../lambda/environment.ts';
import { toError } from '../../lambda/errors.ts';
import { connectAsDeployed } from '../deployed/keys.ts';
import { type FoundSchedule, findSchedules } from '../deployed/schedules.ts';
import { startMachine } from '../machine.ts';
import { checkLedger, checkWriting } from './archive.ts';
import type { Section } from './diagnosis.ts';
import { checkSchedule } from './schedules.ts';
import { checkAlerts, checkReports, checkSms, describeOutbox } from './subscriptions.ts';
import { checkVendor } from './vendor.ts';

/** What is to be looked at, and from where. */
export type SurroundingsOptions = {
  readonly config: Config;
  readonly accounts: readonly Account[];
  readonly environment: Environment;
  /** Where local state lies. */
  readonly directory: string;
  /** Takes log lines. */
  readonly write: (line: string) => void;
};

/** The checks of all that a night touches; what was started for them stops with it. */
export type Surroundings = AsyncDisposable & { readonly sections: readonly Section[] };

/**
 * Connects to the stack that the environment names, or to the services of this machine.
 * @throws InvalidInputError when the environment does not say all it has to
 */
export async function openSurroundings(options: SurroundingsOptions): Promise<Surroundings> {
  return options.environment.VOD_NIGHTLY_BUCKET ? openStack(options) : openLocal(options);
}

async function openLocal(options: SurroundingsOptions): Promise<Surroundings> {
  const { config, accounts } = options;
  const machine = await startMachine({ ...options, nowMs: Date.now() });
  const topics = [describeOutbox(machine.outbox ?? machine.archive), checkSms(config, undefined)];
  return {
    sections: sectionsOf(machine.archive, accounts, machine.connect, topics, undefined),
    [Symbol.asyncDispose]: () => machine[Symbol.asyncDispose](),
  };
}

async function openStack(options: SurroundingsOptions): Promise<Surroundings> {
  const { config, accounts, environment, write } = options;
  const { VOD_NIGHTLY_ALERTS_TOPIC: alerts, VOD_NIGHTLY_REPORTS_TOPIC: reports } = environment;
  const connect = connectFrom(environment, write);
  const schedules = await findSchedules(environment).catch(toError);
  const topics = [checkAlerts(alerts, config), checkReports(reports, config), checkSms(config, alerts)];
  return {
    sections: sectionsOf(
      `s3://${environment.VOD_NIGHTLY_BUCKET}`,
      accounts,
      connectAsDeployed(connect, schedules instanceof Error ? undefined : schedules),
      topics,
      schedules,
    ),
    [Symbol.asyncDispose]: async () => undefined,
  };
}

function sectionsOf(
  archive: string,
  accounts: readonly Account[],
  connect: Connect,
  topics: Section['checks'],
  schedules: readonly FoundSchedule[] | Error | undefined,
): Section[] {
  const [first] = accounts.map((account) => connect(account));
  return [
    { title: archive, checks: [...(first ? [checkWriting(first.archive)] : []), ...topics] },
    ...accounts.map((account) => {
      const ports = connect(account);
      const checks = [
        ...checkVendor(account, ports),
        checkSchedule(account, schedules),
        ...checkLedger(account, ports),
      ];
      return { title: account.name, checks };
    }),
  ];
}
