import type { Finding } from '../../../lambda/core/ledger/line.ts';
import { type Counts, totalOf } from '../../../lambda/core/ledger/measurement.ts';
import { isByRule, type News, type ReplayedDate } from '../../../lambda/core/rules/replay.ts';
import { countOf } from '../../cli/count.ts';
import type { Paint } from '../../cli/paint.ts';
import { formatTable } from '../../cli/table.ts';

/** A replay on the screen: each date that would tell or was told something, and how many of them there are. */
export function describeReplay(account: string, dates: readonly ReplayedDate[], paint: Paint): string {
  const rows = dates
    .filter(({ wouldTell, told }) => wouldTell.length + told.length > 0)
    .map(({ date, counts, wouldTell, told, findings }) => [
      [date, describeCounts(counts), describeNews(wouldTell), describeNews(told)],
      ...findings.map((finding) => ['', '', describeFinding(finding), '']),
    ]);
  const columns = ['date', 'counted', 'would tell', 'was told'].map((title) => ({ title }));
  const style = { paint, heading: 'dim', indent: '  ' } as const;
  const table = rows.length === 0 ? [] : formatTable(columns, rows.flat(), style);
  return [paint('bold', account), ...table, describeTotal(dates)].join('\n');
}

function describeTotal(dates: readonly ReplayedDate[]): string {
  const would = dates.filter(({ wouldTell }) => wouldTell.some(isByRule)).length;
  const told = dates.filter((date) => date.told.some(isByRule)).length;
  const all = countOf(dates.length, 'date');
  return `Of ${all}, these rules would have told of ${would}; people were told of ${told}.`;
}

function describeCounts(counts: Counts | undefined): string {
  return counts ? `${counts.failure} of ${totalOf(counts)} failed` : 'not measured';
}

function describeNews(news: readonly News[]): string {
  const texts = news.map(({ kind, severity }) => (severity === 'info' ? kind : `${kind}, ${severity}`));
  return texts.length === 0 ? 'nothing' : texts.join('; ');
}

function describeFinding({ rule, value, threshold, usual }: Finding): string {
  const comparison = usual === undefined ? '' : `, usually ${usual}`;
  return `${rule} ${value}, threshold ${threshold}${comparison}`;
}
