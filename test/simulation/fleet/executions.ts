import { parseEvent } from '../../../lambda/config/event.ts';
import { routesOf } from '../../../lambda/config/routes.ts';
import { toError } from '../../../lambda/errors.ts';
import { type Listed, listAccounts } from '../../../lambda/fleet/list.ts';
import { type MusterOutcome, musterShift } from '../../../lambda/fleet/muster.ts';
import type { NightStart } from '../../../lambda/night/context.ts';
import { run } from '../../../lambda/night/night.ts';
import type { NightOutcome } from '../../../lambda/night/outcome.ts';
import type { FleetPorts, Ports } from '../../../lambda/ports.ts';
import { holderOf, type Invocation } from '../invocation.ts';
import { createRandom, mix } from '../random.ts';
import { runAs } from '../virtual-limits.ts';
import type { PlannedStart } from './fleet-history.ts';
import type { FleetWorld, Role } from './fleet-world.ts';
import { checkMustered } from './invariants/mustered.ts';
import { checkFleetNight } from './invariants/nights.ts';
import { fleetPortsFor, nightPortsFor, startProcess } from './processes.ts';
import { shiftDueOf } from './shift-calendar.ts';

/** A defect put on purpose into what the steps of a fleet work with. */
export type FleetSabotage = {
  readonly name: string;
  readonly list?: (list: () => Promise<Listed>, ports: FleetPorts, role: Role) => Promise<Listed>;
  readonly muster?: (ports: FleetPorts, role: Role) => FleetPorts;
  readonly mustered?: (
    muster: (ports: FleetPorts) => ReturnType<typeof musterShift>,
    ports: FleetPorts,
  ) => ReturnType<typeof musterShift>;
  readonly night?: (night: NightStart, ports: Ports) => readonly [NightStart, Ports];
};

/** Lambda kills a function that runs longer, milliseconds; the function knows of a little less. */
const timeoutMs = 300_000;
const shortTimeoutMs = 15_000;
const shutdownReserveMs = 2_000;

/** What the nights of an execution came to, by account; the last of each. */
export type NightOutcomes = Map<string, NightOutcome | Error | undefined>;

/** The machine of a shift, as infra/fleet/shift-definition.ts defines it, from a start to its end or its death. */
export async function execute(
  world: FleetWorld,
  start: PlannedStart,
  sabotage: FleetSabotage,
): Promise<NightOutcomes> {
  const { timeline, fleet } = world;
  const outcomes: NightOutcomes = new Map();
  const shift = fleet.shifts.find(({ name }) => name === start.shift);
  if (!shift) return outcomes;
  await timeline.sleep(start.atMs - timeline.now());
  const { name, timeZone, time, passes } = shift;
  const night = {
    shift,
    date: start.date,
    dueMs: shiftDueOf(start.date, timeZone, time),
    execution: start.id,
  };
  const scheduledTime = new Date(night.dueMs).toISOString();
  const startedTime = new Date(timeline.now()).toISOString();
  const isDead = () => start.diesMs !== undefined && timeline.now() >= start.diesMs;
  const machine = { world, start, night, sabotage, isDead, outcomes };
  const ofShift = { shift: { name, timeZone, time }, scheduledTime };
  let list = { passesMade: 0, attempts: 0 };
  for (;;) {
    const event = { list: { ...ofShift, passes, passesMade: list.passesMade, attempts: list.attempts } };
    const listed = await surely(machine, list.passesMade, (invocation) =>
      runList(machine, invocation, event),
    );
    if (!listed) return outcomes;
    list = listed;
    if (!listed.again) break;
    await timeline.sleep(listed.waitSeconds * 1_000);
    if (isDead()) return outcomes;
    await runNights(machine, listed, scheduledTime);
  }
  const routes = { alerts: routesOf(fleet.recipients.alerts), reports: routesOf(fleet.recipients.reports) };
  const muster = { ...ofShift, startedTime, attempts: list.attempts, language: 'en', routes };
  for (let calls = 0; calls < 5; calls += 1) {
    const outcome = await surely(machine, 100 + calls, (invocation) =>
      runMuster(machine, invocation, { muster }),
    );
    if (!outcome || outcome.isDone) break;
  }
  return outcomes;
}

type Machine = {
  readonly world: FleetWorld;
  readonly start: PlannedStart;
  readonly night: Omit<Role, 'kind' | 'account'>;
  readonly sabotage: FleetSabotage;
  readonly isDead: () => boolean;
  readonly outcomes: NightOutcomes;
};

/** A step that is made again for whatever it failed with. */
async function surely<T>(
  { world, start, night, isDead }: Machine,
  step: number,
  make: (invocation: Invocation) => Promise<T | Error | undefined>,
): Promise<T | undefined> {
  const kind = step < 100 ? 'list' : 'muster';
  for (let attempt = 0; attempt <= start.retries && !isDead(); attempt += 1) {
    const invocation = startProcess(world, { ...night, kind }, step, attempt);
    const result = await make(invocation);
    if (result !== undefined && !(result instanceof Error)) return result;
    const longestMs = Math.min(30_000 * 2 ** attempt, 600_000);
    await world.timeline.sleep((mix(invocation.planned.id, 5) / 2 ** 32) * longestMs);
  }
  return undefined;
}

/** Runs what a process does, which dies at the platform's limit: its answer, what it threw, or nothing when it died. */
async function runProcess<T>(
  { world: { timeline } }: Pick<Machine, 'world'>,
  invocation: Invocation,
  action: (deadlineMs: number) => Promise<T>,
): Promise<T | Error | undefined> {
  const limitMs = timeoutOf(invocation);
  void timeline.sleep(limitMs).then(invocation.die);
  const deadlineMs = invocation.now() + limitMs - shutdownReserveMs;
  const outcome = await Promise.race([
    runAs(invocation, () => action(deadlineMs).catch(toError)),
    invocation.death.then(() => undefined),
  ]);
  if (invocation.diedMs === undefined) invocation.endedMs = timeline.now();
  return outcome;
}

/** Some musters have little time, as if there were thousands of accounts: they are called again for the rest. */
function timeoutOf({ planned: { requestId, faults, id } }: Invocation): number {
  const isShort = requestId.startsWith('muster') && faults.length > 0 && id % 8 === 0;
  return isShort ? shortTimeoutMs : timeoutMs;
}

function runList(
  machine: Machine,
  invocation: Invocation,
  given: object,
): Promise<Listed | Error | undefined> {
  const { world, sabotage, night } = machine;
  return runProcess(machine, invocation, async (deadlineMs) => {
    const event = parseEvent(given);
    if (!('list' in event)) throw new Error('that is no event of a list');
    const ports = fleetPortsFor(world, invocation, deadlineMs);
    const list = () => listAccounts(event.list, ports);
    return sabotage.list ? sabotage.list(list, ports, { ...night, kind: 'list' }) : list();
  });
}

async function runMuster(
  machine: Machine,
  invocation: Invocation,
  given: object,
): Promise<MusterOutcome | Error | undefined> {
  const { world, sabotage, night } = machine;
  const role: Role = { ...night, kind: 'muster' };
  const result = await runProcess(machine, invocation, async (deadlineMs) => {
    const event = parseEvent(given);
    if (!('muster' in event)) throw new Error('that is no event of a muster');
    const given_ = fleetPortsFor(world, invocation, deadlineMs);
    const ports = sabotage.muster?.(given_, role) ?? given_;
    const start = { ...event.muster, holder: holderOf(invocation), deadlineMs };
    const muster = (with_: FleetPorts) => musterShift(start, with_);
    return sabotage.mustered ? sabotage.mustered(muster, ports) : muster(ports);
  });
  if (result === undefined || result instanceof Error) return result;
  if (result.failures.length > 0) return new AggregateError(result.failures, 'the muster failed');
  checkMustered(world, invocation, role, result.outcome);
  return result.outcome;
}

/** The map: a child for each account of the file, in any order, several at once. A failed one fails nothing but itself. */
async function runNights(machine: Machine, listed: Listed, scheduledTime: string): Promise<void> {
  const { world, night, isDead } = machine;
  const random = createRandom(mix(world.fleet.seed, night.execution, listed.passesMade, 11));
  const lines = (world.bucket.texts.get(listed.key) ?? '').split('\n').filter((line) => line !== '');
  const waiting = lines.map((line) => ({ line, order: random.next() }));
  waiting.sort((a, b) => a.order - b.order);
  const takeNext = async (): Promise<void> => {
    for (let next = waiting.shift(); next && !isDead(); next = waiting.shift()) {
      const event = { account: JSON.parse(next.line), scheduledTime, shift: night.shift.name };
      const numbers = [listed.passesMade, ...Buffer.from(event.account.name)];
      // A call whose answer came too late is made again, while the function still runs.
      const isTwice = world.timeline.now() < world.cleanMs && random.chance(0.02);
      const later = isTwice
        ? world.timeline.sleep(random.int(0, 20_000)).then(() => runChild(machine, event, ...numbers, 1))
        : undefined;
      await Promise.all([runChild(machine, event, ...numbers, 0), later]);
    }
  };
  await Promise.all(Array.from({ length: night.shift.concurrency }, takeNext));
}

async function runChild(machine: Machine, given: object, ...numbers: readonly number[]): Promise<void> {
  const { world, night, sabotage, outcomes } = machine;
  const event = parseEvent(given);
  if (!('account' in event) || 'backfill' in event) throw new Error('that is no event of a night');
  const { account, shift } = event;
  const role: Role = { ...night, kind: 'night', account };
  const invocation = startProcess(world, role, ...numbers);
  const before = [...(world.ledgers.get(account.name)?.at(-1)?.value.values() ?? [])];
  const outcome = await runProcess(machine, invocation, (deadlineMs) => {
    const start = { account, dueMs: night.dueMs, holder: holderOf(invocation), deadlineMs, shift };
    const ports = nightPortsFor(world, invocation, deadlineMs, account.name);
    const [sabotaged, with_] = sabotage.night?.(start, ports) ?? [start, ports];
    return run(sabotaged, with_);
  });
  checkFleetNight(world, invocation, role, outcome, before);
  outcomes.set(account.name, outcome);
}
