import { dirname } from 'node:path/posix';
import * as z from 'zod/mini';
import { maxLists } from '../../../lambda/archive/read-failed-files.ts';
import { type FailedFiles, failedFilesSchema } from '../../../lambda/core/ledger/failed-files.ts';
import {
  filesPrefix,
  ledgerKey,
  pageKey,
  rejectedKey,
  snapshotsPrefix,
} from '../../../lambda/core/ledger/keys.ts';
import type { LedgerLine } from '../../../lambda/core/ledger/line.ts';
import { type Counts, countNames } from '../../../lambda/core/ledger/measurement.ts';
import { parseSnapshot, type Snapshot } from '../../../lambda/core/ledger/read-snapshot.ts';
import { parseDocument } from '../../../lambda/core/text/document.ts';
import { type CalendarDate, weekdayOf, yearOf } from '../../../lambda/core/time/day.ts';
import { toError } from '../../../lambda/errors.ts';
import type { ReadableArchive } from '../../../lambda/reader/read-report.ts';
import { type Standing, standingOf } from '../history/document.ts';

/** A document of the archive under its key, or why it cannot be read. */
type Archived<Content> = { readonly key: string } & (
  | { readonly content: Content; readonly damage?: undefined }
  | { readonly damage: string; readonly content?: undefined }
);

const rejectedSchema = z.object({
  askedAt: z.string(),
  fault: z.object({ code: z.string(), detail: z.string() }),
});

/** Everything that is known of a date. */
export type DateDocument = {
  readonly account: string;
  readonly date: CalendarDate;
  /** 1 is Monday. */
  readonly weekday: number;
  readonly state: Standing;
  /** Its line of the ledger: counts or the reason why there are none, findings, notices. */
  readonly line: LedgerLine;
  /** Where the line stands. */
  readonly ledger: string;
  /** All different answers, oldest first. */
  readonly snapshots: readonly Archived<Snapshot>[];
  /** The answers that could not be used. */
  readonly rejected: readonly Archived<z.output<typeof rejectedSchema>>[];
  /** The list of the failed files: the newest that is complete, else the newest; null when there is none. */
  readonly files: Archived<FailedFiles> | null;
  /** Key of the page that its night left, if it did. */
  readonly reports: readonly string[];
};

/** Gathers what the archive has of a date that the ledger knows. */
export async function gatherDate(
  account: string,
  line: LedgerLine,
  archive: ReadableArchive,
): Promise<DateDocument> {
  const { date } = line;
  const below = (prefix: string) => archive.listKeys(prefix);
  const lists = (await below(filesPrefix(account, date))).slice(-maxLists).reverse();
  const [snapshots, rejected, found, reports] = await Promise.all([
    readAll(await below(snapshotsPrefix(account, date)), archive, parseSnapshot),
    readAll(await below(`${dirname(rejectedKey(account, date, '', ''))}/`), archive, (text) =>
      parseDocument(rejectedSchema, 'rejected answer', text),
    ),
    readAll(lists, archive, (text) => parseDocument(failedFilesSchema, 'list of failed files', text)),
    below(pageKey(account, date)),
  ]);
  return {
    account,
    date,
    weekday: weekdayOf(date),
    state: standingOf(line),
    line,
    ledger: ledgerKey(account, yearOf(date)),
    snapshots,
    rejected,
    files: found.find(({ content }) => content && content.stopped === undefined) ?? found[0] ?? null,
    reports,
  };
}

/** What an answer changed of the one before it: `failure 33 → 37`; nothing when its counts are the same. */
export function describeChange(before: Counts, now: Counts): string {
  return countNames
    .filter((name) => before[name] !== now[name])
    .map((name) => `${name} ${before[name]} → ${now[name]}`)
    .join(', ');
}

/** What is damaged is said, and keeps nobody from seeing the rest. */
function readAll<Content>(
  keys: readonly string[],
  archive: ReadableArchive,
  parse: (text: string) => Content,
): Promise<Archived<Content>[]> {
  const read = async (key: string) => {
    try {
      return { key, content: parse((await archive.read(key)) ?? '') };
    } catch (error) {
      return { key, damage: toError(error).message };
    }
  };
  return Promise.all(keys.map(read));
}
