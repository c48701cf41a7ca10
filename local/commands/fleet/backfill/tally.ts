import type { BackfillProgress } from '../../../../lambda/core/fleet/backfill-progress.ts';
import type { FaultCode } from '../../../../lambda/core/ledger/measurement.ts';

/** How far a backfill of many accounts has come with all of them. */
export type Tally = {
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
