import { type Span, spanOf } from './calendar.ts';
import type { Batch, History, State } from './history.ts';

/** The vendor's five counts. */
export type Counts = Record<State, number>;

type Job = { readonly requestedMs: number; readonly files: number; readonly steps: readonly Step[] };
type Step = { readonly atMs: number; readonly state: State };

/** What is true of the encoding files of a world, whatever anybody answers. */
export type Jobs = {
  /** Files requested in a window, by their state at an instant. */
  countIn(window: Span, atMs: number): Counts;
  /** The same for all time. */
  countAll(atMs: number): Counts;
};

/** The files of a history, its dates and minutes turned into instants. */
export function createJobs({ batches, zone }: History): Jobs {
  const jobs = batches.map((batch) => toJob(batch, zone));
  return {
    countIn: ({ startMs, endMs }, atMs) =>
      sum(
        jobs.filter(({ requestedMs }) => requestedMs >= startMs && requestedMs < endMs),
        atMs,
      ),
    countAll: (atMs) => sum(jobs, atMs),
  };
}

function toJob({ date, at, files, steps }: Batch, zone: string): Job {
  const { startMs, endMs } = spanOf(date, zone);
  return {
    requestedMs: startMs + Math.floor(at * (endMs - startMs - 1)),
    files,
    steps: steps.map(([minutes, state]) => ({ atMs: endMs + minutes * 60_000, state })),
  };
}

function sum(jobs: readonly Job[], atMs: number): Counts {
  const counts = { waiting: 0, running: 0, complete: 0, failure: 0, canceled: 0 };
  for (const { requestedMs, files, steps } of jobs) {
    if (requestedMs > atMs) continue;
    counts[steps.findLast((step) => step.atMs <= atMs)?.state ?? 'waiting'] += files;
  }
  return counts;
}
