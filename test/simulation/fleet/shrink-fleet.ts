import { shrink, without } from '../shrink.ts';
import type { FleetHistory } from './fleet-history.ts';

/**
 * The shortest history of a fleet found that still fails: what can be left out is, one thing at a time. Chances of what stays
 * do not change with what goes.
 */
export function shrinkFleet(
  fleet: FleetHistory,
  fails: (fleet: FleetHistory) => Promise<boolean>,
): Promise<FleetHistory> {
  return shrink(fleet, simplifications, fails, 400);
}

function simplifications(fleet: FleetHistory): Iterable<FleetHistory> {
  const { starts, accounts, shifts, trouble } = fleet;
  const half = accounts.length > 8 ? [accounts.slice(accounts.length / 2)] : [];
  const fewer = accounts.length > 1 ? without(accounts) : [];
  return [
    ...(shifts.length > 1 ? shifts : []).map(({ name }) => withoutShift(fleet, name)),
    ...(starts.length > 1 ? without(starts) : []).map((rest) => ({ ...fleet, starts: rest })),
    ...[...half, ...fewer].map((rest) => keepAccounts(fleet, rest)),
    ...withLess(fleet),
    ...(trouble.nights > 0 ? [{ ...fleet, trouble: { ...trouble, nights: 0 } }] : []),
    ...(trouble.steps > 0 ? [{ ...fleet, trouble: { ...trouble, steps: 0 } }] : []),
  ];
}

function withLess(fleet: FleetHistory): FleetHistory[] {
  const { accounts, outages, mutes, enrolments, recipients } = fleet;
  return [
    ...without(outages).map((rest) => ({ ...fleet, outages: rest })),
    ...without(mutes).map((rest) => ({ ...fleet, mutes: rest })),
    ...without(enrolments).map((rest) => ({ ...fleet, enrolments: rest })),
    ...without(recipients.alerts).map((alerts) => ({ ...fleet, recipients: { ...recipients, alerts } })),
    ...without(recipients.reports).map((reports) => ({ ...fleet, recipients: { ...recipients, reports } })),
    ...accounts.flatMap((account, index) => {
      const { history } = account;
      const idle = { ...account, history: { ...history, batches: [] } };
      return history.batches.length > 0 ? { ...fleet, accounts: accounts.with(index, idle) } : [];
    }),
  ];
}

function withoutShift(fleet: FleetHistory, name: string): FleetHistory {
  return {
    ...fleet,
    shifts: fleet.shifts.filter((shift) => shift.name !== name),
    starts: fleet.starts.filter(({ shift }) => shift !== name),
    enrolments: fleet.enrolments.filter(({ shift }) => shift !== name),
  };
}

function keepAccounts(fleet: FleetHistory, accounts: FleetHistory['accounts']): FleetHistory {
  const isKept = ({ account }: { readonly account: string }) => accounts.some(({ name }) => name === account);
  return {
    ...fleet,
    accounts,
    enrolments: fleet.enrolments.filter(isKept),
    mutes: fleet.mutes.filter(isKept),
  };
}
