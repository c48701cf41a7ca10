import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { type Job, type JobCounts, states } from '../../../../local/simulator/world/job.ts';
import { drawJobs } from '../../../../local/simulator/world/jobs.ts';
import {
  createWorld,
  type TimeRange,
  type World,
  worldBegins,
} from '../../../../local/simulator/world/world.ts';
import { calendarOf } from '../../../support/services/zone-calendar.ts';
import { monday, nightMs } from '../client.ts';

const dayMs = 86_400_000;
/** From its request to its end no job takes longer than this, not even one that is stuck. */
const longestJobMs = 6 * dayMs;
const firstMs = Date.UTC(2025, 0);
const instants = fc.integer({ min: firstMs, max: firstMs + 400 * dayMs });
const windows = fc
  .tuple(instants, fc.integer({ min: 0, max: 5 * dayMs }))
  .map(([startMs, lengthMs]) => ({ startMs, endMs: startMs + lengthMs }));
const laters = fc.integer({ min: -dayMs, max: 10 * dayMs });

const worlds = ['Asia/Seoul', 'America/New_York', 'Asia/Beirut'].map((timeZone) =>
  createWorld(7, calendarOf(timeZone)),
);
const world = createWorld(7);

function totalOf(counts: JobCounts): number {
  return states.reduce((sum, state) => sum + counts[state], 0);
}

function addCounts(one: JobCounts, other: JobCounts): JobCounts {
  const sums = states.map((state) => [state, one[state] + other[state]] as const);
  return Object.fromEntries(sums) as JobCounts;
}

/** The jobs requested in a window, with days in Seoul worked out by hand: it is nine hours ahead, all year. */
function seoulJobs(seed: number, { startMs, endMs }: { startMs: number; endMs: number }): readonly Job[] {
  const seoulMs = 9 * 3_600_000;
  const firstDay = Math.floor((startMs + seoulMs) / dayMs);
  const lastDay = Math.floor((endMs + seoulMs) / dayMs);
  const days = Array.from({ length: lastDay - firstDay + 1 }, (_, count) => (firstDay + count) * dayMs);
  return days
    .flatMap((day) =>
      drawJobs(seed, new Date(day).toISOString().slice(0, 10), day - seoulMs, day - seoulMs + dayMs),
    )
    .filter(({ requestedMs }) => requestedMs >= startMs && requestedMs < endMs);
}

function countFiles(any: World, window: TimeRange, atMs: number): JobCounts {
  const { files } = any.files(window, atMs);
  const tally = states.map((state) => [state, files.filter((file) => file.state === state).length] as const);
  return Object.fromEntries(tally) as JobCounts;
}

describe('statistics', () => {
  it('is the same for the same seed, and another for another', () => {
    expect(createWorld(7).statistics(monday, nightMs)).toEqual(world.statistics(monday, nightMs));
    expect(createWorld(8).statistics(monday, nightMs)).not.toEqual(world.statistics(monday, nightMs));
  });

  it('does not depend on what was asked before', () => {
    const asked = createWorld(7);
    asked.statistics({}, nightMs);
    asked.files(monday, nightMs + dayMs);
    expect(asked.statistics(monday, nightMs)).toEqual(createWorld(7).statistics(monday, nightMs));
  });

  it('adds up to the number of jobs that were requested in the window', () => {
    fc.assert(
      fc.property(windows, laters, (window, later) => {
        const atMs = window.endMs + later;
        const requested = seoulJobs(7, window).filter(({ requestedMs }) => requestedMs <= atMs);
        expect(totalOf(world.statistics(window, atMs))).toBe(requested.length);
      }),
    );
  });

  it('agrees with the files for any window and time', () => {
    fc.assert(
      fc.property(fc.constantFrom(...worlds), windows, laters, (any, window, later) => {
        const atMs = window.endMs + later;
        expect(countFiles(any, window, atMs)).toEqual(any.statistics(window, atMs));
      }),
    );
  });

  it('of two halves adds up to that of the whole', () => {
    fc.assert(
      fc.property(windows, fc.double({ min: 0, max: 1, noNaN: true }), laters, (window, share, later) => {
        const atMs = window.endMs + later;
        const middleMs = Math.floor(window.startMs + share * (window.endMs - window.startMs));
        const before = world.statistics({ startMs: window.startMs, endMs: middleMs }, atMs);
        const after = world.statistics({ startMs: middleMs, endMs: window.endMs }, atMs);
        expect(addCounts(before, after)).toEqual(world.statistics(window, atMs));
      }),
    );
  });

  it('is settled once the longest job has ended, and stays so', () => {
    fc.assert(
      fc.property(windows, laters, (window, later) => {
        const settled = world.statistics(window, window.endMs + longestJobMs);
        expect(settled).toMatchObject({ waiting: 0, running: 0 });
        const atMs = window.endMs + longestJobMs + Math.abs(later);
        expect(world.statistics(window, atMs)).toEqual(settled);
      }),
    );
  });

  it('never loses a job that has ended', () => {
    fc.assert(
      fc.property(windows, laters, fc.nat(dayMs), (window, later, longer) => {
        const early = world.statistics(window, window.endMs + later);
        const late = world.statistics(window, window.endMs + later + longer);
        for (const state of ['complete', 'failure', 'canceled'] as const) {
          expect(late[state]).toBeGreaterThanOrEqual(early[state]);
        }
      }),
    );
  });

  it('is zero in the future, before the world began and in an empty or reversed window', () => {
    const nothing = { waiting: 0, running: 0, complete: 0, failure: 0, canceled: 0 };
    const { startMs, endMs } = monday;
    expect(world.statistics({ startMs: nightMs + 7 * dayMs, endMs: nightMs + 8 * dayMs }, nightMs)).toEqual(
      nothing,
    );
    expect(
      world.statistics({ startMs: 0, endMs: Date.parse(`${worldBegins}T00:00+09:00`) }, nightMs),
    ).toEqual(nothing);
    expect(world.statistics({ startMs: endMs, endMs: startMs }, nightMs)).toEqual(nothing);
    expect(world.statistics({ startMs, endMs: startMs }, nightMs)).toEqual(nothing);
  });

  it('counts a job from the millisecond of its request, in a window that starts but not one that ends there', () => {
    const count = (startMs: number, endMs: number, atMs: number) =>
      totalOf(world.statistics({ startMs, endMs }, atMs));
    const days = fc.integer({ min: 0, max: 300 }).map((day) => monday.startMs - day * dayMs);
    fc.assert(
      fc.property(days, (startMs) => {
        const [job] = seoulJobs(7, { startMs, endMs: startMs + dayMs });
        fc.pre(job !== undefined);
        const { requestedMs } = job;
        expect(count(requestedMs, requestedMs + 1, nightMs)).toBe(1);
        expect(count(requestedMs, requestedMs + 1, requestedMs)).toBe(1);
        expect(count(requestedMs, requestedMs + 1, requestedMs - 1)).toBe(0);
        expect(count(startMs, requestedMs, nightMs)).toBe(0);
      }),
    );
  });

  it('without a window is that of the last 400 days', () => {
    const all = world.statistics({}, nightMs);
    const until = world.statistics({ endMs: monday.startMs }, nightMs);
    const since = world.statistics({ startMs: monday.startMs }, nightMs);
    expect(addCounts(until, since)).toEqual(all);
    expect(world.statistics({ startMs: nightMs - 400 * dayMs, endMs: nightMs + 1 }, nightMs)).toEqual(all);
    expect(totalOf(all)).toBeGreaterThan(100 * totalOf(world.statistics(monday, nightMs)));
  });

  it('of the widest window there can be is that of all days since the world began', () => {
    const all = world.statistics({ startMs: 0, endMs: 8.64e15 }, nightMs);
    const { startMs } = monday;
    const halves = [
      { startMs: 0, endMs: startMs },
      { startMs, endMs: 8.64e15 },
    ] as const;
    expect(addCounts(world.statistics(halves[0], nightMs), world.statistics(halves[1], nightMs))).toEqual(
      all,
    );
    expect(totalOf(all)).toBeGreaterThan(5 * totalOf(world.statistics({}, nightMs)));
  });
});

describe('files', () => {
  it('gives one page after the other', () => {
    const { total, files } = world.files(monday, nightMs);
    expect(total).toBe(files.length);
    const pages = [0, 50, 100, 150, 200].map((skip) => world.files(monday, nightMs, { skip, size: 50 }));
    expect(pages.flatMap((page) => page.files)).toEqual(files);
    expect(pages.every((page) => page.total === total)).toBe(true);
  });

  it('has the names that customers give, some of them Korean', () => {
    const year = { startMs: firstMs, endMs: firstMs + 365 * dayMs };
    const { files } = world.files(year, nightMs);
    const names = new Set(files.flatMap(({ filePath, category }) => [filePath, category.name]));
    expect([...names].filter((name) => /[가-힣]/.test(name)).length).toBeGreaterThan(100);
    expect([...names].filter((name) => !/^[\w가-힣/.()' -]+$/.test(name))).toEqual([]);
  });
});
