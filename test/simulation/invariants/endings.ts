import type { NightOutcome } from '../../../lambda/night/outcome.ts';
import { spanOf } from '../calendar.ts';
import { holderOf, type Invocation } from '../invocation.ts';
import type { Line } from '../ledger-lines.ts';
import type { Published } from '../topic.ts';
import type { World } from '../world.ts';

/** What an alert does not need. */
const dispensable = /^(mutes|files|reports)\//;
/** A night that waits for nothing it does not need has told by then, milliseconds. */
const promptMs = 30_000;
/** For so long after its death a night may still have a claim. */
const leaseMs = 60_000;

/** A night ends by itself before the platform has to kill it, whatever is never answered. */
export function checkInTime({ violations }: World, { planned, endedMs, diedMs }: Invocation): void {
  if (endedMs !== undefined || diedMs !== undefined) return;
  violations.push({ invariant: '10: a night is over by its deadline', detail: `night ${planned.id}` });
}

/** What an alert does not need never keeps it back: a night that is alone and lacks nothing else tells at once. */
export function checkPrompt({ processes, violations }: World, { by, atMs }: Published): void {
  const lacks = by.unanswered.length > 0 && by.unanswered.every((key) => dispensable.test(key));
  if (!lacks || by.met.length > by.unanswered.length || by.planned.weather !== 'fine') return;
  const others = processes.filter(
    (other) => other !== by && (other.endedMs ?? atMs) >= by.startedMs - leaseMs && other.startedMs <= atMs,
  );
  if (others.length > 0 || atMs - by.startedMs <= promptMs) return;
  violations.push({
    invariant: '10: what an alert can do without never stands in its way',
    detail: `told after ${atMs - by.startedMs} ms, without ${by.unanswered.join(', ')}`,
  });
}

/** A night that is over, and could write, leaves no claim that others would have to wait for. */
export function checkReleased(
  { timeline, violations }: World,
  invocation: Invocation,
  lines: readonly Line[],
): void {
  if (invocation.diedMs !== undefined || invocation.bucketFailuresMs.length > 0) return;
  const now = new Date(timeline.now()).toISOString();
  for (const { date, notices, summary } of lines) {
    const claims = [...notices.map(({ claim }) => claim), summary?.claim];
    if (!claims.some((claim) => claim?.holder === holderOf(invocation) && claim.until > now)) continue;
    violations.push({ invariant: '5: a night that is over leaves no claim', detail: date });
  }
}

/** A date that a night has asked for, and lived to record, is never said to have been asked for by nobody. */
export function checkAsked(
  { vendor, history, violations }: World,
  invocation: Invocation,
  outcome: NightOutcome,
  lines: readonly Line[],
): void {
  const targets = vendor.said.filter(({ to }) => to === invocation).map(({ target }) => target);
  for (const { date, state, askedAt } of lines) {
    if (state === 'measured' || askedAt !== undefined) continue;
    const { startMs, endMs } = spanOf(date, history.zone);
    if (!targets.some((target) => target.includes(`${startMs}`) && target.includes(`${endMs}`))) continue;
    violations.push({
      invariant: '6: what was asked for is not said to have been asked for by nobody',
      detail: `${date}, by the night of ${outcome.date}`,
    });
  }
}
