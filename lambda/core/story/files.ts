import { countByCategory, type FailedFile, type FailedFiles } from '../ledger/failed-files.ts';
import { defang } from '../text/defang.ts';
import { formatNumber } from '../text/number.ts';
import { type CalendarDate, localTimeOf } from '../time/day.ts';
import type { MessageWords } from '../words/en/messages.ts';
import type { Quote } from './describe.ts';

/** How a channel shows up to so many files and categories, and quotes what customers wrote. */
export type FileStyle = {
  readonly named: number;
  readonly categories: number;
  readonly quote: Quote;
};

/** For plain text: enough to see a pattern, short enough for a phone. */
const plainFiles: FileStyle = { named: 10, categories: 10, quote: defang };

/** The date that is told, and the zone whose clocks tell when something last happened to a file. */
export type ToldDay = { readonly date: CalendarDate; readonly timeZone: string };

/** Which files of a date failed: how many by category, then the first by name; or why that is not known. */
export function describeFiles(
  found: FailedFiles,
  words: MessageWords,
  told: ToldDay,
  style = plainFiles,
): string[] {
  const { files } = found;
  const { named, categories, quote } = style;
  const counted = countFiles(files, categories, words, quote).map(
    ([name, failures]) => `${name} ${formatNumber(failures)}`,
  );
  return [
    ...describeGap(found, words),
    ...(counted.length > 0 ? [`${words.files.byCategory}: ${counted.join(', ')}`] : []),
    ...files.slice(0, named).map((file) => `- ${describeFile(file, quote, told)}`),
    ...(files.length > named ? [words.files.more(files.length - named)] : []),
  ];
}

/** How many files failed of each category, as many as have room; the rest are counted together. */
export function countFiles<Text>(
  files: readonly FailedFile[],
  most: number,
  { files: words }: MessageWords,
  quote: (text: string) => Text,
): (readonly [category: Text | string, failures: number])[] {
  const categories = countByCategory(files);
  const rest = categories.slice(most).reduce((sum, { failures }) => sum + failures, 0);
  const counted = categories.slice(0, most).map(({ name, failures }) => {
    return [name === undefined ? words.uncategorized : quote(name), failures] as const;
  });
  return rest > 0 ? [...counted, [words.otherCategories, rest]] : counted;
}

/** Says so when the list is not whole: a short list would read as few failures. */
export function describeGap({ files, read, total, stopped }: FailedFiles, words: MessageWords): string[] {
  if (stopped === undefined) return files.length === 0 ? [words.files.noneListed] : [];
  const reason = stopped === 'bounds' ? words.files.bounds : words.reasons[stopped];
  return [read === 0 ? words.files.unknown(reason) : words.files.partial(reason, read, total)];
}

function describeFile({ path, category, lastWorkTime }: FailedFile, quote: Quote, told: ToldDay): string {
  const time = lastWorkTime === undefined ? undefined : describeTime(lastWorkTime, told);
  return [path, category, time].flatMap((text) => (text === undefined ? [] : quote(text))).join(', ');
}

/**
 * The vendor's time by the clocks of the zone where it is ISO 8601 in UTC, such as `15:10`, or `2026-11-23 00:12` on another date
 * than the one told; any other time is left as it is.
 */
export function describeTime(time: string, { date, timeZone }: ToldDay): string {
  const isUtc = /^\d{4}-\d\d-\d\dT\d\d:\d\d(?::\d\d(?:\.\d+)?)?Z$/.test(time);
  const epochMs = isUtc ? Date.parse(time) : Number.NaN;
  if (Number.isNaN(epochMs)) return time;
  const local = localTimeOf(epochMs, timeZone);
  return local.startsWith(`${date} `) ? local.slice(date.length + 1) : local;
}
