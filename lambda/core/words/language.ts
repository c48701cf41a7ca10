import type { Finding, Severity } from '../ledger/line.ts';
import type { Counts, FaultCode } from '../ledger/measurement.ts';
import type { UsualDay } from '../story/comparison.ts';
import type { Fact, Label } from '../story/story.ts';
import type { Verdict } from '../story/verdict.ts';
import type { CalendarDate } from '../time/day.ts';

/** The languages in which people can be told. */
export const languages = ['en', 'ko'] as const;

/** See {@link languages}. */
export type Language = (typeof languages)[number];

/** What is said of the files that failed. */
type FileWords = {
  /** Before the categories, each with its number of failed files. */
  readonly byCategory: string;
  readonly uncategorized: string;
  readonly otherCategories: string;
  /** After the files that are named. */
  more(files: number): string;
  /** There were failures when the date was counted, and none in the list. */
  readonly noneListed: string;
  /** Why a look-up stopped that took too long. */
  readonly bounds: string;
  unknown(reason: string): string;
  partial(reason: string, read: number, total: number | undefined): string;
};

/** What the nightly summary says beside what alerts say too. */
export type SummaryWords = {
  /** No rule is broken. */
  readonly ok: string;
  /** `verdict` and how bad it is, of an account's date. */
  headline(account: string, date: CalendarDate, label: string, verdict: string): string;
  /** The day before, and what the weekday is usually like. */
  comparison(date: CalendarDate, before: Counts | undefined, usual: UsualDay | undefined): string;
  /** A sparkline of the last 14 dates, and what its bars mean. */
  bars(sparkline: string, legend: string): string;
  readonly report: string;
  readonly history: string;
  /** Dates before this one that are not finished or not measured, each with its state. */
  open(dates: readonly string[]): string;
  unmeasured(date: CalendarDate): string;
  unfinished(date: CalendarDate, files: number): string;
  /** What this night told. */
  told(notices: readonly string[]): string;
  muted(until: CalendarDate, by: string, reason: string): string;
  quiet(reason: string | undefined): string;
  heldBack(notices: number): string;
  /** By how many minutes the clock of the machine that asks is ahead of the API's; less than zero when it is behind. */
  clock(minutesAhead: number): string;
};

/** All words of one language. Sentences end in a full stop; headlines, rows and headings do not. */
export type Words = {
  readonly labels: Readonly<Record<Label, string>>;
  readonly severities: Readonly<Record<Severity, string>>;
  /** What is wrong, for a headline. */
  verdict(verdict: Verdict): string;
  /** The same as short as can be. */
  terse(verdict: Verdict): string;
  /** Behind a verdict whose number was told differently before. */
  was(files: number): string;
  /** A fact that is worth a place in the headline; nothing for the others. */
  aside(fact: Fact): string | undefined;
  /** How many notices there are beside the headline's. */
  more(notices: number): string;
  fact(fact: Fact): string;
  finding(finding: Finding, date: CalendarDate): string;
  /** One date's counts in a comparison. */
  row(date: CalendarDate, counts: Counts | undefined): string;
  usual(date: CalendarDate, usual: UsualDay | undefined): string;
  counts(counts: Counts): string;
  /** What the bars of a sparkline mean, the last of which is this date. */
  bars(date: CalendarDate): string;
  legend(largest: number): string;
  /** Why there are no counts. */
  readonly reasons: Readonly<Record<FaultCode, string>>;
  /** What an operator does about each reason. */
  readonly advice: Readonly<Record<FaultCode, string>>;
  readonly nothingToDo: string;
  readonly headings: Readonly<Record<'why' | 'rules' | 'files' | 'numbers' | 'next', string>>;
  readonly files: FileWords;
  readonly summary: SummaryWords;
  /** Before the vendor's own words. */
  readonly said: string;
  readonly traceId: string;
  /** Before the address of the page that shows the date. */
  readonly page: string;
  /** Before the command that shows all that is known of the date. */
  readonly show: string;
  /** Before the command that measures and judges the date again. */
  readonly again: string;
  readonly archived: string;
  /** Where the vendor shows the files; the console has no address for one date. */
  readonly consolePage: string;
  readonly runbook: string;
  readonly notice: string;
  /** At the head of a digest. */
  digest(notices: number): string;
  /** Before the notices that have a line each. */
  readonly others: string;
  /** At the end of a text that has no room for the rest. */
  omitted(notices: number): string;
};
