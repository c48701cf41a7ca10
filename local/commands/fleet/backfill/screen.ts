import type { BackfillEvent } from '../../../../lambda/config/event.ts';
import type { BackfillProgress } from '../../../../lambda/core/fleet/backfill-progress.ts';
import type { FaultCode } from '../../../../lambda/core/ledger/measurement.ts';
import { en } from '../../../../lambda/core/words/en/messages.ts';
import { countOf, nameSome } from '../../../cli/count.ts';
import { type Fact, formatFacts } from '../../../cli/table.ts';
import type { Screen } from '../../../cli/terminal.ts';
import { adviceOf } from '../../backfill/summary.ts';

/** How far a backfill of many accounts has come with all of them. */
type Tally = {
  /** Accounts with which it is over. */
  readonly done: number;
  /** Dates, of accounts with which it has begun. */
  readonly measured: number;
  readonly unavailable: number;
  readonly remaining: number;
  /** The accounts of which the rest was given up, by the reason. */
  readonly refused: ReadonlyMap<FaultCode, readonly string[]>;
};

/** Adds up what is known of each account. */
export function tally(progresses: Iterable<BackfillProgress>): Tally {
  const all = [...progresses];
  const sum = (name: 'measured' | 'unavailable' | 'remaining') =>
    all.reduce((total, progress) => total + progress[name], 0);
  const refused = new Map<FaultCode, string[]>();
  for (const { account, refused: code } of all)
    if (code !== undefined) refused.set(code, [...(refused.get(code) ?? []), account]);
  return {
    done: all.filter(({ isDone }) => isDone).length,
    measured: sum('measured'),
    unavailable: sum('unavailable'),
    remaining: sum('remaining'),
    refused,
  };
}

/** What is refused and unavailable, beside the bar that says how much is done. */
export function describeTally({ measured, unavailable, refused }: Tally): string {
  const accounts = [...refused.values()].reduce((sum, names) => sum + names.length, 0);
  return `${measured} dates measured, ${unavailable} unavailable, ${accounts} accounts refused`;
}

/** A backfill of many accounts as it stands. */
export type FleetBackfill = {
  readonly backfill: Pick<BackfillEvent['backfill'], 'id'> & Partial<BackfillEvent['backfill']>;
  readonly accounts: number;
  readonly tally: Tally;
  readonly interrupted: boolean;
};

/** A backfill of many accounts as a JSON document. */
export function summarizeFleetBackfill({ backfill, accounts, tally, interrupted }: FleetBackfill) {
  const refused = Array.from(tally.refused, ([code, names]) => ({ code, accounts: names }));
  return { ...backfill, accounts, ...tally, refused, interrupted };
}

const namedAccounts = 5;

/** A backfill of many accounts on the screen. */
export function describeFleetBackfill({ backfill, accounts, tally }: FleetBackfill, screen: Screen): string {
  const { done, measured, unavailable, remaining, refused } = tally;
  const facts: Fact[] = [
    ['accounts', `${done} of ${accounts} done`],
    ['measured', countOf(measured, 'date')],
    ['missing', unavailable > 0 ? `${countOf(unavailable, 'date')} unavailable` : [], 'red'],
    ...Array.from(refused).flatMap(([code, names]): Fact[] => [
      ['refused', `${en.reasons[code]}: ${nameSome(names, namedAccounts)}`, 'red'],
      ['', adviceOf(code)],
    ]),
    ['remaining', remaining > 0 ? `${countOf(remaining, 'date')}; the same command goes on with them` : []],
  ];
  const { id, from, to } = backfill;
  return formatFacts(from === undefined ? id : `${id}, ${from} to ${to}`, facts, screen);
}
