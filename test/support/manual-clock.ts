import type { Clock } from '../../lambda/ports.ts';

/** A clock that only sleeping moves, and what was slept. Milliseconds. */
export type ManualClock = Clock & { readonly sleeps: number[] };

/** A clock that starts at `startMs`, or at the machine's time. */
export function createManualClock(startMs = Date.now()): ManualClock {
  const sleeps: number[] = [];
  let nowMs = startMs;
  return {
    sleeps,
    now: () => nowMs,
    sleep: async (ms) => {
      sleeps.push(ms);
      nowMs += ms;
    },
  };
}
