import pMap from 'p-map';
import { listLedgerYears } from '../../../lambda/archive/ledger-years.ts';
import type { Account } from '../../../lambda/config/account.ts';
import {
  damagedLedgerKey,
  dateInKey,
  hashOf,
  ledgerKey,
  snapshotsPrefix,
} from '../../../lambda/core/ledger/keys.ts';
import { formatLedgerYear, type Ledger } from '../../../lambda/core/ledger/ledger.ts';
import { parseSnapshot } from '../../../lambda/core/ledger/read-snapshot.ts';
import {
  compareLedgers,
  type Difference,
  type PlacedSnapshot,
  rebuildLedger,
} from '../../../lambda/core/ledger/rebuild.ts';
import { type Loss, type Salvage, salvageLedgerYear } from '../../../lambda/core/ledger/salvage.ts';
import { noteUnsentYears } from '../../../lambda/core/notices/unsent-years.ts';
import { correctionOf } from '../../../lambda/core/time/clock-reading.ts';
import { type CalendarDate, isCalendarDate, yearOf } from '../../../lambda/core/time/day.ts';
import { toError } from '../../../lambda/errors.ts';
import type { Archive, StoredText } from '../../../lambda/ports.ts';

/** What a rebuild of one account found, and whether it was written. */
export type Rebuild = {
  readonly account: string;
  readonly snapshots: number;
  readonly dates: number;
  readonly differences: readonly Difference[];
  /** Dates that are not over yet: nothing is recorded of them any more. */
  readonly dropped: readonly CalendarDate[];
  /** Dates whose counts are the present ledger's, as the answer that it refers to cannot be read. */
  readonly kept: readonly CalendarDate[];
  /** What could not be read of the present ledger. */
  readonly lost: readonly (Loss & { readonly key: string })[];
  /** Snapshots that cannot be read, and why. */
  readonly damaged: readonly Damage[];
  readonly written: boolean;
  /** Where the damaged years lie as they were. */
  readonly copies: readonly string[];
};

/** An object that cannot be read, and why. */
type Damage = { readonly key: string; readonly reason: string };

/** One year of the present ledger, as far as it can be read. */
type PresentYear = Salvage & { readonly year: number; readonly key: string; readonly stored: StoredText };

/** Requests under way at once. */
const concurrency = 32;

/** A year of which nothing is left: an object without any byte would look like one that was cut off. */
const emptyYear = '\n';

/**
 * Rebuilds an account's ledger from its snapshots and from what can be read of the present one, and finds where they differ.
 * With `write`, each year that is not as it should be is replaced, and a damaged one copied before. Which dates are over is
 * told by the store's clock.
 * @throws ConflictError when somebody else wrote the ledger meanwhile; ForbiddenError
 */
export async function rebuildAccount(
  account: Account,
  archive: Archive,
  { write, nowMs }: { readonly write: boolean; readonly nowMs: number },
): Promise<Rebuild> {
  const { name } = account;
  const years = await loadYears(name, archive);
  const present: Ledger = new Map(years.flatMap(({ lines }) => lines.map((line) => [line.date, line])));
  const keys = await archive.listKeys(snapshotsPrefix(name));
  const read = await pMap(keys, (key) => readSnapshot(key, archive), { concurrency });
  const snapshots = read.filter((one) => 'counts' in one);
  const store = archive.clock();
  const trueMs = nowMs + (store ? correctionOf(store) : 0);
  const { dropped, kept, ...rebuilt } = rebuildLedger({ snapshots, present, account, nowMs: trueMs });
  // The line that noted what is untold of earlier years may be the damaged one.
  const ledger = noteUnsentYears(rebuilt.ledger, rebuilt.ledger);
  const isDropped = new Set(dropped);
  return {
    account: name,
    snapshots: snapshots.length,
    dates: ledger.size,
    differences: compareLedgers(present, ledger).filter(({ date }) => !isDropped.has(date)),
    dropped,
    kept,
    lost: years.flatMap(({ key, losses }) => losses.map((loss) => ({ key, ...loss }))),
    damaged: read.filter((one) => 'reason' in one),
    written: write,
    copies: write ? await writeYears(name, years, ledger, archive) : [],
  };
}

async function loadYears(account: string, archive: Archive): Promise<PresentYear[]> {
  const load = async (year: number) => {
    const key = ledgerKey(account, year);
    const stored = await archive.readVersion(key);
    return stored ? { year, key, stored, ...salvageLedgerYear(stored.text) } : [];
  };
  const years = await pMap(await listLedgerYears(account, archive), load, { concurrency });
  return years.flat();
}

async function readSnapshot(key: string, archive: Archive): Promise<PlacedSnapshot | Damage> {
  try {
    const date = dateInKey(key) ?? '';
    if (!isCalendarDate(date)) throw new SyntaxError('its key names no date');
    return { key, date, ...parseSnapshot((await archive.read(key)) ?? '') };
  } catch (error) {
    if (!(error instanceof SyntaxError)) throw error;
    return { key, reason: toError(error).message };
  }
}

/** The newest first, as nights do; gives the keys of the copies. */
async function writeYears(
  account: string,
  present: readonly PresentYear[],
  ledger: Ledger,
  archive: Archive,
): Promise<string[]> {
  const copies: string[] = [];
  const years = new Set([...present.map(({ year }) => year), ...[...ledger.keys()].map(yearOf)]);
  for (const year of [...years].sort((a, b) => b - a)) {
    const former = present.find((one) => one.year === year);
    const body = formatLedgerYear(ledger, year) || emptyYear;
    if (body === former?.stored.text) continue;
    const contentType = 'application/x-ndjson';
    if (former && former.losses.length > 0) {
      const key = damagedLedgerKey(account, year, hashOf(former.stored.text));
      await archive.create({ key, body: former.stored.text, contentType });
      copies.push(key);
    }
    await archive.replace({ key: ledgerKey(account, year), body, contentType }, former?.stored.version);
  }
  return copies;
}
