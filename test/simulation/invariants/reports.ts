import type { NightOutcome } from '../../../lambda/night/outcome.ts';
import type { World } from '../world.ts';

/** A night that ends well leaves one page, of its own date, and no page is written by a night of another date. */
export function checkPage({ history, bucket, violations, account }: World, outcome: NightOutcome): void {
  const { date, failures } = outcome;
  if (!history.reports || failures.length > 0) return;
  const key = `reports/account=${account.name}/${date}.html`;
  if (outcome.page === key && bucket.texts.get(key)?.includes(date)) return;
  violations.push({ invariant: 'a night leaves the page of its date', detail: `${key} is not of ${date}` });
}
