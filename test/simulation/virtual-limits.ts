import { AsyncLocalStorage } from 'node:async_hooks';
import type { Invocation } from './invocation.ts';
import type { Timeline } from './timeline.ts';

const process = new AsyncLocalStorage<Invocation>();

/** Runs what a process does, so that its time limits are known to be its own. */
export function runAs<T>(invocation: Invocation, action: () => Promise<T>): Promise<T> {
  return process.run(invocation, action);
}

/**
 * Lets the signals of `AbortSignal.timeout` fire in virtual time while something is simulated. Those of a process that has
 * died never do, for they would bring it back to life.
 */
export async function withVirtualLimits<T>(
  timeline: Timeline,
  action: () => Promise<T>,
  areKept = true,
): Promise<T> {
  const realTimeout = AbortSignal.timeout;
  AbortSignal.timeout = (ms) => {
    const controller = new AbortController();
    const by = process.getStore();
    if (areKept)
      void timeline.sleep(ms).then(() => {
        if (by?.diedMs === undefined && by?.endedMs === undefined) controller.abort(timeoutError());
      });
    return controller.signal;
  };
  try {
    return await action();
  } finally {
    AbortSignal.timeout = realTimeout;
  }
}

/** What comes of a promise, or the signal's reason once that fires. */
export function untilAborted<T>(signal: AbortSignal | null | undefined, promise: Promise<T>): Promise<T> {
  return Promise.race([
    promise,
    new Promise<never>((_, reject) => {
      signal?.addEventListener('abort', () => reject(signal.reason), { once: true });
    }),
  ]);
}

function timeoutError(): DOMException {
  return new DOMException('The operation was aborted due to timeout', 'TimeoutError');
}
