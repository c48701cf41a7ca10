import { type Job, type StandingJob, type State, states } from './world/jobs.ts';

/** Jobs by their state. Whole numbers from 0. */
export type Counts = Readonly<Record<State, number>>;

/** Counts that a test has laid down for dates, in place of what the seed would give. */
type Corrections = {
  set(date: string, counts: Counts, fromMs: number): void;
  /** The counts in force for a date when asked at a time: the latest that has begun, the last set among equals. */
  find(date: string, atMs: number): Counts | undefined;
};

/** No corrections yet. */
export function createCorrections(): Corrections {
  const corrections = new Map<string, { readonly counts: Counts; readonly fromMs: number }[]>();
  return {
    set(date, counts, fromMs) {
      const others = corrections.get(date) ?? [];
      corrections.set(
        date,
        [...others, { counts, fromMs }].toSorted((one, other) => one.fromMs - other.fromMs),
      );
    },
    find(date, atMs) {
      return corrections.get(date)?.findLast(({ fromMs }) => fromMs <= atMs)?.counts;
    },
  };
}

/** Jobs that add up to the counts, spread evenly over `[startMs, endMs)`, so that lists and partial windows agree. */
export function standIn(counts: Counts, startMs: number, endMs: number): readonly StandingJob[] {
  const standing = states.flatMap((state) => Array.from({ length: counts[state] }, () => state));
  return standing.map((state, index) => {
    const requestedMs = Math.floor(startMs + ((endMs - startMs) * index) / standing.length);
    return { job: placeJob(index, requestedMs, state), state };
  });
}

function placeJob(index: number, requestedMs: number, state: State): Job {
  const outcome = state === 'failure' || state === 'canceled' ? state : 'complete';
  const endedMs = requestedMs + 60_000;
  return { index, requestedMs, startedMs: requestedMs, endedMs, outcome, inOutage: false };
}
