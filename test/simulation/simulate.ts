import './loaded-beforehand.ts';
import { createHash } from 'node:crypto';
import { toError } from '../../lambda/errors.ts';
import { run } from '../../lambda/night/night.ts';
import type { NightOutcome } from '../../lambda/night/outcome.ts';
import { dateAfter, dueOf, nextDateOf, spanOf, startOf } from './calendar.ts';
import { prolongClaims } from './earlier-release.ts';
import type { History, PlannedNight } from './history.ts';
import { checkInTime } from './invariants/endings.ts';
import { firstHeard } from './invariants/silence.ts';
import { createInvocation, holderOf } from './invocation.ts';
import { readLedger } from './ledger-lines.ts';
import { checkAtTheEnd, checkNight, onlooker } from './onlooker.ts';
import { operate } from './operator.ts';
import { createTimeline } from './timeline.ts';
import { runAs, withVirtualLimits } from './virtual-limits.ts';
import { createWorld, type Sabotage, type Violation, type World } from './world.ts';

/** What a history came to. */
export type Simulated = {
  /** What was broken, in the order in which it was seen; the simulation stops early at nothing. */
  readonly violations: readonly Violation[];
  /** How many attempts of nights ran. */
  readonly nights: number;
  /** The same for the same history, whenever and wherever it is simulated. */
  readonly fingerprint: string;
  /** What lies in the bucket in the end, by key. */
  readonly archive: ReadonlyMap<string, string>;
};

/** The platform kills a process that runs longer, milliseconds; the night itself is told to be over a little earlier. */
const timeoutMs = 300_000;
const shutdownReserveMs = 2_000;
const platformRetriesMs = [60_000, 120_000];

/** Runs all nights of a history in virtual time, and then one night in which nothing goes wrong. */
export function simulate(history: History, sabotage?: Sabotage): Promise<Simulated> {
  const starts = history.nights.map((planned) => startOf(planned, history.zone));
  const timeline = createTimeline(starts.sort((a, b) => a - b)[0] ?? 0);
  const play = async () => {
    const world = createWorld(history, timeline, onlooker);
    for (const planned of history.nights) void runPlanned(world, planned, sabotage);
    for (const [index, planned] of history.mutes.entries()) void operate(world, planned, index);
    await timeline.play();
    await runCleanNight(world, sabotage);
    const [fingerprint, archive] = [fingerprintOf(world), world.bucket.texts];
    return { violations: world.violations, nights: world.processes.length, fingerprint, archive };
  };
  return withVirtualLimits(timeline, play, !sabotage?.isPatient);
}

/** A night as the platform runs it: again, under the same request id, when it fails or dies. */
async function runPlanned(world: World, planned: PlannedNight, sabotage?: Sabotage) {
  await world.timeline.sleep(startOf(planned, world.history.zone) - world.timeline.now());
  for (let attempt = 0; attempt <= planned.retries; attempt += 1) {
    const outcome = await runOnce(world, planned, attempt, sabotage);
    if (outcome && 'date' in outcome && outcome.failures.length === 0) return;
    await world.timeline.sleep(platformRetriesMs[attempt] ?? 0);
  }
}

/** One attempt: its outcome, what it threw, or nothing when the process died. */
async function runOnce(
  world: World,
  planned: PlannedNight,
  attempt: number,
  sabotage?: Sabotage,
): Promise<NightOutcome | Error | undefined> {
  const { timeline, account, history } = world;
  const invocation = createInvocation(history.seed, planned, attempt, timeline);
  world.processes.push(invocation);
  const ledgerAtStart = readLedger(world.bucket.texts);
  void timeline
    .sleep(timeoutMs)
    .then(() => checkInTime(world, invocation))
    .then(invocation.die);
  const dueMs = dueOf(planned.date, history.zone);
  const deadlineMs = invocation.now() + timeoutMs - shutdownReserveMs;
  const night = { account, dueMs, holder: holderOf(invocation), deadlineMs };
  const ports = world.portsFor(invocation, deadlineMs, sabotage);
  const sabotaged = sabotage?.night?.(night, invocation.now(), planned) ?? night;
  const outcome = await Promise.race([
    runAs(invocation, () => run(sabotaged, ports).catch(toError)),
    invocation.death.then(() => undefined),
  ]);
  if (invocation.diedMs === undefined) invocation.endedMs = timeline.now();
  else prolongClaims(world, invocation);
  checkNight(world, invocation, outcome, ledgerAtStart);
  return outcome;
}

async function runCleanNight(world: World, sabotage?: Sabotage): Promise<void> {
  const { nights, zone } = world.history;
  const last = nights
    .filter((planned) => spanOf(planned.date, zone).endMs <= startOf(planned, zone))
    .map(({ date }) => date)
    .sort()
    .at(-1);
  if (last === undefined) return;
  const date = nextDateOf(dateAfter(firstHeard(world, nextDateOf(last, zone)), -1), zone);
  const clean: PlannedNight = {
    id: nights.length,
    date,
    delayMs: Math.max(0, world.timeline.now() - dueOf(date, zone)),
    requestId: 'clean',
    retries: 0,
    weather: 'fine',
    skewMs: 0,
    ourClockMs: 0,
    faults: [],
  };
  const before = readLedger(world.bucket.texts);
  const startedMs = startOf(clean, zone);
  let outcome: NightOutcome | Error | undefined;
  void runAfterWaiting().then((result) => {
    outcome = result;
  });
  await world.timeline.play();
  checkAtTheEnd(world, date, outcome, before, startedMs);

  async function runAfterWaiting() {
    await world.timeline.sleep(startedMs - world.timeline.now());
    return runOnce(world, clean, 0, sabotage);
  }
}

function fingerprintOf({ bucket, topic, summaries, vendor }: World): string {
  const told = [...topic.published, ...summaries.published].map(({ text, atMs }) => `${text}${atMs}`);
  const all = [...bucket.texts].flat().concat(told, String(vendor.said.length));
  return createHash('sha256').update(all.join('')).digest('hex');
}
