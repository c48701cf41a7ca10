import { type Counts, createCorrections, standIn } from '../corrections.ts';
import { createCalendar, isDate, nextDate } from './calendar.ts';
import { describeFile, type EncodingFile } from './files.ts';
import { drawJobs, type StandingJob, stateAt } from './jobs.ts';

/** `[startMs, endMs)` in epoch milliseconds; an absent end is now, an absent start 400 days ago. */
export type Window = { readonly startMs?: number; readonly endMs?: number };

/** A cut of a list: `skip` files are left out, then `size` follow. */
export type Page = { readonly skip: number; readonly size: number };

/** A seeded world of encoding jobs. What it answers depends on the seed, the window and the time of asking only. */
export type World = {
  /** Jobs requested in the window, by their state at `atMs`. */
  statistics(window: Window, atMs: number): Counts;
  /** The same jobs, described, in the order of their requests; all of them, or one page. */
  files(window: Window, atMs: number, page?: Page): { total: number; files: readonly EncodingFile[] };
  /**
   * Lays down the counts of a date of the world's zone for whoever asks at `fromMs` or later (always, unless told);
   * set again with a later `fromMs` for a correction. A date that has not begun has none yet. Throws a RangeError for
   * counts that are negative or not whole, and for what is no date of the world.
   */
  setCounts(date: string, counts: Counts, fromMs?: number): void;
};

/** Nothing was ever encoded before this date: it bounds what a window of any width takes to compute. */
export const worldBegins = '2020-01-01';

/** How far back an answer without a window goes: far enough to dwarf any day, near enough to be quick. */
const lifetimeMs = 400 * 24 * 60 * 60 * 1000;

/** Builds the world of a seed, whose days begin and end in a time zone. Throws for an unknown zone. */
export function createWorld(seed: number, timeZone: string): World {
  const calendar = createCalendar(timeZone);
  const corrections = createCorrections();

  function standingOn(date: string, atMs: number): readonly StandingJob[] {
    const startMs = calendar.startOf(date);
    const endMs = calendar.startOf(nextDate(date));
    const counts = corrections.find(date, atMs);
    if (counts) return standIn(counts, startMs, endMs);
    return drawJobs(seed, date, startMs, endMs).flatMap((job) => {
      const state = stateAt(job, atMs);
      return state === undefined ? [] : [{ job, state }];
    });
  }

  function* standingIn(window: Window, atMs: number): Generator<StandingJob & { readonly date: string }> {
    const { startMs = atMs - lifetimeMs, endMs = Number.POSITIVE_INFINITY } = window;
    const fromMs = Math.max(startMs, calendar.startOf(worldBegins));
    const untilMs = Math.min(endMs, atMs + 1);
    if (fromMs >= untilMs) return;
    const last = calendar.dateOf(untilMs - 1);
    for (let date = calendar.dateOf(fromMs); date <= last; date = nextDate(date)) {
      for (const { job, state } of standingOn(date, atMs)) {
        if (job.requestedMs >= startMs && job.requestedMs < endMs) yield { date, job, state };
      }
    }
  }

  return {
    statistics(window, atMs) {
      const counts = { waiting: 0, running: 0, complete: 0, failure: 0, canceled: 0 };
      for (const { state } of standingIn(window, atMs)) counts[state] += 1;
      return counts;
    },
    files(window, atMs, { skip, size } = { skip: 0, size: Number.POSITIVE_INFINITY }) {
      const standing = [...standingIn(window, atMs)];
      const files = standing
        .slice(skip, skip + size)
        .map(({ date, ...standingJob }) => describeFile(seed, date, standingJob, atMs));
      return { total: standing.length, files };
    },
    setCounts(date, counts, fromMs = Number.NEGATIVE_INFINITY) {
      const isCount = (count: number) => Number.isSafeInteger(count) && count >= 0;
      if (!Object.values(counts).every(isCount)) throw new RangeError('counts are whole numbers from 0');
      if (!isDate(date) || date < worldBegins)
        throw new RangeError(`not a date since ${worldBegins}: ${date}`);
      corrections.set(date, counts, fromMs);
    },
  };
}
