import pMap from 'p-map';
import { parseStored } from '../archive/parse-stored.ts';
import { type Overview, parseOverview } from '../core/fleet/overview.ts';
import { type FleetView, selectShiftPage } from '../core/fleet/shift-page.ts';
import { overviewKey, overviewsPrefix, shiftOfOverview } from '../core/ledger/keys.ts';
import { formatAddress } from '../core/links/address.ts';
import { type NewestReport, renderIndex } from '../core/report/index-page.ts';
import { toError } from '../errors.ts';
import type { Telemetry } from '../ports.ts';
import type { ReadAccount } from './accounts.ts';
import type { ReaderAnswer } from './answers.ts';
import { type ReadableArchive, readRow } from './read-report.ts';

/** Accounts that are read at once. */
const concurrency = 16;

type IndexPorts = { readonly archive: ReadableArchive; readonly telemetry: Pick<Telemetry, 'error'> };

/** What was read of something that has a name. */
type Reading<Read> = { readonly name: string; readonly read: Read | undefined | Error };

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
  const [readings, overviews] = await Promise.all([
    readAll(
      selectOwn(accounts, fleet?.view),
      ({ name }) => name,
      (account) => readRow(account, archive),
    ),
    fleet ? readOverviews(fleet.view, archive) : [],
  ]);
  const rows: NewestReport[] = readIn(readings);
  const shifts = readIn(overviews);
  const faults = [...readings, ...overviews].flatMap(({ read }) => (read instanceof Error ? read : []));
  if (rows.length + shifts.length === 0 && faults[0]) throw faults[0];
  for (const fault of faults) telemetry.error('an account or a shift could not be read', fault);
  if (rows.length + shifts.length === 0) return undefined;
  const body = await renderIndex(rows, (account) => formatAddress({ account, part: 'page' }), {
    unread: namesOf(readings, (read) => read instanceof Error),
    unrecorded: namesOf(readings, (read) => read === undefined),
    fleet: fleet && {
      ...fleet,
      shifts: shifts.map((overview) => selectShiftPage(overview, fleet.view)),
      unread: namesOf(overviews, (read) => read instanceof Error),
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

async function readOverviews({ shift }: FleetView, archive: ReadableArchive): Promise<Reading<Overview>[]> {
  const shifts =
    shift === undefined
      ? (await archive.listKeys(overviewsPrefix)).flatMap((key) => shiftOfOverview(key) ?? [])
      : [shift];
  return readAll(
    shifts,
    (name) => name,
    async (name) => {
      const key = overviewKey(name);
      const text = await archive.read(key);
      // The key says whose it is, whatever it says itself.
      return text === undefined ? undefined : { ...parseStored(key, () => parseOverview(text)), shift: name };
    },
  );
}

async function readAll<Thing, Read>(
  things: readonly Thing[],
  nameOf: (thing: Thing) => string,
  read: (thing: Thing) => Promise<Read | undefined>,
): Promise<Reading<Read>[]> {
  return pMap(things, async (thing) => ({ name: nameOf(thing), read: await read(thing).catch(toError) }), {
    concurrency,
  });
}

function readIn<Read>(readings: readonly Reading<Read>[]): Read[] {
  return readings.flatMap(({ read }) => (read === undefined || read instanceof Error ? [] : [read]));
}

function namesOf<Read>(
  readings: readonly Reading<Read>[],
  matches: (read: Read | undefined | Error) => boolean,
): string[] {
  return readings.flatMap(({ name, read }) => (matches(read) ? name : []));
}
