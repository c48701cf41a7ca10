import { type Day, drawDay } from './days.ts';
import { createRandom, drawBetween, type Random } from './random.ts';

/** The vendor's five states, named and ordered as in the answer of `status-statistic`. */
export const states = ['waiting', 'running', 'complete', 'failure', 'canceled'] as const;

/** See {@link states}. */
export type State = (typeof states)[number];

/** One encoding job from its request to its end, in epoch milliseconds. */
export type Job = {
  /** Its place among the jobs of its date. */
  readonly index: number;
  readonly requestedMs: number;
  /** When it leaves the queue; equal to `endedMs` when it was cancelled while waiting. */
  readonly startedMs: number;
  readonly endedMs: number;
  readonly outcome: 'complete' | 'failure' | 'canceled';
  /** Whether its source could not be reached when it was requested. */
  readonly inOutage: boolean;
};

/** A job and its state at the time of asking. */
export type StandingJob = { readonly job: Job; readonly state: State };

/** From its request to its end no job takes longer than this, not even one that is stuck. */
export const longestJobMs = 6 * 24 * 60 * 60 * 1000;

const minuteMs = 60_000;
const dayMs = 24 * 60 * minuteMs;
const lateAt = 22 / 24;

/** All jobs requested on a date, by the time of their request; `startMs` and `endMs` bound the date. */
export function drawJobs(seed: number, date: string, startMs: number, endMs: number): readonly Job[] {
  const random = createRandom(seed, date);
  const day = drawDay(date, random);
  if (endMs <= startMs) return []; // a date that its zone has skipped
  return Array.from({ length: day.jobCount }, () => drawTimeOfDay(random))
    .toSorted((one, other) => one - other)
    .map((timeOfDay, index) => {
      const requestedMs = Math.floor(startMs + timeOfDay * (endMs - startMs));
      return drawJob(random, day, { index, requestedMs, isLate: timeOfDay > lateAt });
    });
}

/** The state of a job, or nothing while it has not been requested yet. */
export function stateAt(job: Job, atMs: number): State | undefined {
  if (atMs < job.requestedMs) return undefined;
  if (atMs >= job.endedMs) return job.outcome;
  return atMs < job.startedMs ? 'waiting' : 'running';
}

/** Office hours for most, a batch before midnight for some, any time for the rest; as a share of the day. */
function drawTimeOfDay(random: Random): number {
  const kind = random();
  if (kind < 0.75) return (drawBetween(random, 9, 19) + drawBetween(random, 9, 19)) / 48;
  return kind < 0.85 ? drawBetween(random, lateAt, 1) : random();
}

type Request = { readonly index: number; readonly requestedMs: number; readonly isLate: boolean };

function drawJob(random: Random, day: Day, { index, requestedMs, isLate }: Request): Job {
  const inOutage = index >= day.outage.first && index < day.outage.end;
  const outcome = drawOutcome(random, inOutage);
  const waitMs = minuteMs * (isLate ? drawBetween(random, 20, 150) : drawBetween(random, 0.1, 15));
  const runMs = minuteMs * (isLate ? drawBetween(random, 10, 60) : drawBetween(random, 2, 45));
  const stuckMs = random() < 0.0008 ? dayMs * drawBetween(random, 1, 5) : 0;
  const isHeldBack = random() < 0.5;
  const startedMs = Math.floor(requestedMs + waitMs + (isHeldBack ? stuckMs : 0));
  const endedMs = Math.floor(requestedMs + waitMs + runMs + stuckMs);
  const neverStarted = outcome === 'canceled' && isHeldBack;
  return { index, requestedMs, startedMs: neverStarted ? endedMs : startedMs, endedMs, outcome, inOutage };
}

function drawOutcome(random: Random, inOutage: boolean): Job['outcome'] {
  const chance = random();
  if (inOutage || chance < 0.015) return 'failure';
  return chance < 0.03 ? 'canceled' : 'complete';
}
