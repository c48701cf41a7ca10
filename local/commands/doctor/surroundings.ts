import type { Environment } from '../../../lambda/adapters/connect.ts';
import type { Account } from '../../../lambda/config/account.ts';
import type { Config } from '../../../lambda/config/config.ts';
import { toError } from '../../../lambda/errors.ts';
import { connectAsDeployed } from '../../machine/deployed/keys.ts';
import {
  type FoundSchedule,
  type FoundShift,
  findSchedules,
  findShiftSchedules,
} from '../../machine/deployed/schedules.ts';
import { lockFolder } from '../../machine/folder-lock.ts';
import { findArchive, type Machine, startMachine } from '../../machine/machine.ts';
import { readRosters } from '../../machine/rosters.ts';
import { shiftsOf, usualShift } from '../fleet/shifts.ts';
import { type Check, type Section, wrong } from './diagnosis.ts';
import { checkNights } from './nights.ts';
import { checkHere, checkPublishing } from './recipients.ts';
import { checkFleet } from './schedules/fleet.ts';
import { checkSchedule, checkShift } from './schedules/own-schedule.ts';
import { checkStore } from './store.ts';
import { checkAlerts, checkReports, checkRouted, checkSms } from './subscriptions.ts';
import { checkVendor } from './vendor.ts';

/** What is to be looked at, and from where. */
type Surroundings = {
  readonly config: Config;
  /** The file that it is from, for those who are to change it. */
  readonly file: string;
  readonly accounts: readonly Account[];
  readonly environment: Environment;
  /** Where local state lies. */
  readonly directory: string;
  /** The options that other commands need to look at the same. */
  readonly place: string;
  /** Takes log lines. */
  readonly write: (line: string) => void;
};

/**
 * Connects to the stack that the environment names, or to the services of this machine, and gives the checks of all that a
 * night touches; what was started for them stops when it is disposed of.
 * @throws InvalidInputError when the environment does not say all it has to
 */
export async function openSections(
  surroundings: Surroundings,
): Promise<AsyncDisposable & { readonly sections: readonly Section[] }> {
  const { accounts, config, environment, directory, place } = surroundings;
  const isHere = !environment.VOD_NIGHTLY_BUCKET;
  const machine = await startMachine({
    ...surroundings,
    accounts: isHere ? accounts : undefined,
    onlyLooks: true,
  });
  const schedules = isHere ? undefined : await findSchedules(environment).catch(toError);
  const shifts = isHere ? undefined : await findShiftSchedules(environment).catch(toError);
  const connect = connectAsDeployed(machine.connect, schedules instanceof Error ? undefined : schedules);
  const [first] = accounts;
  const hold = async () => (isHere ? lockFolder(directory, 'vod-nightly doctor') : undefined); // a bucket takes care of itself
  const topics = isHere ? checkNoTopics(surroundings, machine.outbox ?? '') : checkTopics(surroundings);
  const sections = [
    {
      title: machine.location,
      checks: [
        ...checkMixture(machine),
        ...(first ? checkStore(connect(first).archive, hold) : []),
        ...topics,
      ],
    },
    ...accounts.map((account) => {
      const ports = connect(account);
      const { checks, now } = checkVendor(account, ports);
      const nights = checkNights(account, { archive: ports.archive, now, place });
      const isOfFleet = !config.accounts.includes(account);
      const schedule = isOfFleet ? checkShift(account, shifts) : checkSchedule(account, schedules);
      return { title: account.name, checks: [...checks, schedule, ...nights] };
    }),
    ...(await examineFleet(surroundings, shifts, schedules)),
  ];
  return { sections, [Symbol.asyncDispose]: () => machine[Symbol.asyncDispose]() };
}

/** Whether nights could be run here; there is nothing to say where they can. */
function checkMixture({ mixture }: Pick<Machine, 'mixture'>): Check[] {
  if (mixture === undefined) return [];
  const [detail = '', fix = ''] = mixture.split('; ');
  return [{ name: 'counts', look: async () => wrong(detail, fix) }];
}

async function examineFleet(
  { config, environment, directory }: Surroundings,
  scheduled: readonly FoundShift[] | Error | undefined,
  schedules: readonly FoundSchedule[] | Error | undefined,
): Promise<Section[]> {
  const rosters = await readRosters(findArchive({ environment, directory })).catch(toError);
  const shifts = scheduled instanceof Error ? scheduled : shiftsOf(scheduled, config, environment);
  const isUsual =
    !environment.VOD_NIGHTLY_BUCKET && !config.fleet && !(rosters instanceof Error) && rosters.size > 0;
  const own =
    schedules instanceof Error
      ? schedules
      : (schedules?.map(({ account }) => account) ?? config.accounts.map(({ name }) => name));
  return checkFleet({ rosters, shifts: isUsual ? [{ ...usualShift, enabled: true }] : shifts, own });
}

function checkTopics({ config, environment, place }: Surroundings): Check[] {
  const { VOD_NIGHTLY_ALERTS_TOPIC: alerts, VOD_NIGHTLY_REPORTS_TOPIC: reports } = environment;
  return [
    checkAlerts(alerts, config),
    checkPublishing(alerts, place),
    checkReports(reports, config),
    ...checkRouted(environment, config),
    ...checkSms(config, alerts),
  ];
}

function checkNoTopics({ config, file, place }: Surroundings, outbox: string): Check[] {
  return [...checkHere(config, file, outbox, place), ...checkSms(config, undefined)];
}
