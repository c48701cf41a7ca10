import type { Account } from '../../../lambda/config/account.ts';
import type { Roster } from '../../../lambda/config/roster.ts';
import { formatNumber } from '../../../lambda/core/text/number.ts';
import { countOf } from '../../cli/count.ts';
import type { FoundSchedule, FoundShift } from '../../machine/deployed/schedules.ts';
import { type Diagnosis, good, needsStack, type Section, wrong, wrongInAws } from './diagnosis.ts';
import { explainForbidden } from './nights.ts';

/** Whether the nights of an account of the fleet are started. */
export function judgeShift(
  { timeZone, time }: Account,
  shifts: readonly FoundShift[] | Error | undefined,
): Diagnosis {
  if (shifts === undefined) return needsStack();
  if (shifts instanceof Error) return wrongSchedules(shifts);
  const shift = shifts.find((one) => one.timeZone === timeZone && one.time === time);
  if (!shift) return wrong(`there is none at ${time} in ${timeZone}`, 'deploy the stack with such a shift');
  return shift.enabled ? good(`enabled, at ${time} in ${timeZone}`) : wrong('it is disabled', enable);
}

/** What to do about a schedule that is disabled. */
const enable = 'enable it in the console of EventBridge Scheduler';

/** Why the schedules could not be read. */
function wrongSchedules(error: Error): Diagnosis {
  return wrongInAws(error, 'the schedules', 'scheduler:ListSchedules and scheduler:GetSchedule');
}

/** Whether an account's nights are started, and when the configuration says. */
export function judgeSchedule(
  account: Account,
  schedules: readonly FoundSchedule[] | Error | undefined,
): Diagnosis {
  if (schedules === undefined) return needsStack('VOD_NIGHTLY_FUNCTION');
  if (schedules instanceof Error) return wrongSchedules(schedules);
  const found = schedules.find((schedule) => schedule.account === account.name);
  if (!found) return wrong('there is none', 'deploy the stack with this configuration');
  if (!found.enabled) return wrong('it is disabled', enable);
  const [hour, minute] = account.time.split(':').map(Number);
  const expected = `cron(${minute} ${hour} * * ? *)`;
  if (found.expression !== expected || found.timeZone !== account.timeZone) {
    return wrong(
      `${found.expression} in ${found.timeZone}; the configuration says ${expected} in ${account.timeZone}`,
      'deploy the stack with this configuration',
    );
  }
  return good(`enabled, at ${account.time} in ${account.timeZone}`);
}

/** What a fleet is compared with. */
type Fleet = {
  /** The accounts of each shift that has a file. */
  readonly rosters: ReadonlyMap<string, Roster> | Error;
  /** The shifts that there are. */
  readonly shifts: readonly FoundShift[] | Error;
  /** The names of accounts that are asked by themselves: that have a schedule in the stack or, here, are in the configuration. */
  readonly own: readonly string[] | Error;
};

/** Whether somebody asks for each account of a fleet, and only once; nothing where there is no fleet. */
export function checkFleet({ rosters, shifts, own }: Fleet): Section[] {
  const isEmpty = (rosters instanceof Error || rosters.size === 0) && !(shifts instanceof Error);
  if (isEmpty && shifts.length === 0) return [];
  const checkWith = <Found>(
    found: Found | Error,
    judge: (rosters: ReadonlyMap<string, Roster>, found: Found) => Diagnosis,
  ) => {
    const look = () => {
      if (rosters instanceof Error) throw rosters;
      return found instanceof Error ? wrongSchedules(found) : judge(rosters, found);
    };
    return () => explainForbidden(look, 'fleet/*');
  };
  const checks = { shifts: checkWith(shifts, judgeShifts), 'asked once': checkWith(own, judgeOwn) };
  return [{ title: 'fleet', checks }];
}

function judgeOwn(rosters: ReadonlyMap<string, Roster>, own: readonly string[]): Diagnosis {
  const ofFleet = new Set([...rosters.values()].flatMap(({ accounts }) => accounts.map(({ name }) => name)));
  const twice = own.filter((name) => ofFleet.has(name));
  if (twice.length === 0) return good('no account of the fleet is of the configuration as well');
  const reported = `${countOf(twice.length, 'account')} asked twice`;
  const detail = `${twice.join(', ')}: in the fleet, and of the configuration as well: asked for and told of twice`;
  return { ...wrong(detail, takeOut), reported };
}

const takeOut =
  'take each out of the configuration and deploy, or out of the fleet with npx vod-nightly fleet remove';

function judgeShifts(rosters: ReadonlyMap<string, Roster>, shifts: readonly FoundShift[]): Diagnosis {
  const accountsOf = (shift: string) => {
    const { accounts = [], damaged = [] } = rosters.get(shift) ?? {};
    return accounts.length + damaged.length;
  };
  const describe = (shift: string) => `${shift}: ${countOf(accountsOf(shift), 'account')}`;
  const left = [...rosters.keys()].filter(
    (shift) => accountsOf(shift) > 0 && !shifts.some(({ name }) => name === shift),
  );
  const disabled = shifts.filter(({ enabled }) => !enabled).map(({ name }) => name);
  if (left.length + disabled.length === 0) {
    const reported = countOf(shifts.length, 'shift');
    return {
      ...good(shifts.map(({ name }) => describe(name)).join('; ') || 'no shifts, and no accounts'),
      reported,
    };
  }
  const detail = [
    ...left.map((shift) => `${describe(shift)}, and no schedule starts that shift: nobody asks for them`),
    ...disabled.map((shift) => `${describe(shift)}, and its schedule is disabled`),
  ];
  const fix = [...(left.length > 0 ? [pushAgain] : []), ...(disabled.length > 0 ? [enable] : [])];
  const reported = `${formatNumber(left.length)} without a schedule, ${formatNumber(disabled.length)} disabled`;
  return { ...wrong(detail.join('; '), fix.join('; ')), reported };
}

const pushAgain =
  'push the file of these accounts again, with the time of a shift that there is, or remove them with npx vod-nightly fleet remove';
