import { type Connect, connectFrom, type Environment } from '../../../lambda/adapters/connect.ts';
import type { Account } from '../../../lambda/config/account.ts';
import type { Config } from '../../../lambda/config/config.ts';
import { toError } from '../../../lambda/errors.ts';
import { connectAsDeployed } from '../../machine/deployed/keys.ts';
import { type FoundSchedule, findSchedules } from '../../machine/deployed/schedules.ts';
import { lockFolder } from '../../machine/folder-lock.ts';
import { startMachine } from '../../machine/machine.ts';
import type { Section } from './diagnosis.ts';
import { checkNights } from './nights.ts';
import { checkHere, checkPublishing } from './recipients.ts';
import { checkSchedule } from './schedules.ts';
import { checkStore } from './store.ts';
import { checkAlerts, checkReports, checkSms } from './subscriptions.ts';
import { checkVendor } from './vendor.ts';

/** What is to be looked at, and from where. */
type SurroundingsOptions = {
  readonly config: Config;
  /** The file that it is from, for those who are to change it. */
  readonly file: string;
  readonly accounts: readonly Account[];
  readonly environment: Environment;
  /** Where local state lies. */
  readonly directory: string;
  /** Takes log lines. */
  readonly write: (line: string) => void;
};

/** The checks of all that a night touches; what was started for them stops with it. */
type Surroundings = AsyncDisposable & { readonly sections: readonly Section[] };

/**
 * Connects to the stack that the environment names, or to the services of this machine.
 * @throws InvalidInputError when the environment does not say all it has to
 */
export async function openSurroundings(options: SurroundingsOptions): Promise<Surroundings> {
  return options.environment.VOD_NIGHTLY_BUCKET ? openStack(options) : openLocal(options);
}

async function openLocal(options: SurroundingsOptions): Promise<Surroundings> {
  const { config, accounts, directory, file } = options;
  const machine = await startMachine(options);
  const topics = [
    ...checkHere(config, file, machine.outbox ?? machine.location),
    ...checkSms(config, undefined),
  ];
  return {
    sections: sectionsOf({
      archive: machine.location,
      accounts,
      connect: machine.connect,
      topics,
      schedules: undefined,
      stack: undefined,
      hold: () => lockFolder(directory, 'vod-nightly doctor'),
    }),
    [Symbol.asyncDispose]: () => machine[Symbol.asyncDispose](),
  };
}

async function openStack(options: SurroundingsOptions): Promise<Surroundings> {
  const { config, accounts, environment, write } = options;
  const { VOD_NIGHTLY_ALERTS_TOPIC: alerts, VOD_NIGHTLY_REPORTS_TOPIC: reports } = environment;
  const connect = connectFrom(environment, write);
  const schedules = await findSchedules(environment).catch(toError);
  const topics = [
    ...[checkAlerts(alerts, config), checkPublishing(alerts, environment.VOD_NIGHTLY_STACK)],
    ...[checkReports(reports, config), ...checkSms(config, alerts)],
  ];
  return {
    sections: sectionsOf({
      archive: `s3://${environment.VOD_NIGHTLY_BUCKET}`,
      accounts,
      topics,
      schedules,
      connect: connectAsDeployed(connect, schedules instanceof Error ? undefined : schedules),
      stack: environment.VOD_NIGHTLY_STACK,
      hold: async () => ({ [Symbol.asyncDispose]: async () => undefined }), // a bucket takes care of itself
    }),
    [Symbol.asyncDispose]: async () => undefined,
  };
}

/** What the sections are made from. */
type Found = {
  /** Where the archive is, in words. */
  readonly archive: string;
  readonly accounts: readonly Account[];
  readonly connect: Connect;
  readonly topics: Section['checks'];
  readonly schedules: readonly FoundSchedule[] | Error | undefined;
  readonly stack: string | undefined;
  readonly hold: () => Promise<AsyncDisposable>;
};

function sectionsOf({ archive, accounts, connect, topics, schedules, stack, hold }: Found): Section[] {
  const [first] = accounts;
  return [
    { title: archive, checks: [...(first ? checkStore(connect(first).archive, hold) : []), ...topics] },
    ...accounts.map((account) => {
      const ports = connect(account);
      const { checks, now } = checkVendor(account, ports);
      const nights = checkNights(account, { archive: ports.archive, now, stack });
      return { title: account.name, checks: [...checks, checkSchedule(account, schedules), ...nights] };
    }),
  ];
}
