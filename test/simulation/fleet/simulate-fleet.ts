// What steps load when they need it takes real time, in which a timeline would run on: here it is loaded beforehand.
import '../loaded-beforehand.ts';
import { createHash } from 'node:crypto';
import { muteAccount, unmuteAccount } from '../../../local/commands/mute/muting.ts';
import { nextDateOf } from '../calendar.ts';
import { createInvocation, type Invocation } from '../invocation.ts';
import { createTimeline } from '../timeline.ts';
import { withVirtualLimits } from '../virtual-limits.ts';
import type { Violation } from '../world.ts';
import { execute, type FleetSabotage, type NightOutcomes } from './executions.ts';
import type { FleetHistory, FleetMute, PlannedStart } from './fleet-history.ts';
import { fleetOnlooker } from './fleet-onlooker.ts';
import { createFleetWorld, enrol, type FleetWorld } from './fleet-world.ts';
import { checkFleetAtTheEnd } from './invariants/at-the-end.ts';
import { fleetPortsFor } from './processes.ts';
import { shiftDueOf } from './shift-calendar.ts';

/** What a fleet's history came to. */
export type SimulatedFleet = {
  readonly violations: readonly Violation[];
  /** How many nights of shifts were started, reruns and second deliveries not counted. */
  readonly shiftNights: number;
  /** How many nights of accounts, lists and musters ran. */
  readonly processes: number;
  /** The same for the same history, whenever and wherever it is simulated. */
  readonly fingerprint: string;
};

/** Runs all nights of a fleet's history in virtual time, and then one night of each shift in which nothing goes wrong. */
export function simulateFleet(
  fleet: FleetHistory,
  sabotage: FleetSabotage = { name: 'none' },
): Promise<SimulatedFleet> {
  const timeline = createTimeline(Math.min(...fleet.starts.map(({ atMs }) => atMs)) - 9 * 3_600_000);
  const play = async () => {
    const world = createFleetWorld(fleet, timeline, fleetOnlooker);
    for (const enrolment of fleet.enrolments)
      void timeline.sleep(enrolment.atMs - timeline.now()).then(() => enrol(world, enrolment));
    for (const [index, mute] of fleet.mutes.entries()) void operate(world, mute, index);
    for (const start of fleet.starts) void execute(world, start, sabotage);
    await timeline.play();
    const clean = await runCleanNights(world, sabotage);
    checkFleetAtTheEnd(world, clean.starts, clean.outcomes);
    const nights = new Set([...fleet.starts, ...clean.starts].map(({ shift, date }) => `${shift} ${date}`));
    return {
      violations: world.violations,
      shiftNights: nights.size,
      processes: world.roles.size,
      fingerprint: fingerprintOf(world),
    };
  };
  return withVirtualLimits(timeline, play);
}

async function operate(world: FleetWorld, mute: FleetMute, index: number): Promise<void> {
  const { timeline } = world;
  const { account, atMs, until, exceptCritical, endedAfterMs } = mute;
  await timeline.sleep(atMs - timeline.now());
  await muteAccount(
    account,
    { until, exceptCritical, reason: 'simulated', by: 'operator' },
    portsOf(index * 2),
  );
  if (endedAfterMs === undefined) return;
  await timeline.sleep(endedAfterMs);
  await unmuteAccount(account, 'operator', portsOf(index * 2 + 1));

  function portsOf(number: number) {
    return fleetPortsFor(world, calmInvocation(world, 10_000 + number), Number.POSITIVE_INFINITY);
  }
}

function calmInvocation({ fleet, timeline }: FleetWorld, id: number): Invocation {
  const nobody = { date: '', delayMs: 0, requestId: 'operator', retries: 0, faults: [] };
  return createInvocation(
    fleet.seed,
    { id, ...nobody, weather: 'fine', skewMs: 0, ourClockMs: 0 },
    0,
    timeline,
  );
}

async function runCleanNights(
  world: FleetWorld,
  sabotage: FleetSabotage,
): Promise<{ readonly starts: PlannedStart[]; readonly outcomes: ReadonlyMap<string, NightOutcomes> }> {
  const { fleet, timeline } = world;
  world.cleanMs = timeline.now();
  const last =
    fleet.starts
      .map(({ date }) => date)
      .sort()
      .at(-1) ?? '';
  const starts = fleet.shifts.map(({ name, timeZone, time }, index): PlannedStart => {
    const dates = [last, ...fleet.mutes.map(({ until }) => until), ...quietDates(fleet)].sort();
    const date = nextDateOf(dates.at(-1) ?? last, timeZone);
    const atMs = Math.max(shiftDueOf(date, timeZone, time), timeline.now());
    return { id: 1_000 + index, shift: name, date, atMs, retries: 8 };
  });
  const outcomes = new Map<string, NightOutcomes>();
  for (const start of starts)
    void execute(world, start, sabotage).then((came) => outcomes.set(start.shift, came));
  await timeline.play();
  return { starts, outcomes };
}

function quietDates({ accounts }: FleetHistory): string[] {
  return accounts.flatMap(({ history }) => history.quiet.dates.map(({ to }) => to));
}

function fingerprintOf({ bucket, topics }: FleetWorld): string {
  const told = Object.values(topics).flatMap(({ published }) =>
    published.map(({ text, atMs }) => `${text}${atMs}`),
  );
  return createHash('sha256')
    .update([...bucket.texts].flat().concat(told).join(''))
    .digest('hex');
}
