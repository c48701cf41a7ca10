import * as z from 'zod/mini';
import { addDays, datesBetween, isCalendarDate } from '../day.ts';
import { countsOn } from '../messages/comparison.ts';
import { languages } from '../messages/language.ts';
import { toPlainText } from '../plain-text.ts';
import { quoteMaxLength } from './markup.ts';
import type { Report } from './report.ts';
import { statuses, statusOf } from './status.ts';
import { composeVerdict } from './verdict-band.ts';
import { reportWording } from './wording.ts';

const recentDays = 30;

const count = z.number().check(z.minimum(0));
const date = z.string().check(z.refine(isCalendarDate));

const rowSchema = z.object({
  account: z.string().check(z.regex(/^[a-z0-9-]{1,40}$/)),
  language: z.enum(languages),
  date,
  status: z.enum(statuses),
  /** In every language, as the page's is decided by all rows together. */
  verdict: z.object({ en: z.string(), ko: z.string() }),
  /** Null when there are none. */
  counts: z.nullable(
    z.object({ waiting: count, running: count, complete: count, failure: count, canceled: count }),
  ),
  /** Failures of the last dates, oldest first; null where there are none to know. */
  recent: z.array(z.object({ date, failures: z.nullable(count) })).check(z.maxLength(recentDays)),
  /** What holds back the account's notices; reason and name are untrusted text. */
  mute: z.nullable(
    z.object({ until: z.string(), exceptCritical: z.boolean(), reason: z.string(), by: z.string() }),
  ),
});

/** What the index says of one account. As JSON it lies in the page, from which the next night reads it again. */
export type IndexRow = z.output<typeof rowSchema>;

/** What the index says of a report's account. */
export function toIndexRow({ account, date, ledger, line, mute }: Report): IndexRow {
  const { en, ko } = reportWording;
  return {
    account: account.name,
    language: account.language,
    date,
    status: statusOf(line),
    verdict: { en: composeVerdict(line, en), ko: composeVerdict(line, ko) },
    counts: line.state === 'measured' ? line.counts : null,
    recent: datesBetween(addDays(date, 1 - recentDays), date).map((day) => ({
      date: day,
      failures: countsOn(day, ledger)?.failure ?? null,
    })),
    mute: mute ? pickMute(mute) : null,
  };
}

/** The rows among some data; what is no row is left out. */
export function parseIndexRows(data: unknown): IndexRow[] {
  if (!Array.isArray(data)) return [];
  return data.flatMap((element) => z.safeParse(rowSchema, element).data ?? []);
}

function pickMute({ until, exceptCritical, reason, by }: NonNullable<Report['mute']>) {
  const shorten = (text: string) => toPlainText(text, quoteMaxLength);
  return { until, exceptCritical, reason: shorten(reason), by: shorten(by) };
}
