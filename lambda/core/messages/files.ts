import { countByCategory, type FailedFile, type FailedFiles } from '../failed-files.ts';
import type { Words } from './language.ts';
import { formatNumber } from './number.ts';

/** How many files are named, and how many categories counted: enough to see a pattern, short enough for a phone. */
const maxNamed = 10;
const maxCategories = 10;

/** How a channel shows up to so many files, and quotes what customers wrote. */
export type FileStyle = { readonly named: number; readonly quote: (text: string) => string };

/** For plain text. */
export const plainFiles: FileStyle = { named: maxNamed, quote: (text) => text };

/** Which files of a date failed: how many by category, then the first by name; or why that is not known. */
export function describeFiles(found: FailedFiles, words: Words, style = plainFiles): string[] {
  const { files } = found;
  const { named, quote } = style;
  const categories = countByCategory(files);
  const rest = categories.slice(maxCategories).reduce((sum, { failures }) => sum + failures, 0);
  const counted = categories.slice(0, maxCategories).map(({ name, failures }) => {
    return `${name === undefined ? words.files.uncategorized : quote(name)} ${formatNumber(failures)}`;
  });
  if (rest > 0) counted.push(`${words.files.otherCategories} ${formatNumber(rest)}`);
  return [
    ...describeGap(found, words),
    ...(counted.length > 0 ? [`${words.files.byCategory}: ${counted.join(', ')}`] : []),
    ...files.slice(0, named).map((file) => `- ${describeFile(file, quote)}`),
    ...(files.length > named ? [words.files.more(files.length - named)] : []),
  ];
}

/** Says so when the list is not whole: a short list would read as few failures. */
export function describeGap({ files, read, total, stopped }: FailedFiles, words: Words): string[] {
  if (stopped === undefined) return files.length === 0 ? [words.files.noneListed] : [];
  const reason = stopped === 'bounds' ? words.files.bounds : words.reasons[stopped];
  return [read === 0 ? words.files.unknown(reason) : words.files.partial(reason, read, total)];
}

function describeFile({ path, category, lastWorkTime }: FailedFile, quote: FileStyle['quote']): string {
  const details = [
    ...(category === undefined ? [] : [quote(category)]),
    ...(lastWorkTime === undefined ? [] : [describeTime(lastWorkTime, quote)]),
  ];
  return details.length === 0 ? quote(path) : `${quote(path)}, ${details.join(', ')}`;
}

/** The vendor's time without seconds where it is ISO 8601 in UTC; any other is left as it is. */
export function describeTime(time: string, quote: FileStyle['quote']): string {
  const [, date, minutes] = /^(\d{4}-\d\d-\d\d)T(\d\d:\d\d)(?::\d\d(?:\.\d+)?)?Z$/.exec(time) ?? [];
  return date === undefined ? quote(time) : `${date} ${minutes} UTC`;
}
