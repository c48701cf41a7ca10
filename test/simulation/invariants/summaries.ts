import type { NightOutcome } from '../../../lambda/night/outcome.ts';
import type { Published } from '../topic.ts';
import type { World } from '../world.ts';

/**
 * A night that ends well has told what it came to, or an earlier one has, or one that is still at it does; or it has left in the
 * ledger that the date is to be summed up again, which the clean night at the end does.
 */
export function checkSummedUp(
  { summaries, processes, violations }: World,
  { date, failures, line }: NightOutcome,
): void {
  if (failures.length > 0) return;
  const isAtIt = processes.some(
    ({ planned, endedMs, diedMs }) => planned.date === date && endedMs === undefined && diedMs === undefined,
  );
  if (isAtIt) return;
  const told = summaries.published.some(({ summary }) => summary?.date === date && summary.counts);
  if (line?.summary?.of === 'measured' && line.summary.state === 'pending') return;
  if (!told || line === undefined)
    violations.push({ invariant: 'a night that ends well is summed up', detail: date });
}

/** A date is summed up once, and once more when it has been measured after all; twice only after a crash or a failure. */
export function checkSummedUpOnce({ summaries, violations }: World): void {
  const last = new Map<string, Published>();
  for (const published of summaries.published) {
    const { summary } = published;
    const key = `${summary?.date} ${summary?.counts ? 'measured' : 'unavailable'}`;
    const earlier = last.get(key);
    if (earlier && !isExcused(earlier)) {
      violations.push({ invariant: 'a date is summed up once', detail: key });
    }
    last.set(key, published);
  }
}

function isExcused({ by, atMs, acknowledged }: Published): boolean {
  const failed = by.bucketFailuresMs.some((failedMs) => failedMs >= atMs);
  return !acknowledged || failed || by.diedMs !== undefined;
}
