/** Virtual time: nothing happens between two events, and whatever waits, waits here. */
export type Timeline = {
  /** Epoch milliseconds. */
  now(): number;
  sleep(ms: number): Promise<void>;
  /** Lets events happen, one after the other, until nobody waits any more. */
  play(): Promise<void>;
};

type Event = { readonly atMs: number; readonly wake: () => void };

/** A discrete event scheduler. Events of the same millisecond happen in the order in which they were asked for. */
export function createTimeline(startMs: number): Timeline {
  let nowMs = startMs;
  const events: Event[] = [];
  return {
    now: () => nowMs,
    sleep: (ms) =>
      new Promise((wake) => {
        const atMs = nowMs + Math.max(0, Math.ceil(ms));
        const index = events.findLastIndex((event) => event.atMs <= atMs);
        events.splice(index + 1, 0, { atMs, wake });
      }),
    async play() {
      for (;;) {
        await untilNothingRuns();
        const event = events.shift();
        if (!event) return;
        nowMs = event.atMs;
        event.wake();
      }
    },
  };
}

/** Node.js runs an immediate only after all promises that can go on have gone on. */
function untilNothingRuns(): Promise<void> {
  return new Promise((resolve) => {
    setImmediate(resolve);
  });
}
