import type { Account } from './account.ts';
import { updateObject } from './commit.ts';
import { type CalendarDate, yearOf } from './core/day.ts';
import { type FailedFiles, parseFailedFiles } from './core/failed-files.ts';
import { filesPrefix, ledgerPrefix, reportIndexKey, reportKey, yearInKey } from './core/keys.ts';
import { type Ledger, type LedgerLine, linesByDate } from './core/ledger.ts';
import type { Mute } from './core/mutes.ts';
import { formatDatesCsv } from './core/report/dates-csv.ts';
import { updateIndex } from './core/report/index-page.ts';
import { toIndexRow } from './core/report/index-row.ts';
import { renderPage } from './core/report/page.ts';
import { createReport, firstReported, type Report } from './core/report/report.ts';
import { toError } from './errors.ts';
import type { LookUps } from './look-up.ts';
import type { Ports } from './ports.ts';

/** What a night has to publish. */
export type Publication = {
  readonly account: Account;
  /** The date that the night reports. */
  readonly date: CalendarDate;
  /** The dates whose pages are drawn, its own among them. */
  readonly dates: readonly CalendarDate[];
  /** The ledger as the night left it. */
  readonly ledger: Ledger;
  readonly lookUps: LookUps;
  /** What holds back the account's notices tonight. */
  readonly mute: Mute | undefined;
  /** The stack that reports, where there is one. */
  readonly stack?: string | undefined;
};

/** The keys of what is up to date now, and what failed. */
export type Published = { readonly keys: readonly string[]; readonly failures: readonly Error[] };

type PublishingPorts = Pick<Ports, 'archive' | 'clock' | 'random' | 'telemetry'>;

/**
 * Makes the report of a date, or of the newest one, without its failed files, out of a ledger that is at least as new as the
 * object it goes to.
 */
type Compose = (present: string | undefined, date?: CalendarDate) => Promise<Report>;

const [htmlType, csvType] = ['text/html; charset=utf-8', 'text/csv; charset=utf-8'];

/**
 * Writes page and table of each date, the page of the newest date, which a late night never turns back, and the account's
 * row of the index. Each is written although others fail. Never throws.
 */
export async function publishReports(publication: Publication, ports: PublishingPorts): Promise<Published> {
  const { account, dates } = publication;
  const { name } = account;
  try {
    const compose = await prepare(publication, ports);
    const draw = (report: Report) => drawPage(report, publication, ports.archive);
    return await writeAll(ports, [
      ...dates.flatMap((date): Write[] => [
        [reportKey(name, date, 'html'), htmlType, async (now) => draw(await compose(now, date))],
        [reportKey(name, date, 'csv'), csvType, async (now) => formatDatesCsv(await compose(now, date))],
      ]),
      [reportKey(name, 'latest', 'html'), htmlType, async (now) => draw(await compose(now))],
      [reportIndexKey, htmlType, async (now) => updateIndex(now, toIndexRow(await compose(now)))],
    ]);
  } catch (error) {
    return { keys: [], failures: [toError(error)] };
  }
}

type Write = readonly [key: string, type: string, change: (present: string | undefined) => Promise<string>];

async function writeAll(ports: PublishingPorts, writes: readonly Write[]): Promise<Published> {
  const results = await Promise.allSettled(
    writes.map(async ([key, type, change]) => {
      await updateObject(key, type, change, ports);
      return key;
    }),
  );
  return {
    keys: results.flatMap((result) => (result.status === 'fulfilled' ? result.value : [])),
    failures: results.flatMap((result) => (result.status === 'rejected' ? toError(result.reason) : [])),
  };
}

/**
 * An object that is there already may be of a newer ledger than this night's: then the ledger is loaded once more. As it is
 * read after the object's version, and every night writes its objects after its ledger, the last to write an object has
 * seen all that the others had.
 */
async function prepare(publication: Publication, { archive }: PublishingPorts): Promise<Compose> {
  const keys = await archive.listKeys(ledgerPrefix(publication.account.name));
  const { account, date: night, dates, mute, stack } = publication;
  const first = Math.min(...dates.map((date) => yearOf(firstReported(date))));
  const years = keys.map(yearInKey).filter((year): year is number => year !== undefined && year >= first);
  const load = async (wanted: readonly number[]) => (await archive.loadLedger(account.name, wanted)).ledger;
  const known = new Set([...publication.ledger.keys()].map(yearOf));
  const missing = years.filter((year) => !known.has(year));
  const given = new Map([...(missing.length > 0 ? await load(missing) : []), ...publication.ledger]);
  return async (present, date) => {
    const ledger = present === undefined ? given : await load(years);
    const reported = date ?? linesByDate(ledger).at(-1)?.date ?? night;
    const inForce = mute !== undefined && reported <= mute.until ? mute : undefined;
    return createReport({ account, date: reported, ledger, mute: inForce, stack });
  };
}

/** The report's page, which unlike the table and the index names the files that failed. */
async function drawPage(
  report: Report,
  { account, lookUps }: Publication,
  archive: Ports['archive'],
): Promise<string> {
  const failed = lookUps.get(report.date) ?? (await readNewestFiles(account, report.line, archive));
  return renderPage({ ...report, failed });
}

/** The newest archived list of the failed files of a date that broke a rule; none where there is none to be read. */
export async function readNewestFiles(
  account: Account,
  line: LedgerLine | undefined,
  archive: Pick<Ports['archive'], 'listKeys' | 'read'>,
): Promise<FailedFiles | undefined> {
  if (!account.nameFiles || line?.state !== 'measured' || line.findings.length === 0) return undefined;
  const newest = (await archive.listKeys(filesPrefix(account.name, line.date))).at(-1);
  return newest === undefined ? undefined : parseFailedFiles((await archive.read(newest)) ?? '');
}
