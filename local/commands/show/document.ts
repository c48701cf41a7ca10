import * as z from 'zod/mini';
import { maxLists } from '../../../lambda/archive/read-failed-files.ts';
import {
  filesPrefix,
  ledgerKey,
  pageKey,
  rejectedKey,
  snapshotsPrefix,
} from '../../../lambda/core/ledger/keys.ts';
import type { LedgerLine } from '../../../lambda/core/ledger/line.ts';
import { type Counts, countNames } from '../../../lambda/core/ledger/measurement.ts';
import { parseSnapshot } from '../../../lambda/core/ledger/read-snapshot.ts';
import { type CalendarDate, weekdayOf, yearOf } from '../../../lambda/core/time/day.ts';
import { toError } from '../../../lambda/errors.ts';
import type { ReadableArchive } from '../../../lambda/reader/read-report.ts';
import { type Standing, standingOf } from '../history/days.ts';

/** A document of the archive under its key, or why it cannot be read. */
export type Archived<Content> = { readonly key: string } & (
  | { readonly content: Content; readonly damage?: undefined }
  | { readonly damage: string; readonly content?: undefined }
);

/** An answer, and what it changed. */
type ArchivedCounts = {
  readonly askedAt: string;
  readonly counts: Counts;
  readonly order: string;
  readonly proof: string;
};

const rejectedSchema = z.object({
  askedAt: z.string(),
  fault: z.object({ code: z.string(), detail: z.string() }),
});

const filesSchema = z.object({
  askedAt: z.string(),
  files: z.array(
    z.object({
      path: z.string(),
      category: z.optional(z.string()),
      lastWorkTime: z.optional(z.string()),
    }),
  ),
  read: z.int(),
  total: z.optional(z.int()),
  stopped: z.optional(z.string()),
});

/** An answer that could not be used. */
type ArchivedRejection = z.output<typeof rejectedSchema>;
/** The failed files as they were listed once. */
export type ArchivedFiles = z.output<typeof filesSchema>;

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
  readonly snapshots: readonly Archived<ArchivedCounts>[];
  readonly rejected: readonly Archived<ArchivedRejection>[];
  /** The list of the failed files: the newest that is complete, else the newest; null when there is none. */
  readonly files: Archived<ArchivedFiles> | null;
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
  const folderOf = (key: string) => key.slice(0, key.lastIndexOf('/') + 1);
  const [answers, rejections, lists, reports] = await Promise.all([
    below(snapshotsPrefix(account, date)),
    below(folderOf(rejectedKey(account, date, '', ''))),
    below(filesPrefix(account, date)),
    below(pageKey(account, date)),
  ]);
  const newest = lists.slice(-maxLists).reverse();
  const found = await Promise.all(newest.map((key) => readKept(key, archive, parserOf(filesSchema))));
  return {
    account,
    date,
    weekday: weekdayOf(date),
    state: standingOf(line),
    line,
    ledger: ledgerKey(account, yearOf(date)),
    snapshots: await Promise.all(answers.map((key) => readKept(key, archive, parseSnapshot))),
    rejected: await Promise.all(rejections.map((key) => readKept(key, archive, parserOf(rejectedSchema)))),
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
async function readKept<Content>(
  key: string,
  archive: ReadableArchive,
  parse: (text: string) => Content,
): Promise<Archived<Content>> {
  try {
    return { key, content: parse((await archive.read(key)) ?? '') };
  } catch (error) {
    return { key, damage: toError(error).message };
  }
}

function parserOf<Schema extends z.ZodMiniType>(schema: Schema): (text: string) => z.output<Schema> {
  return (text) => {
    const result = z.safeParse(schema, JSON.parse(text));
    if (result.success) return result.data;
    throw new SyntaxError(`it is of another form: ${z.prettifyError(result.error)}`);
  };
}
