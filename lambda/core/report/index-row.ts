import type { Counts } from '../ledger/measurement.ts';
import type { Mute } from '../notices/mutes.ts';
import { countsOn } from '../story/comparison.ts';
import { addDays, type CalendarDate, datesBetween } from '../time/day.ts';
import type { Language } from '../words/language.ts';
import { pageWords } from '../words/page.ts';
import type { Report } from './report.ts';
import { composeVerdict } from './sections/verdict-band.ts';
import { type Status, statusOf } from './status.ts';

const recentDays = 30;

/** What the index says of one account. */
export type IndexRow = {
  readonly account: string;
  readonly language: Language;
  readonly date: CalendarDate;
  readonly status: Status;
  /** In every language, as the page's is decided by all rows together. */
  readonly verdict: Readonly<Record<Language, string>>;
  readonly counts: Counts | undefined;
  /** Failures of the last dates, oldest first; null where there are none to know. */
  readonly recent: readonly { readonly date: CalendarDate; readonly failures: number | null }[];
  /** What holds back the account's notices; reason and name are untrusted text. */
  readonly mute: Mute | undefined;
};

/** As much of a report as its account's row is made from: of its ledger, the last dates. */
type ReportOfRow = Pick<Report, 'account' | 'date' | 'ledger' | 'line' | 'mute'>;

/** What the index says of a report's account. */
export function toIndexRow({ account, date, ledger, line, mute }: ReportOfRow): IndexRow {
  const { en, ko } = pageWords;
  return {
    account: account.name,
    language: account.language,
    date,
    status: statusOf(line),
    verdict: { en: composeVerdict(line, en), ko: composeVerdict(line, ko) },
    counts: line.state === 'measured' ? line.counts : undefined,
    recent: datesBetween(addDays(date, 1 - recentDays), date).map((day) => ({
      date: day,
      failures: countsOn(day, ledger)?.failure ?? null,
    })),
    mute,
  };
}
