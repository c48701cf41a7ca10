import '../simulation/loaded-beforehand.ts';
import { toError } from '../../lambda/errors.ts';
import { run } from '../../lambda/night/night.ts';
import type { Sabotage, Violation } from '../simulation/world.ts';
import type { Choose } from './explore.ts';
import type { Journal } from './journal.ts';
import { brokenPromises } from './promises.ts';
import {
  account,
  cleanDate,
  dueMsOf,
  type EarlierNight,
  type PlannedNight,
  type Scenario,
  startMs,
} from './scenarios.ts';
import {
  crashOf,
  enabledSteps,
  kill,
  type Limits,
  nowFor,
  type Process,
  settle,
  take,
  undisturbed,
} from './scheduler.ts';
import { connect, createStage, repeat, type Stage, toInvoked } from './stage.ts';

/** What one schedule came to. */
export type Played = {
  readonly violations: readonly Violation[];
  readonly journal: Journal;
  /** What lies in the bucket in the end, by key. */
  readonly archive: ReadonlyMap<string, string>;
};

/** How long a night may take, milliseconds. */
const nightMs = 298_000;
/** A schedule that takes more steps goes round in circles. */
const mostSteps = 300;

const clean: PlannedNight = { name: 'clean', date: cleanDate, delayMs: 0, failures: {} };

/**
 * Plays one schedule from its start to its end, and then a night in which nothing goes wrong. Nothing comes back when the
 * schedule is given up.
 * @param choose says which of the enabled steps happens next
 */
export async function play(
  scenario: Scenario,
  limits: Limits,
  choose: Choose,
  sabotage?: Sabotage,
): Promise<Played | undefined> {
  const stage = createStage(scenario);
  await playEarlier(stage);
  const processes = scenario.nights.map((night) => start(stage, night, sabotage));
  const goesOn = await playOn(stage, processes, limits, choose);
  if (!goesOn) return undefined;
  await playAlone(stage, clean, sabotage);
  const { journal, bucket } = stage;
  return { violations: brokenPromises(stage), journal, archive: bucket.texts };
}

/** What the earlier nights of each scenario did: nobody disturbs them, so that they do the same in all its schedules. */
const done = new Map<Scenario, Journal>();

async function playEarlier(stage: Stage): Promise<void> {
  const { scenario, journal } = stage;
  const known = done.get(scenario);
  if (known) return repeat(stage, known);
  for (const night of scenario.earlier) await playAlone(stage, night);
  done.set(scenario, [...journal]);
}

/** A night that nobody disturbs, until it ends or dies as planned. */
async function playAlone(stage: Stage, night: EarlierNight, sabotage?: Sabotage): Promise<void> {
  const process = start(stage, night, sabotage);
  await playOn(stage, [process], undisturbed, (enabled) => {
    if (!hasCome(stage, night)) return enabled[0];
    die(stage, night.name);
    return undefined;
  });
}

function die({ scheduler, journal }: Stage, night: string): void {
  journal.push({ kind: 'step', step: crashOf(night) });
  kill(scheduler, night);
}

function hasCome({ journal }: Stage, { name, diesAfter }: EarlierNight): boolean {
  if (diesAfter === undefined) return false;
  return journal.some((one) => {
    if (one.kind === 'published') return diesAfter === 'publishing' && one.night === name;
    return (
      diesAfter === 'committing' && one.kind === 'wrote' && one.night === name && isLedger(one.written.key)
    );
  });
}

function isLedger(key: string): boolean {
  return key.startsWith('ledger/');
}

/** Lets one step happen after the other; false when the schedule is given up before all nights are over. */
async function playOn(
  { scheduler }: Stage,
  processes: readonly Process[],
  limits: Limits,
  choose: Choose,
): Promise<boolean> {
  for (let steps = 0; ; steps += 1) {
    await settle(scheduler, processes);
    const enabled = enabledSteps(scheduler, limits);
    if (enabled.length === 0) return true;
    if (steps > mostSteps) throw new Error('the nights do not come to an end');
    const step = choose(enabled);
    if (step === undefined) return false;
    take(scheduler, step);
  }
}

/** Starts a night, which runs on until it has to be let through. */
function start(stage: Stage, planned: PlannedNight, sabotage?: Sabotage): Process {
  const { scheduler, journal, bucket } = stage;
  const { name, delayMs } = planned;
  const process: Process = { name, startedMs: startMs + delayMs, sleptMs: 0, knownWrites: -1, isOver: false };
  const deadlineMs = nowFor(process, scheduler) + nightMs;
  const night = { account, dueMs: dueMsOf(planned), holder: name, deadlineMs };
  const sabotaged =
    sabotage?.night?.(night, nowFor(process, scheduler), toInvoked(name, planned.date)) ?? night;
  void run(sabotaged, connect(stage, process, planned, sabotage))
    .then(({ failures }) => failures[0], toError)
    .then((error) => {
      process.isOver = true;
      const ledger = [...bucket.texts].flatMap(([key, text]) => (isLedger(key) ? text : [])).join('');
      journal.push({ kind: 'ended', night: name, ledger, ...(error && { error }) });
    });
  return process;
}
