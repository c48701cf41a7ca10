import { countByCategory, type FailedFiles } from '../ledger/failed-files.ts';
import type { Ledger } from '../ledger/ledger.ts';
import type { LedgerLine, Notice } from '../ledger/line.ts';
import type { Fault } from '../ledger/measurement.ts';
import type { Audience } from '../story/audience.ts';
import { countsOn, usualDay } from '../story/comparison.ts';
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
 * field changes its meaning or goes; new fields may come at any time. What is undefined is absent from its JSON.
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
  readonly mutedUntil?: CalendarDate | undefined;
};

/** One notice in a {@link NoticeDocument}. */
type NoticeEntry = ReturnType<typeof toEntry>;

/** How much of each untrusted text programs get, in characters. */
const textMaxLength = 1_000;
/** So many files are named; the whole list lies below `files/` in the archive. */
const maxNamed = 10;
const maxCategories = 50;

/** One notice for programs. */
export function toEntry(
  story: Story,
  ledger: Ledger,
  words: MessageWords,
  audience: Pick<Audience, 'pageOf'> = {},
) {
  const { line, notice, counts, findings, told, failed } = story;
  const { id, kind, severity, heldBack } = notice;
  return {
    id,
    kind,
    severity,
    date: line.date,
    verdict: describeVerdict(story, words),
    counts,
    findings: counts && findings,
    fault: line.state === 'unavailable' ? cleanFault(line.fault) : undefined,
    told,
    nights: story.facts.find((fact) => 'nights' in fact)?.nights,
    ...surroundingsOf(line, ledger, audience),
    files: failed && toFiles(failed),
    heldBack: heldBack && cleanReason(heldBack),
  };
}

/** What a date is compared with, and where there is more of it. */
export function surroundingsOf(line: LedgerLine, ledger: Ledger, { pageOf }: Pick<Audience, 'pageOf'>) {
  return {
    dayBefore: countsOn(addDays(line.date, -1), ledger),
    usual: usualDay(line.date, ledger),
    archived: archivedKey(line),
    page: pageOf?.(line.date),
  };
}

function toFiles({ files, read, total, stopped }: FailedFiles) {
  const categories = countByCategory(files).slice(0, maxCategories);
  return { read, total, stopped, categories, named: files.slice(0, maxNamed) };
}

function cleanReason({ cause, reason }: NonNullable<Notice['heldBack']>) {
  return { cause, reason: reason === undefined ? undefined : toPlainText(reason, textMaxLength) };
}

/** A fault whose texts are safe to show. */
export function cleanFault(fault: Fault): Fault {
  const texts = Object.entries(fault).map(([name, value]) => [
    name,
    typeof value === 'string' ? toPlainText(value, textMaxLength) : value,
  ]);
  return { ...fault, ...Object.fromEntries(texts) };
}
