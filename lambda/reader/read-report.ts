import { listLedgerYears, parseStoredYear } from '../archive/ledger-years.ts';
import { loadMutes } from '../archive/load-mutes.ts';
import { readNewestFiles } from '../archive/read-failed-files.ts';
import { ledgerKey } from '../core/ledger/keys.ts';
import { type Ledger, linesByDate } from '../core/ledger/ledger.ts';
import type { LedgerLine } from '../core/ledger/line.ts';
import type { Instant } from '../core/ledger/measurement.ts';
import { muteOn } from '../core/notices/mutes.ts';
import type { NewestReport } from '../core/report/index-page.ts';
import { createReport } from '../core/report/report.ts';
import { type CalendarDate, yearOf } from '../core/time/day.ts';
import type { Archive } from '../ports.ts';
import type { ReadAccount } from './accounts.ts';

/** As much of the archive as a reader needs: it can change nothing. */
export type ReadableArchive = Pick<Archive, 'listKeys' | 'read'>;

/** Dates that a row of the index shows; a ledger has a line for each. */
const recentDates = 31;

/**
 * The report of a date, or else of the newest that is recorded, and which dates stand beside it; as ledger and archive have it now; nothing when nothing is recorded of it. However long the history:
 * one listing and at most three years of the ledger, the mutes, one listing and at most three lists of failed files.
 * @throws ForbiddenError, DamagedArchiveError
 */
export async function readReport(
  account: ReadAccount,
  { date: wanted, asOf }: { readonly date?: CalendarDate | undefined; readonly asOf: Instant },
  archive: ReadableArchive,
) {
  const { name } = account;
  const [ledger, mutes] = await Promise.all([readLedger(name, wanted, archive), loadMutes(name, archive)]);
  const lines = linesByDate(ledger);
  const line = wanted === undefined ? lines.at(-1) : ledger.get(wanted);
  if (line === undefined) return undefined;
  const { date } = line;
  const failed = await readNewestFiles(account, line, archive);
  return {
    report: createReport({ account, date, ledger, failed, mute: muteOn(date, mutes), asOf }),
    previous: lines.findLast((each) => each.date < date)?.date,
    next: lines.find((each) => each.date > date)?.date,
  };
}

/**
 * What the page over all accounts says of one; nothing when nothing is recorded of it. One listing, at most two years of the
 * ledger, of which only the last lines are understood, and the mutes.
 * @throws ForbiddenError, DamagedArchiveError
 */
export async function readRow(
  account: ReadAccount,
  archive: ReadableArchive,
): Promise<NewestReport | undefined> {
  const { name } = account;
  const [lines, mutes] = await Promise.all([readLastLines(name, archive), loadMutes(name, archive)]);
  const line = lines.at(-1);
  if (line === undefined) return undefined;
  const { date } = line;
  const ledger = new Map(lines.map((each) => [each.date, each]));
  return { account, date, ledger, line, mute: muteOn(date, mutes) };
}

/** The years of twelve months up to a date, or of the newest twelve that there are, and of the day after it. */
async function readLedger(
  account: string,
  date: CalendarDate | undefined,
  archive: ReadableArchive,
): Promise<Ledger> {
  const years = await listLedgerYears(account, archive);
  const last = date === undefined ? (years.at(-1) ?? 0) : yearOf(date);
  const next = date?.endsWith('-12-31') ? last + 1 : last;
  const wanted = years.filter((year) => year >= last - 1 && year <= next);
  const lines = (await Promise.all(wanted.map((year) => readYear(account, year, archive)))).flat();
  return new Map(lines.map((line) => [line.date, line]));
}

async function readLastLines(account: string, archive: ReadableArchive): Promise<LedgerLine[]> {
  const [year, before] = (await listLedgerYears(account, archive)).toReversed();
  const lines = year === undefined ? [] : await readYear(account, year, archive, recentDates);
  if (before === undefined || lines.length >= recentDates) return lines;
  return [...(await readYear(account, before, archive, recentDates - lines.length)), ...lines];
}

/** The lines of a year, or the last of them: each is a line of text, the oldest date first. */
async function readYear(
  account: string,
  year: number,
  archive: ReadableArchive,
  last = Number.POSITIVE_INFINITY,
): Promise<LedgerLine[]> {
  const key = ledgerKey(account, year);
  const lines = (await archive.read(key))?.split('\n').slice(-last - 1);
  return parseStoredYear(key, lines?.join('\n'));
}
