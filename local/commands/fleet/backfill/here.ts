import pMap from 'p-map';
import { backfillAccount } from '../../../../lambda/backfill/backfill-account.ts';
import type { Account } from '../../../../lambda/config/account.ts';
import type { BackfillEvent } from '../../../../lambda/config/event.ts';
import type { BackfillProgress } from '../../../../lambda/core/fleet/backfill-progress.ts';
import { toError } from '../../../../lambda/errors.ts';
import type { Machine } from '../../../machine/machine.ts';

/** How a backfill is watched, and ended early. */
export type BackfillWatch = {
  readonly signal: AbortSignal;
  readonly onProgress: (progresses: ReadonlyMap<string, BackfillProgress>) => void;
};

/** What is known of each account in the end, and what else went wrong. */
export type BackfillEnd = {
  readonly progresses: ReadonlyMap<string, BackfillProgress>;
  readonly failures: readonly Error[];
};

/** Fills in the past of accounts in this process, so many at once. An account that fails keeps no other from its own. */
export async function backfillHere(
  accounts: readonly Account[],
  backfill: BackfillEvent['backfill'],
  { connect }: Pick<Machine, 'connect'>,
  concurrency: number,
  { signal, onProgress }: BackfillWatch,
): Promise<BackfillEnd> {
  const progresses = new Map<string, BackfillProgress>();
  const failures: Error[] = [];
  const fill = async (account: Account) => {
    if (signal.aborted) return;
    try {
      progresses.set(
        account.name,
        await backfillAccount({ account, backfill }, connect(account), { signal }),
      );
    } catch (error) {
      failures.push(toError(error));
    }
    onProgress(progresses);
  };
  await pMap(accounts, fill, { concurrency });
  return { progresses, failures };
}
