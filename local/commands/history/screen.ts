import { worstOf } from '../../../lambda/core/rules/rules.ts';
import { wrap } from '../../../lambda/core/text/columns.ts';
import { formatNumber } from '../../../lambda/core/text/number.ts';
import { drawSparkline, largestOf } from '../../../lambda/core/text/sparkline.ts';
import { en } from '../../../lambda/core/words/en/messages.ts';
import { countOf } from '../../cli/count.ts';
import type { Format } from '../../cli/paint.ts';
import { absent, type Cell, type Column, formatTable } from '../../cli/table.ts';
import type { Screen } from '../../cli/terminal.ts';
import { severityColours, stateColours } from '../colours.ts';
import { type DayDocument, describeTold } from './document.ts';

/** The day of the week as in ISO 8601, from 1. */
export const weekdays = ['', 'Mon', 'Tue', 'Wed', 'Thu', 'Fri', 'Sat', 'Sun'] as const;

/** Where there is no bar for want of a number, its place says why. */
const columns: readonly Column[] = [
  { title: 'date' },
  { title: 'day', rank: 6 },
  { title: 'state' },
  { title: 'waiting', align: 'right', rank: 1 },
  { title: 'running', align: 'right', rank: 2 },
  { title: 'complete', align: 'right', rank: 5 },
  { title: 'failed', align: 'right' },
  { title: 'canceled', align: 'right', rank: 3 },
  { title: 'total', align: 'right', rank: 8 },
  { title: 'rate', align: 'right', rank: 7 },
  { title: '', bar: { least: 10, most: 24 }, rank: 9 },
  { title: 'told', rank: 10 },
  { title: 'rev', align: 'right', rank: 4 },
];

/** The history of an account on a screen of so many columns: failures as bars, a row a date, and all in one sentence. */
export function describeHistory(account: string, days: readonly DayDocument[], screen: Screen): string {
  const { paint, width } = screen;
  const [first, last] = [days[0], days.at(-1)];
  const say = (text: string) => wrap(text, '  ', Math.min(width, 120));
  if (!first || !last) {
    return say(
      `${account}: nothing is archived yet; npx vod-nightly run measures one date, npx vod-nightly start the last 30.`,
    ).join('\n');
  }
  const failures = days.map(({ counts }) => counts?.failure);
  const largest = largestOf(failures);
  const drawn = failures.slice(-Math.min(width, 120));
  return [
    ...say(`${account}, ${first.date} to ${last.date}`).map((line) => paint('bold', line)),
    drawSparkline(drawn),
    ...say(legendOf(drawn.length, days.length, largestOf(drawn))).map((line) => paint('dim', line)),
    '',
    ...formatTable(
      columns,
      days.map((day) => toRow(day, largest)),
      { ...screen, heading: 'dim' },
    ),
    '',
    ...say(summarize(days)),
  ].join('\n');
}

function legendOf(drawn: number, all: number, largest: number): string {
  const dates = drawn < all ? `the last ${drawn} dates` : countOf(all, 'date');
  return `failed files, ${dates}: ${en.legend(largest)}`;
}

function toRow(day: DayDocument, largest: number): Cell[] {
  const { date, weekday, state, fault, counts, notices, failurePercent } = day;
  const severity = worstOf(day.findings);
  const format: Format | undefined = severity && severityColours[severity];
  const number = (value: number | null | undefined, coloured?: Format): Cell =>
    value === null || value === undefined
      ? { text: absent, format: 'dim' }
      : { text: formatNumber(value), format: coloured };
  return [
    { text: date, format },
    weekdays[weekday] ?? '',
    { text: state, format: stateColours[state] },
    number(counts?.waiting),
    number(counts?.running),
    number(counts?.complete),
    number(counts?.failure, format),
    number(counts?.canceled),
    number(day.total),
    failurePercent === null ? number(null) : { text: `${failurePercent.toFixed(1)} %`, format },
    counts
      ? { share: largest === 0 ? 0 : counts.failure / largest, format }
      : { text: fault?.code ?? 'no record', format: stateColours[state] },
    {
      text: describeTold(notices),
      format: notices.some((one) => one.state !== 'sent') ? 'yellow' : undefined,
    },
    number(day.revision),
  ];
}

function summarize(days: readonly DayDocument[]): string {
  const standings = (['settled', 'provisional', 'unavailable', 'missing'] as const).flatMap((standing) => {
    const count = days.filter(({ state }) => state === standing).length;
    return count === 0 ? [] : [`${formatNumber(count)} ${standing}`];
  });
  const dates = `${formatNumber(days.length)} ${days.length === 1 ? 'date' : 'dates'}`;
  return `${dates}: ${standings.join(', ')}. ${summarizeFailures(days)}`;
}

function summarizeFailures(days: readonly DayDocument[]): string {
  const measured = days.flatMap(({ date, counts, total }) =>
    counts ? [{ date, counts, total: total ?? 0 }] : [],
  );
  const [worst] = measured.toSorted((a, b) => b.counts.failure - a.counts.failure);
  if (!worst) return 'None of them has counts.';
  const failed = measured.reduce((sum, { counts }) => sum + counts.failure, 0);
  const total = measured.reduce((sum, day) => sum + day.total, 0);
  const all = `${formatNumber(failed)} of ${formatNumber(total)} files failed`;
  return failed === 0 ? `${all}.` : `${all}, most on ${worst.date}: ${formatNumber(worst.counts.failure)}.`;
}
