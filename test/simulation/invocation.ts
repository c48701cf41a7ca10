import type { Mishap, PlannedNight } from './history.ts';
import { mix } from './random.ts';
import type { Timeline } from './timeline.ts';

/** One process that runs one attempt of a night, and may die at any call to the world. */
export type Invocation = {
  readonly planned: PlannedNight;
  readonly attempt: number;
  readonly startedMs: number;
  /** When it ended, however it did. */
  endedMs: number | undefined;
  /** When it died without having finished. */
  diedMs: number | undefined;
  /** Times at which a call to the bucket failed. */
  readonly bucketFailuresMs: number[];
  /** Resolves when the process dies. */
  readonly death: Promise<void>;
  die(): void;
  sleep(ms: number): Promise<void>;
  /**
   * One call to the world: on its way for some milliseconds, then its effect, then the answer's way back. What has left
   * takes effect although the process dies meanwhile; nothing ever comes back to a dead process.
   */
  call<T>(effect: (mishap: Mishap | undefined, chance: number) => T): Promise<T>;
};

const slowMs = 4_000;

/** Starts a process. Latencies follow from the seed, the night and the number of the call alone. */
export function createInvocation(
  seed: number,
  planned: PlannedNight,
  attempt: number,
  timeline: Timeline,
): Invocation {
  const faults = new Map(
    planned.faults.filter((fault) => fault.attempt === attempt).map(({ call, mishap }) => [call, mishap]),
  );
  let calls = 0;
  let announceDeath: () => void = () => undefined;
  const death = new Promise<void>((resolve) => {
    announceDeath = resolve;
  });
  const invocation: Invocation = {
    planned,
    attempt,
    startedMs: timeline.now(),
    endedMs: undefined,
    diedMs: undefined,
    bucketFailuresMs: [],
    death,
    die() {
      if (invocation.endedMs !== undefined || invocation.diedMs !== undefined) return;
      invocation.diedMs = timeline.now();
      announceDeath();
    },
    async sleep(ms) {
      await timeline.sleep(ms);
      if (invocation.diedMs !== undefined) await never();
    },
    async call(effect) {
      calls += 1;
      const mishap = faults.get(calls);
      const chance = mix(seed, planned.id, attempt, calls);
      if (mishap === 'crashBefore') invocation.die();
      if (invocation.diedMs !== undefined) return never();
      await timeline.sleep(latencyOf(chance) + (mishap === 'slow' ? slowMs : 0));
      const result = capture(() => effect(mishap, chance));
      if (mishap === 'crashAfter') invocation.die();
      await timeline.sleep(latencyOf(chance >>> 8));
      if (invocation.diedMs !== undefined) return never();
      return result();
    },
  };
  return invocation;
}

/** Mostly a few milliseconds; now and then many times as long, so that what others do falls in between. */
function latencyOf(chance: number): number {
  return (1 + (chance % 40)) * ((chance >>> 6) % 6 === 0 ? 20 : 1);
}

function capture<T>(action: () => T): () => T {
  try {
    const value = action();
    return () => value;
  } catch (error) {
    return () => {
      throw error;
    };
  }
}

function never(): Promise<never> {
  return new Promise<never>(() => undefined);
}
