import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { isWeekend, nextDate } from '../../../../local/simulator/world/calendar.ts';
import type { Job } from '../../../../local/simulator/world/job.ts';
import { drawJobs, drawWorkload } from '../../../../local/simulator/world/jobs.ts';
import { createRandom } from '../../../../local/simulator/world/random.ts';

const dayMs = 86_400_000;
/** From its request to its end no job takes longer than this, not even one that is stuck. */
const longestJobMs = 6 * dayMs;
const seeds = fc.integer();
const dates = fc.integer({ min: 0, max: 3_000 }).map((days) => dateAfter(days));

function dateAfter(days: number): string {
  return new Date(Date.UTC(2020, 0, 1) + days * dayMs).toISOString().slice(0, 10);
}

function jobsOf(seed: number, date: string): readonly Job[] {
  return drawJobs(seed, date, Date.parse(date), Date.parse(date) + dayMs);
}

function countFailures(jobs: readonly Job[]): number {
  return jobs.filter(({ outcome }) => outcome === 'failure').length;
}

/** The dates of ten years, with the sort of day that each is. */
const decade = Array.from({ length: 3_650 }, (_, days) => dateAfter(days)).map((date) => ({
  date,
  day: drawWorkload(date, createRandom(1, date)),
}));

describe('drawJobs', () => {
  it('draws the same jobs for the same seed and date, and others for other ones', () => {
    fc.assert(
      fc.property(seeds, dates, (seed, date) => {
        const jobs = jobsOf(seed, date);
        expect(jobsOf(seed, date)).toEqual(jobs);
        fc.pre(jobs.length > 3);
        expect(jobsOf(seed + 1, date)).not.toEqual(jobs);
        const shifted = drawJobs(seed, nextDate(date), Date.parse(date), Date.parse(date) + dayMs);
        expect(shifted).not.toEqual(jobs);
      }),
    );
  });

  it('keeps each job within its date when requested, and within the longest time until its end', () => {
    fc.assert(
      fc.property(seeds, dates, fc.constantFrom(23, 24, 25), (seed, date, hours) => {
        const startMs = Date.parse(date);
        const endMs = startMs + hours * 3_600_000;
        for (const { requestedMs, startedMs, endedMs } of drawJobs(seed, date, startMs, endMs)) {
          expect(requestedMs).toBeGreaterThanOrEqual(startMs);
          expect(requestedMs).toBeLessThan(endMs);
          expect(startedMs).toBeGreaterThan(requestedMs);
          expect(endedMs).toBeGreaterThanOrEqual(startedMs);
          expect(endedMs - requestedMs).toBeLessThan(longestJobMs);
        }
      }),
    );
  });

  it('draws none for a date that has no time', () => {
    expect(drawJobs(1, '2011-12-30', 5, 5)).toEqual([]);
  });

  it('fails 15 to 40 per cent on a bad day, one after the other, and few on any other', () => {
    for (const { date, day } of decade) {
      const jobs = jobsOf(1, date);
      const share = countFailures(jobs) / Math.max(1, jobs.length);
      if (day.kind === 'bad') {
        expect(share).toBeGreaterThanOrEqual(0.15);
        expect(share).toBeLessThanOrEqual(0.4);
        const { first, end } = day.outage;
        expect(countFailures(jobs.slice(first, end))).toBe(end - first);
      } else if (day.kind === 'ordinary') {
        expect(share).toBeLessThan(0.15);
      }
    }
  });

  it('leaves work for after midnight on most weekdays', () => {
    const weekdays = decade.filter(({ date, day }) => !isWeekend(date) && day.kind !== 'empty');
    const unsettled = weekdays.filter(({ date }) => {
      const atMs = Date.parse(date) + dayMs + 70 * 60_000;
      return jobsOf(1, date).some((job) => atMs < job.endedMs);
    });
    expect(unsettled.length / weekdays.length).toBeGreaterThan(0.8);
  });

  it('has a very few jobs stuck for more than a day', () => {
    const jobs = decade.flatMap(({ date }) => jobsOf(1, date));
    const stuck = jobs.filter(({ requestedMs, endedMs }) => endedMs - requestedMs > dayMs);
    expect(stuck.length / jobs.length).toBeGreaterThan(0.0004);
    expect(stuck.length / jobs.length).toBeLessThan(0.0016);
  });
});

describe('drawWorkload', () => {
  it('makes about one day in twelve bad and one in forty empty', () => {
    const share = (kind: string) => decade.filter(({ day }) => day.kind === kind).length / decade.length;
    expect(share('bad')).toBeGreaterThan(1 / 15);
    expect(share('bad')).toBeLessThan(1 / 10);
    expect(share('empty')).toBeGreaterThan(1 / 60);
    expect(share('empty')).toBeLessThan(1 / 30);
  });

  it('makes weekdays busy and weekends quiet', () => {
    for (const { date, day } of decade) {
      const [low, high] = isWeekend(date) ? [40, 75] : [90, 160];
      expect(day.jobCount).toBeGreaterThanOrEqual(day.kind === 'empty' ? 0 : low);
      expect(day.jobCount).toBeLessThanOrEqual(day.kind === 'empty' ? 3 : high);
    }
  });
});
