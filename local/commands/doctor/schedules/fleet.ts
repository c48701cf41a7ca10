import type { Roster } from '../../../../lambda/config/roster.ts';
import { formatNumber } from '../../../../lambda/core/text/number.ts';
import { countOf } from '../../../cli/count.ts';
import type { FoundShift } from '../../../machine/deployed/schedules.ts';
import { type Diagnosis, good, type Section, wrong } from '../diagnosis.ts';
import { explainForbidden } from '../nights.ts';
import { enable, wrongSchedules } from './own-schedule.ts';

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
