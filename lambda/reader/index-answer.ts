import pMap from 'p-map';
import { parseStored } from '../archive/parse-stored.ts';
import { type Overview, parseOverview } from '../core/fleet/overview.ts';
import { type FleetView, selectShiftPage } from '../core/fleet/shift-page.ts';
import { overviewKey, overviewsPrefix, shiftOfOverview } from '../core/ledger/keys.ts';
import { formatAddress } from '../core/links/address.ts';
import { renderIndex } from '../core/report/index-page.ts';
import { toError } from '../errors.ts';
import type { Telemetry } from '../ports.ts';
import type { ReadAccount } from './accounts.ts';
import type { ReaderAnswer } from './answers.ts';
import { type ReadableArchive, readRow } from './read-report.ts';

/** Accounts that are read at once. */
const concurrency = 16;

type IndexPorts = { readonly archive: ReadableArchive; readonly telemetry: Pick<Telemetry, 'error'> };

/**
 * The page over the accounts, a row each, and the shifts of the fleet; nothing when nothing is recorded of any. What cannot be read
 * is named beside the others, and logged. Of the fleet, however many accounts it has: one listing, and one read a shift.
 * @param fleet which accounts of the fleet are asked for, and when; nothing where none may be seen
 * @throws the first fault when nothing can be read
 */
export async function answerIndex(
  accounts: readonly ReadAccount[],
  fleet: { readonly view: FleetView; readonly nowMs: number } | undefined,
  { archive, telemetry }: IndexPorts,
): Promise<ReaderAnswer | undefined> {
  const [own, shifts] = await Promise.all([
    readAll(selectOwn(accounts, fleet?.view), (account) => readRow(account, archive)),
    fleet ? readOverviews(fleet.view, archive) : nothing,
  ]);
  const faults = [...own.faults, ...shifts.faults];
  const isEmpty = own.found.length + shifts.found.length === 0;
  if (isEmpty && faults[0]) throw faults[0];
  for (const fault of faults) telemetry.error('an account or a shift could not be read', fault);
  if (isEmpty) return undefined;
  const body = await renderIndex(own.found, (account) => formatAddress({ account, part: 'page' }), {
    unread: own.unread,
    unrecorded: own.unrecorded,
    fleet: fleet && {
      ...fleet,
      shifts: shifts.found.map((overview) => selectShiftPage(overview, fleet.view)),
      unread: shifts.unread,
    },
  });
  return { body, type: 'text/html' };
}

/** A shift's page shows no others; of those with a tag, the stack's own are. */
function selectOwn(accounts: readonly ReadAccount[], view: FleetView | undefined): readonly ReadAccount[] {
  const { shift, tag } = view ?? {};
  if (shift !== undefined) return [];
  return tag === undefined ? accounts : accounts.filter(({ tags }) => tags.includes(tag));
}

async function readOverviews(
  { shift: asked }: FleetView,
  archive: ReadableArchive,
): Promise<Readings<Overview>> {
  const shifts =
    asked === undefined
      ? (await archive.listKeys(overviewsPrefix)).flatMap((key) => shiftOfOverview(key) ?? [])
      : [asked];
  return readAll(
    shifts.map((name) => ({ name })),
    async ({ name: shift }) => {
      const key = overviewKey(shift);
      const text = await archive.read(key);
      // The key says whose it is, whatever it says itself.
      return text === undefined ? undefined : { ...parseStored(key, () => parseOverview(text)), shift };
    },
  );
}

/** What was read of things that have names, and of which nothing could be read, or there is nothing. */
type Readings<Read> = Record<'unread' | 'unrecorded', string[]> & { found: Read[]; faults: Error[] };

const nothing: Readings<never> = { found: [], unread: [], unrecorded: [], faults: [] };

async function readAll<Thing extends { readonly name: string }, Read>(
  things: readonly Thing[],
  read: (thing: Thing) => Promise<Read | undefined>,
): Promise<Readings<Read>> {
  const readings: Readings<Read> = { found: [], unread: [], unrecorded: [], faults: [] };
  const named = async (thing: Thing) => [thing.name, await read(thing).catch(toError)] as const;
  for (const [name, found] of await pMap(things, named, { concurrency })) {
    if (found === undefined) readings.unrecorded.push(name);
    else if (!(found instanceof Error)) readings.found.push(found);
    else {
      readings.faults.push(found);
      readings.unread.push(name);
    }
  }
  return readings;
}
