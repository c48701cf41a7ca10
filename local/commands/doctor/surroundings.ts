import type { Account } from '../../../lambda/config/account.ts';
import { toError } from '../../../lambda/errors.ts';
import { connectAsDeployed } from '../../machine/deployed/keys.ts';
import {
  type FoundSchedule,
  type FoundShift,
  findSchedules,
  findShiftSchedules,
} from '../../machine/deployed/schedules.ts';
import { lockFolder } from '../../machine/folder-lock.ts';
import { findArchive, type Machine, type MachineOptions, startMachine } from '../../machine/machine.ts';
import { readRosters } from '../../machine/rosters.ts';
import { shiftsOf, usualShift } from '../fleet/shifts.ts';
import { type Checked, type Checks, examine, type Section, wrong } from './diagnosis.ts';
import { checkNights } from './nights.ts';
import { checkFleet, judgeSchedule, judgeShift } from './schedules.ts';
import { checkStore } from './store.ts';
import { checkHere, checkTopics } from './subscriptions.ts';
import { checkVendor } from './vendor.ts';

/** What is to be looked at, and from where. */
type Surroundings = MachineOptions & {
  readonly accounts: readonly Account[];
  /** The file that the configuration is from, for those who are to change it. */
  readonly file: string;
  /** The options that other commands need to look at the same. */
  readonly place: string;
};

/**
 * Connects to the stack that the environment names, or to the services of this machine, and makes the checks of all that a night
 * touches.
 * @throws InvalidInputError when the environment does not say all it has to
 */
export async function examineSurroundings(surroundings: Surroundings): Promise<Checked[]> {
  const { accounts, config, environment, directory, place } = surroundings;
  const isHere = !environment.VOD_NIGHTLY_BUCKET;
  await using machine = await startMachine({
    ...surroundings,
    accounts: isHere ? accounts : undefined,
    onlyLooks: true,
  });
  const schedules = isHere ? undefined : await findSchedules(environment).catch(toError);
  const shifts = isHere ? undefined : await findShiftSchedules(environment).catch(toError);
  const connect = connectAsDeployed(machine.connect, schedules instanceof Error ? undefined : schedules);
  const [first] = accounts;
  const hold = async () => (isHere ? lockFolder(directory, 'vod-nightly doctor') : undefined); // a bucket takes care of itself
  const topics = isHere
    ? checkHere(config, surroundings.file, machine.outbox ?? '', place)
    : checkTopics(environment, config, place);
  const store = first && checkStore(connect(first).archive, hold);
  const ofAccount = (account: Account): Section => {
    const ports = connect(account);
    const { checks, now } = checkVendor(account, ports);
    const isOfFleet = !config.accounts.includes(account);
    const schedule = () => (isOfFleet ? judgeShift(account, shifts) : judgeSchedule(account, schedules));
    const nights = checkNights(account, { archive: ports.archive, now, place });
    return { title: account.name, checks: { ...checks, schedule, ...nights } };
  };
  const sections = [
    { title: machine.location, checks: { ...checkMixture(machine), ...store, ...topics } },
    ...accounts.map(ofAccount),
    ...(await sectionOfFleet(surroundings, shifts, schedules)),
  ];
  const checked: Checked[] = [];
  for (const section of sections) checked.push(...(await examine(section)));
  return checked;
}

/** Whether nights could be run here; there is nothing to say where they can. */
function checkMixture({ mixture }: Pick<Machine, 'mixture'>): Checks {
  if (mixture === undefined) return {};
  const [detail = '', fix = ''] = mixture.split('; ');
  return { counts: () => wrong(detail, fix) };
}

async function sectionOfFleet(
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
