import { windowOrders } from '../../../lambda/core/ledger/measurement.ts';
import { windowQuery } from '../../../lambda/core/vendor/window-order.ts';
import type { NightOutcome } from '../../../lambda/night/outcome.ts';
import { dateAfter, datesOf, spanOf } from '../calendar.ts';
import type { Invocation } from '../invocation.ts';
import { isUnfinished, type Line } from '../ledger-lines.ts';
import type { World } from '../world.ts';

/** Nothing is from before this instant but questions about nothing. */
const longAgoMs = Date.UTC(2001, 0, 1);

/** Invariant 6: every date that the zone has, from the first to yesterday, has a line of its own. */
export function checkGaps({ history, violations }: World, lines: readonly Line[], yesterday: string): void {
  const known = new Set(lines.map(({ date }) => date));
  const first = lines[0]?.date ?? yesterday;
  const missing = datesOf(first, yesterday, history.zone).filter((date) => !known.has(date));
  if (missing.length > 0) {
    violations.push({
      invariant: '6: every date is measured or explicitly unavailable',
      detail: missing.join(', '),
    });
  }
  const odd = lines.filter(({ date }) => datesOf(date, date, history.zone).length === 0);
  for (const { date } of odd)
    violations.push({ invariant: '6: only dates that exist have a line', detail: date });
}

/** Invariant 5: after one good night, all that was missing or unsettled within the look-back has been measured. */
export function checkWhole(
  { history, violations, timeline }: World,
  yesterday: string,
  outcome: NightOutcome | Error | undefined,
  before: readonly Line[],
  after: readonly Line[],
  startedMs: number,
): void {
  const object = (detail: string) =>
    violations.push({ invariant: '5: the next good night makes it whole', detail });
  if (outcome === undefined) return void object(`the clean night did not finish by ${timeline.now()}`);
  if (outcome instanceof Error) return void object(`the clean night threw: ${outcome.message}`);
  for (const failure of outcome.failures) object(`the clean night failed: ${failure.message}`);
  const first = before[0]?.date ?? yesterday;
  for (const date of datesOf(dateAfter(yesterday, -history.lookBackDays), yesterday, history.zone)) {
    if (date < first) continue;
    if (date !== yesterday && !isUnfinished(before.find((line) => line.date === date))) continue;
    const line = after.find((one) => one.date === date);
    if (Date.parse(line?.lastSeenAt ?? '') >= startedMs) continue;
    object(`${date} was not measured by the clean night`);
  }
}

/** When a night says that it succeeded, the date for which it was due has counts, however late it ran. */
export function checkOwnDate({ violations }: World, lines: readonly Line[], yesterday: string): void {
  if (lines.some(({ date, state }) => date === yesterday && state === 'measured')) return;
  violations.push({ invariant: 'a night measures the date for which it was due', detail: yesterday });
}

/**
 * Once a vendor's order is proven and committed, it is asked under no other, and never again for the future or for the far
 * past; but for the one question that a night asks while it reads the ledger, and heeds only if it was the right one. A night
 * reads the ledger of the weeks before its date, and of their years: what was proven elsewhere it cannot know.
 */
export function checkProofKept(world: World, invocation: Invocation, ledgerAtStart: readonly Line[]): void {
  const since = dateAfter(invocation.planned.date, -63);
  const until = `${invocation.planned.date.slice(0, 4)}-12-31`;
  if (!ledgerAtStart.some(({ date, proof }) => proof === 'provenBothEnds' && date >= since && date <= until))
    return;
  const own = spanOf(invocation.planned.date, world.history.zone);
  const ahead = windowQuery(own, windowOrders[0]);
  const odd = world.vendor.said.find(
    ({ to, status, target, window, arrivedMs, ageMs }) =>
      to === invocation &&
      !target.endsWith(`/status-statistic?${ahead}`) &&
      ageMs === 0 &&
      // A night that starts before its date is over asks for it all the same, and records nothing.
      window?.endMs !== own.endMs &&
      status < 500 &&
      status !== 429 &&
      status !== 401 &&
      status !== 404 &&
      (status === 400 || (window && (window.endMs > arrivedMs || window.startMs < longAgoMs))),
  );
  if (odd) world.violations.push({ invariant: 'a proven order is kept', detail: odd.target });
}
