import type { Sabotage } from '../simulation/world.ts';
import { explore } from './explore.ts';
import { describeSchedule } from './journal.ts';
import { play } from './play.ts';
import { type Scenario, scenarios } from './scenarios.ts';
import type { Limits } from './scheduler.ts';
import { withoutTimeLimits } from './time-limits.ts';

/** One exploration: all schedules of a scenario within some limits. */
export type Job = { readonly scenario: Scenario; readonly limits: Limits };

/** What an exploration came to. */
export type Result = {
  readonly schedules: number;
  readonly givenUp: number;
  /** How many schedules broke a promise, and the first of them in words. */
  readonly broken: number;
  readonly firstBroken: string | undefined;
};

const crash: Limits = { faults: 1, faultKind: 'crash', jumps: 1 };
const call: Limits = { faults: 1, faultKind: 'call', jumps: 1 };
const inTime = { jumps: 0 };

/** All that is explored: failed calls together with claims that run out in one scenario alone, whose schedules are the most. */
export const wholeJobs: readonly Job[] = [
  ...scenarios.map((scenario) => ({
    scenario,
    limits: isTwins(scenario) ? call : { ...call, ...inTime },
  })),
  ...scenarios.map((scenario) => ({ scenario, limits: crash })),
];

/** What is explored each time that the tests run: no claim runs out while its night could go on. */
export const shortJobs: readonly Job[] = wholeJobs
  .filter(({ scenario, limits }) => limits.faultKind === 'crash' || isPlain(scenario))
  .map(({ scenario, limits }) => ({ scenario, limits: { ...limits, ...inTime } }));

function isTwins({ name }: Scenario): boolean {
  return name === 'one event delivered twice';
}

function isPlain(scenario: Scenario): boolean {
  return isTwins(scenario) || scenario.name === 'two neighbouring dates';
}

/**
 * Plays every schedule of a job.
 * @param isEnough whether to stop at the first schedule that breaks a promise
 */
export async function runJob(
  { scenario, limits }: Job,
  { sabotage, isEnough = false }: { readonly sabotage?: Sabotage; readonly isEnough?: boolean } = {},
): Promise<Result> {
  let broken = 0;
  let firstBroken: string | undefined;
  const explored = await withoutTimeLimits(() =>
    explore(async (choose) => {
      const played = await play(scenario, limits, choose, sabotage);
      const [first] = played?.violations ?? [];
      if (!played || !first) return true;
      broken += 1;
      firstBroken ??= `“${first.invariant}”: ${first.detail}, in\n${describeSchedule(played.journal)}`;
      return !isEnough;
    }),
  );
  return { ...explored, broken, firstBroken };
}
