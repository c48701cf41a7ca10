import type { Clock } from '../ports.ts';

/** The machine's own clock. */
export const systemClock: Clock = {
  now: () => Date.now(),
  sleep: async (ms, givenUp) => {
    // Few nights wait for anything: the start of the function does not load it for them.
    const { setTimeout: wait } = await import('node:timers/promises');
    await wait(ms, undefined, { ...(givenUp && { signal: givenUp }) });
  },
};
