import { type Calendar, nextDate, seoul } from './calendar.ts';
import { describeFile, type EncodingFile } from './files.ts';
import { type JobCounts, type ObservedJob, stateAt } from './job.ts';
import { drawJobs } from './jobs.ts';
import { createRandom, drawWhole } from './random.ts';

/** `[startMs, endMs)` in epoch milliseconds; an absent end is now, an absent start 400 days ago. */
export type TimeRange = { readonly startMs?: number; readonly endMs?: number };

/** A cut of a list: `skip` files are left out, then `size` follow. */
export type Page = { readonly skip: number; readonly size: number };

/** A world of encoding jobs. */
export type World = {
  /** Jobs requested in the window, by their state at `atMs`. */
  statistics(window: TimeRange, atMs: number): JobCounts;
  /** The same jobs, described, in the order of their requests; all of them, or one page. */
  files(window: TimeRange, atMs: number, page?: Page): { total: number; files: readonly EncodingFile[] };
};

/** A date of the world's zone, `[startMs, endMs)` in epoch milliseconds. */
export type WorldDate = { readonly date: string; readonly startMs: number; readonly endMs: number };

/** The jobs requested on a date by `atMs`, in the order of their requests. */
type ObserveJobs = (day: WorldDate, atMs: number) => readonly ObservedJob[];

/** Nothing was ever encoded before this date: it bounds what a window of any width takes to compute. */
export const worldBegins = '2020-01-01';

/** How far back an answer without a window goes: far enough to dwarf any day, near enough to be quick. */
const lifetimeMs = 400 * 24 * 60 * 60 * 1000;

/**
 * Builds a world whose days begin and end by a calendar, that of Seoul unless told. What it answers depends on its seed, the window
 * and the time of asking only.
 */
export function createWorld(
  seed: number,
  calendar: Calendar = seoul,
  observe: ObserveJobs = observeDrawn(seed),
): World {
  function* observeWindow(
    window: TimeRange,
    atMs: number,
  ): Generator<ObservedJob & { readonly date: string }> {
    const { startMs = atMs - lifetimeMs, endMs = Number.POSITIVE_INFINITY } = window;
    const fromMs = Math.max(startMs, calendar.startOf(worldBegins));
    const untilMs = Math.min(endMs, atMs + 1);
    if (fromMs >= untilMs) return;
    const last = calendar.dateOf(untilMs - 1);
    for (let date = calendar.dateOf(fromMs); date <= last; date = nextDate(date)) {
      const day = { date, startMs: calendar.startOf(date), endMs: calendar.startOf(nextDate(date)) };
      for (const { job, state } of observe(day, atMs)) {
        if (job.requestedMs >= startMs && job.requestedMs < endMs) yield { date, job, state };
      }
    }
  }

  return {
    statistics(window, atMs) {
      const counts = { waiting: 0, running: 0, complete: 0, failure: 0, canceled: 0 };
      for (const { state } of observeWindow(window, atMs)) counts[state] += 1;
      return counts;
    },
    files(window, atMs, { skip, size } = { skip: 0, size: Number.POSITIVE_INFINITY }) {
      const observed = [...observeWindow(window, atMs)];
      const files = observed
        .slice(skip, skip + size)
        .map(({ date, ...observedJob }) => describeFile(seed, date, observedJob, atMs));
      return { total: observed.length, files };
    },
  };
}

/** Gives each account a world of its own, the same for the same seed and name. */
export function createWorlds(seed: number): (account: string) => World {
  const worlds = new Map<string, World>();
  return (account) => {
    const world = worlds.get(account) ?? createWorld(drawWhole(createRandom(seed, account), 1, 2 ** 31 - 1));
    worlds.set(account, world);
    return world;
  };
}

/** The jobs that a seed gives. */
export function observeDrawn(seed: number): ObserveJobs {
  return ({ date, startMs, endMs }, atMs) =>
    drawJobs(seed, date, startMs, endMs).flatMap((job) => {
      const state = stateAt(job, atMs);
      return state === undefined ? [] : [{ job, state }];
    });
}
