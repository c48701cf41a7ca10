import { parseStored } from '../archive/parse-stored.ts';
import { findInShiftFile } from '../config/roster.ts';
import { shiftsPrefix } from '../core/ledger/keys.ts';
import { allAccounts, opens } from '../core/links/links.ts';
import type { ReadAccount } from './accounts.ts';
import type { ReadableArchive } from './read-report.ts';

/** What a request may see of what it asks for. */
export type Seen = {
  readonly accounts: readonly ReadAccount[];
  /** Whether it asks for all accounts, those of the fleet among them. */
  readonly hasFleet: boolean;
};

/**
 * What a request sees; nothing when its links do not open what it asks for, of which nothing is read, or when there is no such
 * account. Those of the fleet are looked for only where the stack has none of that name: one listing, and one read a shift.
 * @param account that it asks for; nothing when it asks for all
 * @param scopes what its links open
 * @throws ForbiddenError, DamagedArchiveError
 */
export async function findSeen(
  account: string | undefined,
  scopes: readonly string[],
  { accounts, archive }: { readonly accounts: readonly ReadAccount[]; readonly archive: ReadableArchive },
): Promise<Seen | undefined> {
  if (account === undefined && scopes.includes(allAccounts)) return { accounts, hasFleet: true };
  const names =
    account === undefined ? scopes : [account].filter((name) => scopes.some((scope) => opens(scope, name)));
  const own = accounts.filter(({ name }) => names.includes(name));
  const others = names.filter((name) => !own.some((each) => each.name === name));
  const found = [...own, ...(others.length > 0 ? await findInFleet(others, archive) : [])];
  return found.length > 0 ? { accounts: found, hasFleet: false } : undefined;
}

async function findInFleet(names: readonly string[], archive: ReadableArchive): Promise<ReadAccount[]> {
  const keys = await archive.listKeys(shiftsPrefix);
  const texts = await Promise.all(keys.map((key) => archive.read(key)));
  return names.flatMap((name) => {
    for (const [index, text = ''] of texts.entries()) {
      const found = parseStored(keys[index] ?? '', () => findInShiftFile(text, name));
      if (found) return found;
    }
    return [];
  });
}
