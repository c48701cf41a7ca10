import type { Keys } from '../../../../lambda/adapters/credentials.ts';
import type { Account } from '../../../../lambda/config/account.ts';
import type { Config } from '../../../../lambda/config/config.ts';
import type { ReadableArchive } from '../../../../lambda/reader/read-report.ts';
import { usageError } from '../../../cli/failures.ts';
import { readRosters } from '../../../machine/rosters.ts';
import type { AllKeys } from './ring-writer.ts';

/** Which keys go into which rings, by name, and of which accounts somebody should know that their nights look elsewhere. */
type Choice = { readonly rings: ReadonlyMap<string, AllKeys>; readonly elsewhere: readonly string[] };

/**
 * The rings into which keys go: those that the accounts name in the fleet or in the configuration, unless one is chosen for all.
 * @throws InvalidInputError with every account that names none
 */
export async function chooseRings(
  keys: AllKeys,
  chosen: string | undefined,
  { accounts }: Config,
  archive: ReadableArchive,
): Promise<Choice> {
  const rosters = await readRosters(archive);
  const known = [...accounts, ...[...rosters.values()].flatMap((roster) => roster.accounts)];
  const named = new Map(known.map(({ name, secret }) => [name, secret]));
  const faults: string[] = [];
  const elsewhere: string[] = [];
  const rings = new Map<string, Map<string, Keys>>();
  for (const [account, own] of keys) {
    const secret = named.get(account);
    const ring = chosen ?? (typeof secret === 'object' ? secret.ring : undefined);
    if (ring === undefined) faults.push(`${account}: ${describeMissing(named.has(account), secret)}`);
    else rings.set(ring, (rings.get(ring) ?? new Map()).set(account, own));
    if (chosen !== undefined && named.has(account) && !isRing(secret, chosen)) elsewhere.push(account);
  }
  if (faults.length > 0) throw usageError(faults);
  return { rings, elsewhere };
}

function isRing(secret: Account['secret'], ring: string): boolean {
  return typeof secret === 'object' && secret.ring === ring;
}

function describeMissing(isKnown: boolean, secret: Account['secret']): string {
  if (!isKnown)
    return 'is in no shift of the fleet and not in the configuration; push it first, or name its ring with --ring';
  const has = secret === undefined ? 'names no key ring' : 'has a secret of its own';
  return `${has}; give it secret: { ring: 'NAME' }, or choose a ring with --ring`;
}
