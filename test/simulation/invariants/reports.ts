import { dateAfter } from '../calendar.ts';
import type { Line } from '../ledger-lines.ts';
import type { World } from '../world.ts';

/**
 * After a night in which nothing went wrong, its page, the newest page and the index are of the newest date, and the table of
 * each date that it measured anew ends with the date's counts.
 * @param since the instant at which the night began
 */
export function checkReports(world: World, lines: readonly Line[], since: string): void {
  const { history, bucket, violations, account } = world;
  const last = lines.at(-1);
  if (!history.reports || last === undefined) return;
  const folder = `reports/account=${account.name}`;
  const pages = [`${folder}/${last.date}.html`, `${folder}/latest.html`, 'reports/index.html'];
  for (const key of [...pages, `${folder}/${last.date}.csv`]) {
    if (bucket.texts.get(key)?.includes(last.date)) continue;
    violations.push({
      invariant: 'the reports are of the newest date',
      detail: `${key} is not of ${last.date}`,
    });
  }
  const lookBack = dateAfter(last.date, -history.lookBackDays);
  for (const line of lines.filter(({ date, measuredAt = '' }) => date >= lookBack && measuredAt >= since)) {
    const row = bucket.texts.get(`${folder}/${line.date}.csv`)?.trimEnd().split('\r\n').at(-1);
    if (row?.startsWith(`${beginOfRow(line)},`)) continue;
    violations.push({
      invariant: 'the report of a date that was measured anew is drawn anew',
      detail: `the last row of ${line.date}.csv is ${row}`,
    });
  }
}

function beginOfRow({ date, counts = {} }: Line): string {
  const { waiting, running, complete, failure, canceled } = counts;
  return [date, 'measured', waiting, running, complete, failure, canceled].join(',');
}
