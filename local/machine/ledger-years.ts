import { listLedgerYears, parseStoredYear } from '../../lambda/archive/ledger-years.ts';
import { ledgerKey } from '../../lambda/core/ledger/keys.ts';
import type { Ledger } from '../../lambda/core/ledger/ledger.ts';
import type { LedgerLine } from '../../lambda/core/ledger/line.ts';
import { toError } from '../../lambda/errors.ts';
import type { ReadableArchive } from '../../lambda/reader/read-report.ts';

/** One year of a ledger, as it could be read. */
export type LedgerYear = {
  readonly key: string;
  readonly year: number;
  readonly lines: readonly LedgerLine[];
  /** Why it cannot be read. */
  readonly fault?: Error;
};

/** All years of an account's ledger, each by itself. @throws ForbiddenError */
export async function readLedgerYears(account: string, archive: ReadableArchive): Promise<LedgerYear[]> {
  const years = await listLedgerYears(account, archive);
  return Promise.all(
    years.map(async (year) => {
      const key = ledgerKey(account, year);
      const text = await archive.read(key);
      try {
        return { key, year, lines: parseStoredYear(key, text) };
      } catch (error) {
        return { key, year, lines: [], fault: toError(error) };
      }
    }),
  );
}

/**
 * All years of an account's ledger as one.
 * @throws DamagedArchiveError, ForbiddenError
 */
export async function readLedger(account: string, archive: ReadableArchive): Promise<Ledger> {
  const years = await readLedgerYears(account, archive);
  const damaged = years.find(({ fault }) => fault !== undefined);
  if (damaged?.fault) throw damaged.fault;
  return joinYears(years);
}

/** The lines of years by their dates. */
export function joinYears(years: readonly LedgerYear[]): Ledger {
  return new Map(years.flatMap(({ lines }) => lines.map((line) => [line.date, line])));
}
