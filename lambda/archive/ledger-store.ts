import { ledgerKey } from '../core/ledger/keys.ts';
import { formatLedgerYear, type Ledger } from '../core/ledger/ledger.ts';
import type { LedgerLine } from '../core/ledger/line.ts';
import { isNotAsked } from '../core/ledger/plan.ts';
import { notedYears } from '../core/notices/unsent-years.ts';
import { yearOf } from '../core/time/day.ts';
import type { Archive, LoadedLedger } from '../ports.ts';
import { listLedgerYears, parseStoredYear } from './ledger-years.ts';

/** As much of an archive as a ledger needs. */
type Objects = Pick<Archive, 'listKeys' | 'readVersion' | 'replace'>;

type LoadedYear = {
  readonly year: number;
  readonly version: string | undefined;
  readonly lines: LedgerLine[];
};

/**
 * Reads the given years, and when they begin with dates that nobody asked for, the years before that gap as well.
 * @throws ForbiddenError, DamagedArchiveError
 */
export async function loadLedger(
  objects: Objects,
  account: string,
  years: readonly number[],
): Promise<LoadedLedger> {
  const loaded = await Promise.all(years.map((year) => loadYear(objects, account, year)));
  while (beginsInGap(loaded)) {
    const first = Math.min(...loaded.map(({ year }) => year));
    const before = (await listLedgerYears(account, objects)).findLast((year) => year < first);
    if (before === undefined) break;
    loaded.unshift(await loadYear(objects, account, before));
  }
  for (let missing = unread(loaded); missing.length > 0; missing = unread(loaded))
    loaded.unshift(...(await Promise.all(missing.map((year) => loadYear(objects, account, year)))));
  return {
    ledger: new Map(loaded.flatMap(({ lines }) => lines.map((line) => [line.date, line]))),
    versions: new Map(loaded.map(({ year, version }) => [year, version])),
  };
}

async function loadYear(objects: Objects, account: string, year: number): Promise<LoadedYear> {
  const key = ledgerKey(account, year);
  const stored = await objects.readVersion(key);
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

/**
 * Writes each year that differs from what was loaded, if nobody else wrote it since.
 * @throws ConflictError when somebody did
 */
export async function saveLedger(
  objects: Objects,
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
    versions.set(year, await objects.replace(object, loaded.versions.get(year)));
  }
  return { ledger: next, versions };
}
