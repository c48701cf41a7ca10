import {
  type CategoryCount,
  countByCategory,
  type FailedFile,
  type FailedFiles,
} from '../ledger/failed-files.ts';
import type { Ledger } from '../ledger/ledger.ts';
import type { Finding, LedgerLine, Notice } from '../ledger/line.ts';
import type { Counts, Fault } from '../ledger/measurement.ts';
import type { Audience } from '../story/audience.ts';
import { countsOn, type UsualDay, usualDay } from '../story/comparison.ts';
import { describeVerdict } from '../story/headline.ts';
import { archivedKey } from '../story/next-steps.ts';
import type { Story } from '../story/story.ts';
import { toPlainText } from '../text/plain-text.ts';
import { addDays, type CalendarDate } from '../time/day.ts';
import type { MessageWords } from '../words/en/messages.ts';
import type { Language } from '../words/language.ts';
import type { MusterEntry } from './muster/muster-document.ts';

/**
 * The machine-readable form of a message, described field by field in docs/notice.schema.json. `version` changes when a
 * field changes its meaning or goes; new fields may come at any time.
 */
export type NoticeDocument = {
  readonly version: 1;
  /** Absent where a muster tells of many. */
  readonly account?: string;
  readonly language: Language;
  readonly notices: readonly NoticeEntry[];
  /** Only where somebody tries out who is told: nothing has happened. */
  readonly test?: true;
  /** Only where the check of the morning tells what a night did not. */
  readonly check?: true;
  /** How many of the last notices had no room. */
  readonly omitted?: number;
  /** Only in what the reports topic carries; `notices` is then empty. */
  readonly summary?: SummaryEntry;
  /** Only where a muster tells of many accounts; `notices` is then empty. */
  readonly muster?: MusterEntry;
};

/** A night summed up, in a {@link NoticeDocument}. */
type SummaryEntry = Omit<NoticeEntry, 'kind' | 'told' | 'nights' | 'files' | 'heldBack'> & {
  /** Ids of the notices that the night told. */
  readonly told: readonly string[];
  /** How many notices are held back. */
  readonly heldBack: number;
  readonly mutedUntil?: CalendarDate;
};

/** One notice in a {@link NoticeDocument}. */
type NoticeEntry = Pick<Notice, 'id' | 'kind' | 'severity'> & {
  readonly date: CalendarDate;
  readonly verdict: string;
  readonly counts?: Counts;
  readonly findings?: readonly Finding[];
  readonly fault?: Fault;
  readonly told?: Counts;
  readonly nights?: number;
  readonly dayBefore?: Counts;
  readonly usual?: UsualDay;
  readonly archived?: string;
  /** The address of the date's page, where a reader shows it. */
  readonly page?: string;
  readonly files?: NoticeFiles;
  readonly heldBack?: Notice['heldBack'];
};

/** Which files failed, as far as they were listed; the whole list lies below `files/` in the archive. */
type NoticeFiles = Pick<FailedFiles, 'read' | 'total' | 'stopped'> & {
  readonly categories: readonly CategoryCount[];
  /** The first ten. */
  readonly named: readonly FailedFile[];
};

/** How much of each untrusted text programs get, in characters. */
const textMaxLength = 1_000;
const maxNamed = 10;
const maxCategories = 50;

/** One notice for programs. */
export function toEntry(
  story: Story,
  ledger: Ledger,
  words: MessageWords,
  audience: Pick<Audience, 'pageOf'> = {},
): NoticeEntry {
  const { line, notice, counts, findings, told, failed } = story;
  const nights = story.facts.find((fact) => 'nights' in fact)?.nights;
  return {
    id: notice.id,
    kind: notice.kind,
    severity: notice.severity,
    date: line.date,
    verdict: describeVerdict(story, words),
    ...(counts && { counts, findings }),
    ...(line.state === 'unavailable' && { fault: cleanFault(line.fault) }),
    ...(told && { told }),
    ...(nights !== undefined && { nights }),
    ...surroundingsOf(line, ledger, audience),
    ...(failed && { files: toFiles(failed) }),
    ...(notice.heldBack && { heldBack: cleanReason(notice.heldBack) }),
  };
}

/** What a date is compared with, and where there is more of it. */
export function surroundingsOf(
  line: LedgerLine,
  ledger: Ledger,
  { pageOf }: Pick<Audience, 'pageOf'>,
): Pick<NoticeEntry, 'dayBefore' | 'usual' | 'archived' | 'page'> {
  const dayBefore = countsOn(addDays(line.date, -1), ledger);
  const usual = usualDay(line.date, ledger);
  const archived = archivedKey(line);
  return {
    ...(dayBefore && { dayBefore }),
    ...(usual && { usual }),
    ...(archived !== undefined && { archived }),
    ...(pageOf && { page: pageOf(line.date) }),
  };
}

function toFiles({ files, read, total, stopped }: FailedFiles): NoticeFiles {
  return {
    read,
    ...(total !== undefined && { total }),
    ...(stopped && { stopped }),
    categories: countByCategory(files).slice(0, maxCategories),
    named: files.slice(0, maxNamed),
  };
}

function cleanReason({ cause, reason }: NonNullable<Notice['heldBack']>) {
  return { cause, ...(reason !== undefined && { reason: toPlainText(reason, textMaxLength) }) };
}

/** A fault whose texts are safe to show. */
export function cleanFault(fault: Fault): Fault {
  const texts = Object.entries(fault).map(([name, value]) => [
    name,
    typeof value === 'string' ? toPlainText(value, textMaxLength) : value,
  ]);
  return { ...fault, ...Object.fromEntries(texts) };
}
