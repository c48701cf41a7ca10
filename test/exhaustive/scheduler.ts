import { setImmediate } from 'node:timers/promises';
import type { Fault, Step, Touch } from './steps.ts';

/** One night as the scheduler sees it. */
export type Process = {
  readonly name: string;
  /** Its own clock: when it started, epoch milliseconds, and how long it has slept since. */
  readonly startedMs: number;
  sleptMs: number;
  /** How many writes of the ledger it knows of. */
  knownWrites: number;
  isOver: boolean;
};

/** What may happen beside the nights' own steps. */
export type Limits = {
  /** How many faults, and of which kind: a crash, or a call that fails or whose answer gets lost. */
  readonly faults: number;
  readonly faultKind: 'crash' | 'call';
  /** How often a lease's time goes by although a night could go on. */
  readonly jumps: number;
};

/** Nothing goes wrong, and no night is slow. */
export const undisturbed: Limits = { faults: 0, faultKind: 'crash', jumps: 0 };

type Effect<T> = (fault: Fault | undefined) => Promise<T>;

/** A step of a night that waits to be let through. */
type Held = { readonly step: Step; readonly process: Process; proceed(fault: Fault | undefined): void };

/** Holds the steps that nights have come to, and lets one happen at a time. */
export type Scheduler = {
  readonly held: Held[];
  /** How often each night has come to each kind of step. */
  readonly counts: Map<string, number>;
  readonly onStep: (step: Step) => void;
  /** Whether anybody has a claim on anything that could run out. */
  readonly isClaimed: () => boolean;
  /** How many writes of the ledger, jumps and faults there have been. */
  writes: number;
  jumps: number;
  faults: number;
};

/** Longer than a claim and all that nights sleep, milliseconds. */
const jumpMs = 90_000;
const mostTurns = 1_000;

/** A scheduler that tells each step as it happens. */
export function createScheduler({ onStep, isClaimed }: Pick<Scheduler, 'onStep' | 'isClaimed'>): Scheduler {
  return { held: [], counts: new Map(), onStep, isClaimed, writes: 0, jumps: 0, faults: 0 };
}

/** What time it is for a night, epoch milliseconds. */
export function nowFor({ startedMs, sleptMs }: Process, { jumps }: Scheduler): number {
  return startedMs + sleptMs + jumps * jumpMs;
}

/** A call of a night to what others use as well: carried out when it is let through. */
export function holdCall<T>(
  scheduler: Scheduler,
  process: Process,
  touch: Touch,
  effect: Effect<T>,
): Promise<T> {
  const { thing, isPrefix, isWrite } = touch;
  const name = `${isWrite ? 'writes' : 'reads'} ${thing}${isPrefix ? '*' : ''}`;
  return hold(scheduler, process, { kind: 'call', touch }, name, effect);
}

/** A night's sleep. It reads the ledger in so far as it ends by somebody's write. */
export function holdSleep(scheduler: Scheduler, process: Process, ms: number): Promise<void> {
  const touch = { thing: 'ledger/', isPrefix: true, isWrite: false };
  return hold(scheduler, process, { kind: 'wake', touch }, 'wakes', async () => {
    process.sleptMs += ms;
  });
}

function hold<T>(
  { held, counts }: Scheduler,
  process: Process,
  step: Pick<Step, 'kind' | 'touch'>,
  name: string,
  effect: Effect<T>,
): Promise<T> {
  const base = `${process.name} ${name}`;
  const count = (counts.get(base) ?? 0) + 1;
  counts.set(base, count);
  return new Promise((resolve, reject) => {
    held.push({
      step: { ...step, label: count === 1 ? base : `${base}, ${count}`, night: process.name },
      process,
      proceed: (fault) => void effect(fault).then(resolve, reject),
    });
  });
}

/** Waits until every night that is not over has come to a step. */
export async function settle({ held }: Scheduler, processes: readonly Process[]): Promise<void> {
  const isWorking = (process: Process) => !process.isOver && !held.some((one) => one.process === process);
  for (let turns = 0; turns === 0 || processes.some(isWorking); turns += 1) {
    if (turns > mostTurns) throw new Error('a night waits for something that is not held');
    await setImmediate();
  }
}

/** All that can happen next; nothing when every night is over. */
export function enabledSteps(scheduler: Scheduler, limits: Limits): Step[] {
  const { held, jumps, faults } = scheduler;
  if (held.length === 0) return [];
  const mayFail = faults < limits.faults;
  const steps = held
    .filter((one) => canHappen(one, scheduler))
    .flatMap(({ step }) => [step, ...(mayFail && limits.faultKind === 'call' ? faultyFormsOf(step) : [])]);
  const names = [...new Set(held.map(({ process }) => process.name))];
  const crashes = mayFail && limits.faultKind === 'crash' ? names.map(crashOf) : [];
  const mayJump = steps.length === 0 || (jumps < limits.jumps && couldMatter(scheduler));
  return [...crashes, ...steps, ...(mayJump ? [jumpAfter(jumps)] : [])];
}

/** Before anybody claims anything, and once all is told, a lease's time changes nothing but times. */
function couldMatter({ held, isClaimed }: Scheduler): boolean {
  return (
    isClaimed() || held.some(({ step }) => step.touch?.isWrite && step.touch.thing.startsWith('ledger/'))
  );
}

/** A sleep ends when there may be something new to see: somebody wrote the ledger, or a lease's time went by. */
function canHappen({ step, process }: Held, { writes }: Scheduler): boolean {
  return step.kind !== 'wake' || process.knownWrites < writes;
}

function faultyFormsOf(step: Step): Step[] {
  if (step.kind !== 'call') return [];
  const faults = step.touch?.isWrite ? (['fails', 'lost'] as const) : (['fails'] as const);
  return faults.map((fault) => ({ ...step, label: labelOf(step, fault), fault }));
}

function labelOf({ label }: Step, fault: Fault | undefined): string {
  return fault ? `${label} (${fault})` : label;
}

/** The death of a night, whatever it is about to do. */
export function crashOf(night: string): Step {
  return { label: `${night} dies`, kind: 'crash', night, fault: 'crash' };
}

function jumpAfter(jumps: number): Step {
  return { label: `a lease's time goes by (${jumps + 1})`, kind: 'jump', night: '' };
}

/** Lets one of the enabled steps happen. */
export function take(scheduler: Scheduler, step: Step): void {
  const { held, onStep } = scheduler;
  onStep(step);
  if (step.fault) scheduler.faults += 1;
  if (step.kind === 'jump') passLease(scheduler);
  else if (step.kind === 'crash') kill(scheduler, step.night);
  else {
    const index = held.findIndex((one) => labelOf(one.step, step.fault) === step.label);
    const [one] = held.splice(index, 1);
    one?.proceed(step.fault);
  }
}

function passLease(scheduler: Scheduler): void {
  scheduler.jumps += 1;
  for (const { step, process } of scheduler.held) if (step.kind === 'wake') process.knownWrites = -1;
}

/** Ends a night where it is: what it has not done stays undone, and nothing comes back to it. */
export function kill({ held }: Scheduler, night: string): void {
  for (const one of held.filter(({ process }) => process.name === night)) {
    one.process.isOver = true;
    held.splice(held.indexOf(one), 1);
  }
}
