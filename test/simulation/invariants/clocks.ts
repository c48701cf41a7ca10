import type { Written } from '../bucket.ts';
import { spanOf, startOf } from '../calendar.ts';
import type { History, PlannedNight } from '../history.ts';
import type { Said } from '../vendor.ts';
import type { World } from '../world.ts';

/** `Date` is told in whole seconds: by so much a clock may be wrong that nobody can find out. */
const dateMs = 1_000;
/** A clock is known only as well as an answer that told it was fast: the slowest that is not given up, and its second. */
const slowestMs = 15_000;
const leaseMs = 60_000;
const instant = /"(\w+)":"(\d{4}-\d\d-\d\dT\d\d:\d\d:\d\d\.\d{3}Z)"/g;

/**
 * Whether a question may have been asked at an instant that was recorded of it: by the gateway's clock, or where that had not
 * said anything by the bucket's; to the millisecond where all clocks agree.
 */
export function isAskedAt({ sentMs, to }: Said, recordedMs: number): boolean {
  const { ourClockMs, skewMs } = to.planned;
  if (ourClockMs === 0 && skewMs === 0) return recordedMs === sentMs;
  const offsets = [0, skewMs].map((ms) => recordedMs - sentMs - ms);
  return offsets.some((ms) => ms <= dateMs && ms >= -slowestMs);
}

/** Nothing is recorded of the future, whatever our own clock says, or the gateway's. */
export function checkNotFuture({ timeline, violations }: World, { text, previous = '' }: Written): void {
  const nowMs = timeline.now() + dateMs;
  for (const [pair, name, value = ''] of text.matchAll(instant)) {
    const latestMs = name === 'until' ? nowMs + leaseMs : nowMs;
    if (Date.parse(value) <= latestMs || previous.includes(pair)) continue;
    violations.push({
      invariant: '9: nothing is recorded of the future',
      detail: `${name} is ${value}, written at ${new Date(timeline.now()).toISOString()}`,
    });
  }
}

/** A night whose date is not over, or is long gone, writes nothing at all. */
export function checkRefused({ timeline, history, violations }: World, { key, by }: Written): void {
  const nowMs = timeline.now() + Math.max(0, by.planned.skewMs);
  const isEarly = by.planned.date !== '' && isOverAfter(by.planned.date, nowMs, history);
  if (!isEarly && !isLongGone(by.planned, history)) return;
  violations.push({
    invariant: '9: nothing is recorded of a date that is not over, or long gone',
    detail: `the night of ${by.planned.date} wrote ${key} at ${new Date(timeline.now()).toISOString()}`,
  });
}

/** Of no date a line is written before it is over. */
export function checkOver({ timeline, history, violations }: World, date: string, skewMs: number): void {
  if (!isOverAfter(date, timeline.now() + Math.max(0, skewMs), history)) return;
  violations.push({
    invariant: '9: nothing is recorded of a date that is not over, or long gone',
    detail: `${date} has a line at ${new Date(timeline.now()).toISOString()}`,
  });
}

function isOverAfter(date: string, nowMs: number, { zone }: History): boolean {
  return spanOf(date, zone).endMs > nowMs;
}

/** No night is planned to be later than some days but those that somebody mistyped. */
function isLongGone({ date, delayMs }: PlannedNight, { zone }: History): boolean {
  const { endMs } = spanOf(date === '' ? '2000-01-01' : date, zone);
  return date !== '' && startOf({ date, delayMs }, zone) - endMs > 200 * 86_400_000;
}
