import { isWeekend } from './calendar.ts';
import type { Job } from './job.ts';
import { createRandom, drawBetween, drawWhole, type Random } from './random.ts';

/** How much work a date brings, before any of its jobs is known. */
type Workload = {
  readonly kind: 'ordinary' | 'bad' | 'empty';
  readonly jobCount: number;
  /** Jobs `[first, end)`, in the order of their requests, whose source cannot be reached. Empty but on a bad day. */
  readonly outage: { readonly first: number; readonly end: number };
};

const minuteMs = 60_000;
const dayMs = 24 * 60 * minuteMs;
const emptyShare = 1 / 40;
const badShare = 1 / 12;
const lateAt = 22 / 24;

/** Weekdays are busy and weekends quiet; one day in twelve has an outage, one in forty next to no work. */
export function drawWorkload(date: string, random: Random): Workload {
  const outage = { first: 0, end: 0 };
  const chance = random();
  if (chance < emptyShare) return { kind: 'empty', jobCount: drawWhole(random, 0, 3), outage };
  const jobCount = isWeekend(date) ? drawWhole(random, 40, 75) : drawWhole(random, 90, 160);
  if (chance >= emptyShare + badShare) return { kind: 'ordinary', jobCount, outage };
  const length = Math.ceil(jobCount * drawBetween(random, 0.16, 0.34));
  const first = drawWhole(random, 0, jobCount - length);
  return { kind: 'bad', jobCount, outage: { first, end: first + length } };
}

/** All jobs requested on a date, by the time of their request; `startMs` and `endMs` bound the date. */
export function drawJobs(seed: number, date: string, startMs: number, endMs: number): readonly Job[] {
  const random = createRandom(seed, date);
  const workload = drawWorkload(date, random);
  if (endMs <= startMs) return []; // a date that its zone has skipped
  return Array.from({ length: workload.jobCount }, () => drawTimeOfDay(random))
    .toSorted((one, other) => one - other)
    .map((timeOfDay, index) => {
      const requestedMs = Math.floor(startMs + timeOfDay * (endMs - startMs));
      const inOutage = index >= workload.outage.first && index < workload.outage.end;
      return drawJob(random, { index, requestedMs, inOutage }, timeOfDay > lateAt);
    });
}

/** Office hours for most, a batch before midnight for some, any time for the rest; as a share of the day. */
function drawTimeOfDay(random: Random): number {
  const kind = random();
  if (kind < 0.75) return (drawBetween(random, 9, 19) + drawBetween(random, 9, 19)) / 48;
  return kind < 0.85 ? drawBetween(random, lateAt, 1) : random();
}

type Request = Pick<Job, 'index' | 'requestedMs' | 'inOutage'>;

/** A job that is requested late waits in a long queue. Very few are stuck for days, before their start or after it. */
function drawJob(random: Random, request: Request, isLate: boolean): Job {
  const outcome = drawOutcome(random, request.inOutage);
  const waitMs = minuteMs * (isLate ? drawBetween(random, 20, 150) : drawBetween(random, 0.1, 15));
  const runMs = minuteMs * (isLate ? drawBetween(random, 10, 60) : drawBetween(random, 2, 45));
  const stuckMs = random() < 0.0008 ? dayMs * drawBetween(random, 1, 5) : 0;
  const isHeldUp = random() < 0.5;
  const startedMs = Math.floor(request.requestedMs + waitMs + (isHeldUp ? stuckMs : 0));
  const endedMs = Math.floor(request.requestedMs + waitMs + runMs + stuckMs);
  const neverStarted = outcome === 'canceled' && isHeldUp;
  return { ...request, startedMs: neverStarted ? endedMs : startedMs, endedMs, outcome };
}

function drawOutcome(random: Random, inOutage: boolean): Job['outcome'] {
  const chance = random();
  if (inOutage || chance < 0.015) return 'failure';
  return chance < 0.03 ? 'canceled' : 'complete';
}
