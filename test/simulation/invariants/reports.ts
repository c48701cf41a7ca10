import type { Line } from '../ledger-lines.ts';
import type { World } from '../world.ts';

/** After a night in which nothing went wrong, its page, the newest page and the index are of the newest date. */
export function checkReports({ history, bucket, violations, account }: World, lines: readonly Line[]): void {
  if (!history.reports) return;
  const last = lines.at(-1);
  if (last === undefined) return;
  const folder = `reports/account=${account.name}`;
  const pages = [`${folder}/${last.date}.html`, `${folder}/latest.html`, 'reports/index.html'];
  for (const key of [...pages, `${folder}/${last.date}.csv`]) {
    if (bucket.texts.get(key)?.includes(last.date)) continue;
    violations.push({
      invariant: 'the reports are of the newest date',
      detail: `${key} is not of ${last.date}`,
    });
  }
}
