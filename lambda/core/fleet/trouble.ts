import type { Fault, FaultCode } from '../ledger/measurement.ts';
import { compareTexts } from '../text/compare.ts';
import type { CalendarDate } from '../time/day.ts';
import { type Failure, failures, type LeftNotice, messageTelling, type Standing } from './standing.ts';

/** Why an account stands badly: one code for each thing that an operator would do about it. */
export type Reason = FaultCode | Failure;

/** An account that stands badly, and why. */
export type Trouble = {
  readonly account: string;
  readonly reason: Reason;
  /** The dates that are told, oldest first. */
  readonly dates: readonly CalendarDate[];
  /** Untrusted text. */
  readonly detail?: string;
};

/** All that stand badly for one reason, by name. */
export type TroubleGroup = {
  readonly reason: Reason;
  readonly state: 'unavailable' | 'failed';
  readonly troubles: readonly [Trouble, ...Trouble[]];
};

/** Dates that people were told were unavailable, and that are measured by now. */
export type Recoveries = {
  /** In the order of their names. */
  readonly accounts: readonly string[];
  /** How many dates of all accounts together, the first of them and the last. */
  readonly dates: number;
  readonly first: CalendarDate;
  readonly last: CalendarDate;
};

/**
 * What an alert tells is bad: each account once, in the largest group first. One that failed is told as that; another by its
 * newest date that is not measured and of which nobody was told.
 * @param known the accounts of whose failing it is not to tell
 */
export function findUntold(
  standings: readonly Standing[],
  date: CalendarDate,
  known: ReadonlySet<string> = new Set(),
): TroubleGroup[] {
  return groupByReason(
    standings.flatMap((standing): Trouble | [] => {
      const left = standing.left
        .filter((notice) => notice.kind === 'unavailable' && messageTelling(notice) === 'alert')
        .sort((a, b) => compareTexts(a.date, b.date));
      const newest = left.at(-1);
      if (standing.state === 'failed' && !known.has(standing.account))
        return failureOf(standing, [...datesOf(left), date]);
      return newest ? unavailableOf(standing.account, datesOf(left), newest.fault) : [];
    }),
  );
}

/** What is bad on a date, be it told or not: each account once, in the largest group first. */
export function findStanding(standings: readonly Standing[], date: CalendarDate): TroubleGroup[] {
  return groupByReason(
    standings.flatMap((standing): Trouble | [] => {
      if (standing.state === 'failed') return failureOf(standing, [date]);
      return standing.state === 'measured' ? [] : unavailableOf(standing.account, [date], standing.fault);
    }),
  );
}

/** What has been measured of what people were told was not; nothing where nothing has. */
export function findRecoveries(standings: readonly Standing[]): Recoveries | undefined {
  return measuredSince(standings, ({ kind }) => kind === 'available');
}

/** What was unavailable at first, and measured before anybody was told; nothing where nothing was. */
export function findMeasuredLater(standings: readonly Standing[]): Recoveries | undefined {
  return measuredSince(standings, (notice) => messageTelling(notice) === 'summary');
}

function measuredSince(
  standings: readonly Standing[],
  isOne: (notice: LeftNotice) => boolean,
): Recoveries | undefined {
  const found = standings
    .map(({ account, left }) => ({ account, dates: datesOf(left.filter(isOne)) }))
    .filter(({ dates }) => dates.length > 0);
  const dates = found.flatMap((each) => each.dates).sort();
  const [first, last] = [dates[0], dates.at(-1)];
  if (first === undefined || last === undefined) return undefined;
  return { accounts: found.map(({ account }) => account).sort(), dates: dates.length, first, last };
}

function failureOf({ account, failure, reason }: Standing, dates: readonly CalendarDate[]): Trouble {
  const detail = reason !== undefined && { detail: reason };
  return { account, reason: failure ?? 'notRecorded', dates: [...new Set(dates)].sort(), ...detail };
}

function unavailableOf(account: string, dates: readonly CalendarDate[], fault: Fault | undefined): Trouble {
  return { account, reason: fault?.code ?? 'notAsked', dates, ...(fault && { detail: fault.detail }) };
}

function groupByReason(troubles: readonly Trouble[]): TroubleGroup[] {
  const groups = new Map<Reason, [Trouble, ...Trouble[]]>();
  for (const trouble of troubles.toSorted((a, b) => compareTexts(a.account, b.account))) {
    const group = groups.get(trouble.reason);
    if (group) group.push(trouble);
    else groups.set(trouble.reason, [trouble]);
  }
  return [...groups]
    .map(([reason, grouped]) => ({ reason, state: stateOf(reason), troubles: grouped }))
    .sort((a, b) => b.troubles.length - a.troubles.length || compareTexts(a.reason, b.reason));
}

function stateOf(reason: Reason): TroubleGroup['state'] {
  const all: readonly string[] = failures;
  return all.includes(reason) ? 'failed' : 'unavailable';
}

function datesOf(notices: readonly LeftNotice[]): CalendarDate[] {
  return [...new Set(notices.map(({ date }) => date))];
}
