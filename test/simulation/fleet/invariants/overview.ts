import type { Written } from '../../bucket.ts';
import { nextDateOf } from '../../calendar.ts';
import type { Invocation } from '../../invocation.ts';
import { type Line, sameCounts } from '../../ledger-lines.ts';
import { type FleetWorld, type Role, versionsBetween } from '../fleet-world.ts';
import { shiftDueOf } from '../shift-calendar.ts';

/** As much of an overview as an onlooker goes by. */
export type Overview = {
  readonly date: string;
  readonly due: string;
  readonly at: string;
  readonly accounts: readonly Entry[];
};

type Entry = {
  readonly account: string;
  readonly tags: readonly string[];
  readonly state: 'measured' | 'unavailable' | 'failed';
  readonly counts?: Readonly<Record<string, number>>;
  readonly fault?: string;
  readonly reason?: string;
};

const noLines = { atMs: 0, value: new Map<string, Line>() };

/** What an overview says of each account is what its ledger said while the muster read it, of the accounts that were in the file. */
export function checkOverview(world: FleetWorld, { text, previous, by }: Written, role: Role): void {
  const { timeline, violations, files } = world;
  const overview: Overview = JSON.parse(text);
  const names = namesIn(overview);
  const present = versionsBetween(files.get(role.shift.name) ?? [], by.startedMs, timeline.now());
  const isAbsent = (account: string) => !names.includes(account) && isAddedSince(world, account, by, role);
  const faults = [
    ...(isLater(previous, overview) ? ['it takes the place of a later one'] : []),
    ...(present.some((file) => namesOf(file, isAbsent) === names) ? [] : [`it has ${names}`]),
    ...overview.accounts.flatMap((entry) =>
      isTrue(world, entry, by, role) ? [] : `${entry.account} is said to be ${JSON.stringify(entry)}`,
    ),
  ];
  for (const fault of faults)
    violations.push({
      invariant: 'fleet 6: the overview is what the ledgers say',
      detail: `${role.shift.name}, ${role.date}: ${fault}`,
    });
}

function isLater(previous: string | undefined, { due, at }: Overview): boolean {
  if (previous === undefined) return false;
  const last: Overview = JSON.parse(previous);
  return last.due > due || (last.due === due && last.at > at);
}

function isTrue({ ledgers, timeline }: FleetWorld, entry: Entry, by: Invocation, { date }: Role): boolean {
  const all = [noLines, ...(ledgers.get(entry.account) ?? [])];
  const possible = versionsBetween(all, by.startedMs, timeline.now());
  if (possible.some((ledger) => isStanding(entry, ledger, date))) return true;
  // What could not be read is not known.
  return entry.state === 'failed' && by.bucketFailuresMs.length > 0;
}

/** Whether a muster may leave an account out: a later night was due when it was started, and the account has no line as early as its date. */
export function isAddedSince(
  { fleet, ledgers, timeline }: FleetWorld,
  account: string,
  by: Invocation,
  { shift, date, execution }: Role,
): boolean {
  const start = fleet.starts.find(({ id }) => id === execution);
  const nextDueMs = shiftDueOf(nextDateOf(date, shift.timeZone), shift.timeZone, shift.time);
  if (!start || start.atMs < nextDueMs) return false;
  const all = [noLines, ...(ledgers.get(account) ?? [])];
  const possible = versionsBetween(all, by.startedMs, timeline.now());
  return possible.some((ledger) => [...ledger.keys()].every((of) => of > date));
}

function namesOf(file: ReadonlyMap<string, unknown>, isAbsent: (account: string) => boolean): string {
  const names = [...file.keys()].filter((account) => !isAbsent(account));
  return names.sort().join();
}

function namesIn({ accounts }: Overview): string {
  return accounts
    .map(({ account }) => account)
    .sort()
    .join();
}

/** Worked out from the lines alone, by none of the code that made the overview. */
function isStanding(entry: Entry, ledger: ReadonlyMap<string, Line>, date: string): boolean {
  const line = ledger.get(date);
  const pending = [...ledger.values()].flatMap(({ notices }) =>
    notices.filter(({ state }) => state === 'pending'),
  );
  if (entry.state === 'failed') return line === undefined || pending.length > 0;
  if (!line || pending.length > 0) return false;
  if (entry.state === 'unavailable')
    return line.state === 'unavailable' && entry.counts === undefined && entry.fault !== undefined;
  return line.state === 'measured' && sameCounts(line.counts, entry.counts);
}
