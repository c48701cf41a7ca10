import type { Notice, Severity } from '../ledger/line.ts';
import type { CountName, OrderProof, WindowOrder } from '../ledger/measurement.ts';
import type { Status } from '../report/status.ts';
import type { CalendarDate } from '../time/day.ts';
import type { Language, Words } from './language.ts';

/** What the parts of the pages are called. */
type HeadingWords = Readonly<
  Record<'counts' | 'chart' | 'rate' | 'calendar' | 'dates' | 'notices' | 'source' | 'index', string>
>;

/** What stands at the head of a column. */
type ColumnWords = Readonly<
  Record<'date' | 'state' | 'rate' | 'revision' | 'told' | 'kind' | 'severity' | 'committed', string> &
    Record<'toldAt' | 'messageId' | 'account' | 'verdict' | 'recent' | 'path' | 'category' | 'time', string>
>;

/** What is said in charts, their legends and their descriptions. */
type ChartWords = {
  readonly open: string;
  readonly unmeasured: string;
  readonly noneRequested: string;
  readonly noneFinished: string;
  readonly noRecord: string;
  readonly broken: string;
  readonly rate: string;
  threshold(severity: Severity, value: string): string;
  /** A threshold that lies higher than the chart reaches. */
  above(threshold: string): string;
  /** How many of the dates were measured, and the worst of them. */
  summary(measured: number, dates: number, worst: string | undefined): string;
};

/** What is said of where the numbers come from. */
type SourceWords = {
  readonly labels: Readonly<
    Record<'firstAsked' | 'lastAsked' | 'askedInVain' | 'window' | 'state' | 'revision', string> &
      Record<'order' | 'archived' | 'muted' | 'times', string>
  >;
  readonly orders: Readonly<Record<WindowOrder, string>>;
  readonly proofs: Readonly<Record<OrderProof, string>>;
  readonly nobodyAsked: string;
  settled(isSettled: boolean): string;
  /** How often the counts were found different. */
  revisions(revision: number): string;
};

/** What is said of mutes. */
type MuteWords = {
  /** With no reason and name, which are untrusted and shown beside it. */
  readonly until: (date: CalendarDate, exceptCritical: boolean) => string;
  readonly reason: string;
  readonly by: string;
  readonly none: string;
};

/** What is said of what people were told. */
type NoticeWords = {
  readonly kinds: Readonly<Record<Notice['kind'], string>>;
  readonly pending: string;
  readonly heldBack: string;
  readonly none: string;
  /** How many older ones there are than the table shows. */
  older(notices: number): string;
};

/** What is said over all accounts. */
type IndexWords = {
  /** How many of all accounts somebody should look at. */
  verdict(bad: number, all: number): string;
  /** The account's report is older than others'. */
  readonly outdated: string;
  /** Accounts that have no row, as their objects could not be read. */
  unread(accounts: readonly string[]): string;
  /** Accounts that have no row, as no night has recorded anything of them. */
  unrecorded(accounts: readonly string[]): string;
  /** What the highest bar stands for. */
  largest(failures: number): string;
};

/** All words of the report in one language; what messages say as well is said in their words. */
export type ReportWords = {
  readonly language: Language;
  readonly messages: Words;
  readonly report: string;
  readonly statuses: Readonly<Record<Status, string>>;
  longDate(date: CalendarDate): string;
  shortDate(date: CalendarDate): string;
  /** 1 is January. */
  month(month: number): string;
  weekday(date: CalendarDate): string;
  percent(percent: number): string;
  /** A number for the axis of a chart, where there is room for five characters. */
  short(number: number): string;
  readonly headings: HeadingWords;
  readonly columns: ColumnWords;
  readonly counts: Readonly<Record<CountName, string>>;
  readonly dayBefore: string;
  usual(date: CalendarDate): string;
  readonly unknown: string;
  readonly tooFew: string;
  readonly states: Readonly<Record<'settled' | 'provisional' | 'unavailable' | 'noRecord', string>>;
  readonly chart: ChartWords;
  readonly source: SourceWords;
  readonly mute: MuteWords;
  readonly notices: NoticeWords;
  /** Names a range of dates. */
  lastDates(dates: number): string;
  /** Before the time at which all that the page says was so. */
  readonly asOf: string;
  /** Where links lead. */
  readonly previous: string;
  readonly next: string;
  readonly table: string;
  readonly json: string;
  readonly allAccounts: string;
  readonly allFiles: string;
  /** What unfolds so many named files. */
  firstFiles(files: number): string;
  readonly filesTable: string;
  readonly index: IndexWords;
};
