import { type Counts, totalOf } from '../../../lambda/core/ledger/measurement.ts';
import { isByRule, type News, type ReplayedDate } from '../../../lambda/core/rules/replay.ts';
import { wrap } from '../../../lambda/core/text/columns.ts';
import { en } from '../../../lambda/core/words/en/messages.ts';
import { countOf } from '../../cli/count.ts';
import { type Column, formatTable } from '../../cli/table.ts';
import type { Screen } from '../../cli/terminal.ts';

const columns: readonly Column[] = [
  { title: 'date' },
  { title: 'counted', rank: 1 },
  { title: 'would tell' },
  { title: 'was told' },
];

/** A replay on the screen: each date that would tell or was told something, and how many of them there are. */
export function describeReplay(account: string, dates: readonly ReplayedDate[], screen: Screen): string {
  const { paint, width } = screen;
  const news = dates.filter(({ wouldTell, told }) => wouldTell.length + told.length > 0);
  const rows = news.map(({ date, counts, wouldTell, told }) =>
    [date, describeCounts(counts)].concat([wouldTell, told].map(describeNews)),
  );
  const [titles = '', ...lines] = formatTable(columns, rows, { ...screen, heading: 'dim', indent: '  ' });
  const table = lines.flatMap((line, index) => [line, ...describeFindings(news[index], width)]);
  return [
    paint('bold', account),
    ...(rows.length === 0 ? [] : [titles, ...table]),
    ...wrap(describeTotal(dates), '', width),
  ].join('\n');
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

/** Below the date, as they are not as wide as its row. */
function describeFindings(replayed: ReplayedDate | undefined, width: number): string[] {
  const { date = '', findings = [] } = replayed ?? {};
  return findings.flatMap((finding) =>
    wrap(`${finding.rule}: ${en.finding(finding, date)}`, '  ', width - 4).map((line) => `    ${line}`),
  );
}
