import { ledgerKey, ledgerPrefix, yearInKey } from '../../core/ledger/keys.ts';
import { formatLedgerYear, type Ledger } from '../../core/ledger/ledger.ts';
import type { LedgerLine } from '../../core/ledger/line.ts';
import { isNotAsked } from '../../core/ledger/plan.ts';
import { notedYears } from '../../core/notices/unsent-years.ts';
import type { ClockReading } from '../../core/time/clock-reading.ts';
import { yearOf } from '../../core/time/day.ts';
import type { Archive, LoadedLedger } from '../../ports.ts';
import { type Bounds, unhurried } from '../bounded-call.ts';
import {
  type Bucket,
  createObject,
  listKeys,
  readObject,
  type WriteCondition,
  writeObject,
} from './bucket.ts';

/** Where the archive is, and what the store's clock said last, where somebody listens to it. */
type ArchivePlace = Omit<Bucket, 'bounds'> & { readonly clock?: () => ClockReading | undefined };

/**
 * The archive in one bucket of S3, or of a store that speaks its language with conditional writes.
 * @param bounds those of the night or the command that it is for
 */
export function createArchive(
  { client, name, clock = () => undefined }: ArchivePlace,
  bounds: Bounds = unhurried,
): Archive {
  const bucket: Bucket = { client, name, bounds };
  return {
    clock,
    create: (object, limit) => createObject(bucket, object, limit),
    put: async (object, limit) => {
      await writeObject(bucket, object, {}, limit);
    },
    listKeys: (prefix, limit) => listKeys(bucket, prefix, limit),
    read: async (key, limit) => (await readObject(bucket, key, limit))?.text,
    readVersion: (key) => readObject(bucket, key),
    replace: (object, version) => writeObject(bucket, object, conditionOn(version)),
    loadLedger: (account, years) => loadLedger(bucket, account, years),
    saveLedger: (account, loaded, next) => saveLedger(bucket, account, loaded, next),
  };
}

type LoadedYear = {
  readonly year: number;
  readonly version: string | undefined;
  readonly lines: LedgerLine[];
};

async function loadLedger(bucket: Bucket, account: string, years: readonly number[]): Promise<LoadedLedger> {
  const loaded = await Promise.all(years.map((year) => loadYear(bucket, account, year)));
  while (beginsInGap(loaded)) {
    const before = await loadYearBefore(
      bucket,
      account,
      loaded.map(({ year }) => year),
    );
    if (!before) break;
    loaded.unshift(before);
  }
  for (let missing = unread(loaded); missing.length > 0; missing = unread(loaded))
    loaded.unshift(...(await Promise.all(missing.map((year) => loadYear(bucket, account, year)))));
  return {
    ledger: new Map(loaded.flatMap(({ lines }) => lines.map((line) => [line.date, line]))),
    versions: new Map(loaded.map(({ year, version }) => [year, version])),
  };
}

/** The schema of the ledger loads while S3 is waited for: the start of the function does not wait for it. */
function loadParser() {
  return import('../../archive/ledger-years.ts');
}

async function loadYear(bucket: Bucket, account: string, year: number): Promise<LoadedYear> {
  const key = ledgerKey(account, year);
  const [stored, { parseStoredYear }] = await Promise.all([readObject(bucket, key), loadParser()]);
  return { year, version: stored?.version, lines: parseStoredYear(key, stored?.text) };
}

/** Years in which something is not told yet, as those that were read note it. */
function unread(loaded: readonly LoadedYear[]): number[] {
  const noted = notedYears(loaded.flatMap(({ lines }) => lines));
  return noted.filter((noted) => !loaded.some(({ year }) => year === noted));
}

/** After a gap of months the ledger goes on from a year that the night would not look at otherwise. */
function beginsInGap(loaded: readonly LoadedYear[]): boolean {
  const first = loaded.flatMap(({ lines }) => lines)[0];
  return first === undefined || isNotAsked(first);
}

async function loadYearBefore(
  bucket: Bucket,
  account: string,
  years: readonly number[],
): Promise<LoadedYear | undefined> {
  const all = (await listKeys(bucket, ledgerPrefix(account))).map(yearInKey);
  const last = all.findLast((year) => year !== undefined && year < Math.min(...years));
  return last === undefined ? undefined : loadYear(bucket, account, last);
}

async function saveLedger(
  bucket: Bucket,
  account: string,
  loaded: LoadedLedger,
  next: Ledger,
): Promise<LoadedLedger> {
  const versions = new Map(loaded.versions);
  const years = new Set<number>([...next.keys()].map(yearOf));
  // The newest first: whoever stops in between leaves no hole between two years, which no night would look into.
  for (const year of [...years].sort((a, b) => b - a)) {
    const body = formatLedgerYear(next, year);
    if (body === formatLedgerYear(loaded.ledger, year)) continue;
    const object = { key: ledgerKey(account, year), body, contentType: 'application/x-ndjson' };
    versions.set(year, await writeObject(bucket, object, conditionOn(loaded.versions.get(year))));
  }
  return { ledger: next, versions };
}

function conditionOn(version: string | undefined): WriteCondition {
  return version === undefined ? { IfNoneMatch: '*' } : { IfMatch: version };
}
