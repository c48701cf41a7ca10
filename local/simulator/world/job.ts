/** The vendor's five states, named and ordered as in the answer of `status-statistic`. */
export const states = ['waiting', 'running', 'complete', 'failure', 'canceled'] as const;

/** See {@link states}. */
export type State = (typeof states)[number];

/** Jobs by their state. Whole numbers from 0. */
export type JobCounts = Readonly<Record<State, number>>;

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
export type ObservedJob = { readonly job: Job; readonly state: State };

/** The state of a job, or nothing while it has not been requested yet. */
export function stateAt(job: Job, atMs: number): State | undefined {
  if (atMs < job.requestedMs) return undefined;
  if (atMs >= job.endedMs) return job.outcome;
  return atMs < job.startedMs ? 'waiting' : 'running';
}
