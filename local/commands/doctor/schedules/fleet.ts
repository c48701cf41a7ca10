import type { Roster } from '../../../../lambda/config/roster.ts';
import { formatNumber } from '../../../../lambda/core/text/number.ts';
import { countOf } from '../../../cli/count.ts';
import type { FoundShift } from '../../../machine/deployed/schedules.ts';
import { type Check, type Diagnosis, good, type Section, wrong } from '../diagnosis.ts';
import { explainForbidden } from '../nights.ts';
import { enable, wrongSchedules } from './own-schedule.ts';

/** What a fleet is compared with. */
type Fleet = {
  /** The accounts of each shift that has a file. */
  readonly rosters: ReadonlyMap<string, Roster> | Error;
  /** The shifts that there are. */
  readonly shifts: readonly FoundShift[] | Error;
};

/** Whether somebody asks for the accounts of a fleet; nothing where there is no fleet. */
export function checkFleet({ rosters, shifts }: Fleet): Section[] {
  const isEmpty = (rosters instanceof Error || rosters.size === 0) && !(shifts instanceof Error);
  if (isEmpty && shifts.length === 0) return [];
  const whole = (judge: (rosters: ReadonlyMap<string, Roster>, shifts: readonly FoundShift[]) => Diagnosis) =>
    explainForbidden(async () => {
      if (rosters instanceof Error) throw rosters;
      return shifts instanceof Error ? wrongSchedules(shifts) : judge(rosters, shifts);
    }, 'fleet/*');
  const checks: Check[] = [{ name: 'shifts', look: () => whole(judgeShifts) }];
  return [{ title: 'fleet', checks }];
}

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
  'push the file of these accounts again, with the time of a shift that there is, or remove them with vod-nightly fleet remove';
