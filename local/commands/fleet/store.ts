import { systemClock } from '../../../lambda/adapters/clock.ts';
import { retryLostRaces } from '../../../lambda/archive/lost-races.ts';
import { parseShiftFile, type Roster } from '../../../lambda/config/roster.ts';
import { shiftKey } from '../../../lambda/core/ledger/keys.ts';
import type { Archive, Clock } from '../../../lambda/ports.ts';
import type { Terminal } from '../../cli/terminal.ts';
import { readShiftFiles } from '../../machine/rosters.ts';
import { type Assigned, type Change, homesOf, planChanges, type Wish } from './changes.ts';

/** The accounts of a shift, with the version of its file, which a write must find unchanged. */
type StoredRoster = Roster & { readonly version: string | undefined };

/** The fleet as it is stored, by shift. */
export type StoredFleet = ReadonlyMap<string, StoredRoster>;

/** The AWS SDK takes a body without a byte for a stream of unknown length. */
const emptyBody = '\n';

type ChangePorts = { readonly clock: Clock; readonly random: () => number };

/** Reads the accounts of every shift. @throws ForbiddenError */
export function readFleet(archive: Archive): Promise<StoredFleet> {
  return readShiftFiles(archive, async (key) => {
    const file = await archive.readVersion(key);
    return { ...parseShiftFile(file?.text ?? ''), version: file?.version };
  });
}

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
  const others = [...homesOf(before).keys()].filter((name) => !named.has(name));
  const wish = { accounts, gone: new Set(prune ? others : []), dropsDamaged: prune };
  const changes = await fulfil(wish, before, archive, dryRun, terminal);
  return { changes, stay: prune ? [] : others, before };
}

/** What a wish changes or, of a dry run, would change. @throws as changeFleet and planChanges do */
export async function fulfil(
  wish: Wish,
  read: StoredFleet,
  archive: Archive,
  isDry: boolean,
  { note }: Pick<Terminal, 'note'>,
): Promise<readonly Change[]> {
  if (isDry) return planChanges(read, wish).changes;
  return changeFleet(wish, read, archive, () =>
    note('Somebody else wrote the fleet first: reading it again.'),
  );
}

/**
 * Makes a wish come true by conditional writes. When somebody else wrote first, reads the fleet again and changes that. An account
 * that moves is in both shifts for a moment, and never in none.
 * @param read the fleet as it was read, which the first attempt changes
 * @param onLost hears of every race that was lost
 * @returns what was changed, by everything that was found before
 * @throws ConflictError after twelve lost races; InvalidInputError as planChanges does
 */
export async function changeFleet(
  wish: Wish,
  read: StoredFleet,
  archive: Archive,
  onLost: () => void,
  ports: ChangePorts = { clock: systemClock, random: Math.random },
): Promise<Change[]> {
  const done = new Map<string, Change>();
  const write = async (attempt: number) => {
    const fleet = attempt === 1 ? read : await readFleet(archive);
    const { changes, files } = planChanges(fleet, wish, true);
    for (const change of changes) done.set(change.account, change);
    await writeFiles(files, fleet, archive);
  };
  await retryLostRaces(ports, write, onLost);
  const changes = [...done.values()];
  if (changes.some(({ kind }) => kind === 'moved')) await settle(wish, archive, ports, onLost);
  return changes;
}

/**
 * Takes whoever has moved out of the shifts where they were. Two who move the same account at once may each take it out of the
 * other's shift: so it is looked again, until each is in one shift. Where two want it in different ones, both take the first.
 */
async function settle(wish: Wish, archive: Archive, ports: ChangePorts, onLost: () => void): Promise<void> {
  const leave = async () => {
    const fleet = await readFleet(archive);
    await writeFiles(planChanges(fleet, wish).files, fleet, archive);
  };
  const isSettled = async () => {
    const fleet = await readFleet(archive);
    const homes = homesOf(fleet);
    const misplaced = wish.accounts.flatMap((assigned) => {
      const [first = assigned, ...others] = homes.get(assigned.account.name) ?? [];
      return first === assigned || others.length > 0 ? first : [];
    });
    const { files } = planChanges(fleet, { ...wish, accounts: misplaced, gone: new Set() });
    await writeFiles(files, fleet, archive);
    return misplaced.length === 0;
  };
  await retryLostRaces(ports, leave, onLost);
  while (!(await retryLostRaces(ports, isSettled, onLost)));
}

async function writeFiles(
  files: readonly { readonly shift: string; readonly body: string }[],
  fleet: StoredFleet,
  archive: Archive,
): Promise<void> {
  for (const { shift, body } of files) {
    const object = { key: shiftKey(shift), body: body || emptyBody, contentType: 'application/x-ndjson' };
    await archive.replace(object, fleet.get(shift)?.version);
  }
}
