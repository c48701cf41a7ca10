import { isCalendarDate } from '../../../lambda/core/time/day.ts';
import {
  type Job,
  type JobCounts,
  type ObservedJob,
  type State,
  states,
} from '../../../local/simulator/world/job.ts';
import {
  createWorld,
  observeDrawn,
  type World,
  type WorldDate,
  worldBegins,
} from '../../../local/simulator/world/world.ts';
import { calendarOf } from './zone-calendar.ts';

/** A world whose counts a test lays down for the dates that it is about. */
export type CountedWorld = World & {
  /**
   * Lays down the counts of a date of the world's zone for whoever asks at `fromMs` or later (always, unless told);
   * set again with a later `fromMs` for a correction. A date that has not begun has none yet. Throws a RangeError for
   * counts that are negative or not whole, and for what is no date of the world.
   */
  setCounts(date: string, counts: JobCounts, fromMs?: number): void;
};

type LaidDown = { readonly counts: JobCounts; readonly fromMs: number };

/** A seeded world, until counts are laid down. */
export function createCountedWorld(seed: number, timeZone: string): CountedWorld {
  const laidDown = new Map<string, readonly LaidDown[]>();
  const observe = observeDrawn(seed);
  const world = createWorld(seed, calendarOf(timeZone), (day, atMs) => {
    const latest = laidDown.get(day.date)?.findLast(({ fromMs }) => fromMs <= atMs);
    return latest ? standIn(latest.counts, day) : observe(day, atMs);
  });
  return {
    ...world,
    setCounts(date, counts, fromMs = Number.NEGATIVE_INFINITY) {
      const isCount = (count: number) => Number.isSafeInteger(count) && count >= 0;
      if (!Object.values(counts).every(isCount)) throw new RangeError('counts are whole numbers from 0');
      if (!isCalendarDate(date) || date < worldBegins)
        throw new RangeError(`not a date since ${worldBegins}: ${date}`);
      const all = [...(laidDown.get(date) ?? []), { counts, fromMs }];
      laidDown.set(
        date,
        all.toSorted((one, other) => one.fromMs - other.fromMs),
      );
    },
  };
}

/** Jobs that add up to the counts, spread evenly over the date, so that lists and partial windows agree. */
function standIn(counts: JobCounts, { startMs, endMs }: WorldDate): readonly ObservedJob[] {
  const all = states.flatMap((state) => Array.from({ length: counts[state] }, () => state));
  return all.map((state, index) => {
    const requestedMs = Math.floor(startMs + ((endMs - startMs) * index) / all.length);
    return { job: placeJob(index, requestedMs, state), state };
  });
}

function placeJob(index: number, requestedMs: number, state: State): Job {
  const outcome = state === 'failure' || state === 'canceled' ? state : 'complete';
  const endedMs = requestedMs + 60_000;
  return { index, requestedMs, startedMs: requestedMs, endedMs, outcome, inOutage: false };
}
