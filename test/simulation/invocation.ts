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
  /** Every mishap that its calls have met, in their order. */
  readonly met: Mishap[];
  /** What it called and never heard of again: keys of the bucket, or the name of a service. */
  readonly unanswered: string[];
  /** Resolves when the process dies. */
  readonly death: Promise<void>;
  die(): void;
  /** Its own clock, epoch milliseconds. All else here is told in true time. */
  now(): number;
  sleep(ms: number): Promise<void>;
  /**
   * One call to the world: on its way for some milliseconds, then its effect, then the answer's way back. What has left
   * takes effect although the process dies meanwhile; nothing ever comes back to a dead process.
   */
  call<T>(effect: (mishap: Mishap | undefined, chance: number) => T, answering?: Answering): Promise<T>;
};

/** How a service answers. */
export type Answering = {
  /** Whether what stalls is the body of the answer, for the effect to see to; else no answer comes at all. */
  readonly hasBody?: boolean;
  /** Is told that the process is never going to hear of the call, the answer's body included. */
  readonly onSilence?: () => void;
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
    ...{ planned, attempt, startedMs: timeline.now(), endedMs: undefined, diedMs: undefined },
    ...{ bucketFailuresMs: [], met: [], unanswered: [], death },
    die() {
      if (invocation.endedMs !== undefined || invocation.diedMs !== undefined) return;
      invocation.diedMs = timeline.now();
      announceDeath();
    },
    now: () => timeline.now() + planned.ourClockMs,
    async sleep(ms) {
      await timeline.sleep(ms);
      if (invocation.diedMs !== undefined) await never();
    },
    async call(effect, { hasBody = false, onSilence } = {}) {
      calls += 1;
      const mishap = faults.get(calls);
      const chance = mix(seed, planned.id, attempt, calls);
      if (mishap) meet(mishap, onSilence);
      if (invocation.diedMs !== undefined || mishap === 'hung') return never();
      await timeline.sleep(latencyOf(chance) + (mishap === 'slow' ? slowMs : 0));
      const result = capture(() => effect(mishap, chance));
      if (mishap === 'crashAfter') invocation.die();
      await timeline.sleep(latencyOf(chance >>> 8));
      const isSilent = mishap === 'stalled' && !hasBody;
      return invocation.diedMs !== undefined || isSilent ? never() : result();
    },
  };

  function meet(mishap: Mishap, onSilence: (() => void) | undefined): void {
    invocation.met.push(mishap);
    if (mishap === 'crashBefore') invocation.die();
    if (mishap === 'hung' || mishap === 'stalled') onSilence?.();
  }

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

/** Of a call of which nothing is ever heard again. */
export function never(): Promise<never> {
  return new Promise<never>(() => undefined);
}

/** An id of one run alone, which its claims bear. */
export function holderOf({ planned, attempt }: Pick<Invocation, 'planned' | 'attempt'>): string {
  return `${planned.id}-${attempt}`;
}
