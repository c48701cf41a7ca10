import type { Account } from '../../../../lambda/config/account.ts';
import type { Config } from '../../../../lambda/config/config.ts';
import type { ReadableArchive } from '../../../../lambda/reader/read-report.ts';
import { usageError } from '../../../cli/failures.ts';
import { readRosters } from '../../../machine/rosters.ts';
import type { AllKeys } from './ring-writer.ts';

/** Keys that go into a ring, by account, and all accounts that name the ring. */
export type RingKeys = {
  readonly name: string;
  readonly keys: AllKeys;
  readonly members: readonly string[];
};

/** Which keys go into which rings, and of which accounts somebody should know that their nights look elsewhere. */
type Choice = { readonly rings: readonly RingKeys[]; readonly elsewhere: readonly string[] };

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
  const ringOf = (account: string) => {
    const secret = named.get(account);
    return typeof secret === 'object' ? secret.ring : undefined;
  };
  const names = [...keys.keys()];
  const faults = names
    .filter((account) => (chosen ?? ringOf(account)) === undefined)
    .map((account) => `${account}: ${describeMissing(named.has(account), named.get(account))}`);
  if (faults.length > 0) throw usageError(faults);
  const groups = Map.groupBy(keys, ([account]) => chosen ?? ringOf(account) ?? '');
  const rings = Array.from(groups, ([name, own]) => {
    const members = [...named.keys()].filter((account) => ringOf(account) === name);
    return { name, keys: new Map(own), members };
  });
  const isElsewhere = (account: string) => named.has(account) && ringOf(account) !== chosen;
  return { rings, elsewhere: chosen === undefined ? [] : names.filter(isElsewhere) };
}

function describeMissing(isKnown: boolean, secret: Account['secret']): string {
  if (!isKnown)
    return 'is in no shift of the fleet and not in the configuration; push it first, or name its ring with --ring';
  const has = secret === undefined ? 'names no key ring' : 'has a secret of its own';
  return `${has}; give it secret: { ring: 'NAME' }, or choose a ring with --ring`;
}
