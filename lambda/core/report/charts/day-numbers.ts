import type { PageWords } from '../../words/en/page.ts';
import type { Day } from '../report.ts';

/** One date's numbers on two lines, or why there are none. */
export function describeDay({ date, line }: Day, words: PageWords): string {
  if (line === undefined) return `${words.shortDate(date)}: ${words.states.noRecord}`;
  const { messages } = words;
  if (line.state === 'unavailable')
    return `${messages.row(date, undefined)}\n${messages.reasons[line.fault.code]}`;
  return `${messages.row(date, line.counts)}\n${messages.counts(line.counts)}`;
}
