import type { Archive } from '../../../../lambda/ports.ts';
import type { Terminal } from '../../../cli/terminal.ts';
import type { Assigned, Change } from '../changes.ts';
import { fulfil, readFleet, type StoredFleet } from '../store.ts';

/** What came of a push. */
type Pushed = {
  readonly changes: readonly Change[];
  /** Accounts that the fleet has besides, and keeps. */
  readonly stay: readonly string[];
  /** The fleet before. */
  readonly before: StoredFleet;
};

/**
 * Adds accounts to the fleet and changes those that are there; with prune, takes out all others.
 * @throws ConflictError, InvalidInputError as changeFleet does
 */
export async function pushAccounts(
  accounts: readonly Assigned[],
  archive: Archive,
  { prune = false, dryRun = false },
  terminal: Pick<Terminal, 'note'>,
): Promise<Pushed> {
  const before = await readFleet(archive);
  const named = new Set(accounts.map(({ account }) => account.name));
  // Of those that were there when it began: whoever adds one meanwhile keeps it.
  const known = [...before.values()].flatMap((roster) => roster.accounts.map(({ name }) => name));
  const others = [...new Set(known)].filter((name) => !named.has(name));
  const wish = { accounts, gone: new Set(prune ? others : []), dropsDamaged: prune };
  const changes = await fulfil(wish, before, archive, dryRun, terminal);
  return { changes, stay: prune ? [] : others, before };
}
