import type { CallLimit, Clock } from '../ports.ts';
import { systemClock } from './clock.ts';
import { closeIdle, closeKept } from './kept-connections.ts';

/** What bounds the calls that one night makes, or one command. */
export type Bounds = {
  readonly clock: Clock;
  readonly random: () => number;
  /** When no call may wait any longer, epoch milliseconds; infinite where no night has to end. */
  readonly deadlineMs: number;
};

/** Of a command, which has all the time in the world; each call still has its own limit. */
export const unhurried: Bounds = {
  clock: systemClock,
  random: Math.random,
  deadlineMs: Number.POSITIVE_INFINITY,
};

/** The longest that a call may take with all its attempts: half of it lets pass a store that needs 40 s. */
const longestMs = 90_000;
const maxAttempts = 2;

/** An answer that did not come whole, or that is not the service's own: a proxy's page with status 200. */
export class BrokenAnswerError extends Error {
  override readonly name = 'BrokenAnswerError';
}

/** An answer that did not come in time. The SDK's errors of this kind have the same name. */
class TimeoutError extends Error {
  override readonly name = 'TimeoutError';
}

/** When a call that starts now has to be over, all its attempts included: epoch milliseconds. */
export function endOfCall(
  { clock, deadlineMs }: Omit<Bounds, 'random'>,
  { limitMs = longestMs }: CallLimit = {},
): number {
  return Math.min(clock.now() + Math.min(limitMs, longestMs), deadlineMs);
}

/**
 * Makes a call, of which one attempt may take half of the time that is left. An attempt ends with its signal, whatever it
 * waits for: a connection, an answer, or the rest of a body. One that was not answered, or not whole, is made once more, over a
 * new connection; what the SDK knows to be worth another attempt, it has then tried again by itself.
 * @param untilMs see {@link endOfCall}
 */
export async function callUntil<T>(
  untilMs: number,
  { clock }: Pick<Bounds, 'clock'>,
  attempt: (options: { readonly abortSignal: AbortSignal }) => Promise<T>,
): Promise<T> {
  closeIdle();
  for (let attempts = 1; ; attempts += 1) {
    const limitMs = Math.ceil((untilMs - clock.now()) / 2);
    if (limitMs <= 0) throw new TimeoutError('there is no time left for it');
    const signal = AbortSignal.timeout(limitMs);
    const { promise: rejection, reject } = Promise.withResolvers<never>();
    const onTimeout = () => reject(signal.reason);
    signal.addEventListener('abort', onTimeout, { once: true });
    try {
      return await Promise.race([attempt({ abortSignal: signal }), rejection]);
    } catch (error) {
      const seconds = Math.round(limitMs / 100) / 10;
      const reason = signal.aborted ? new TimeoutError(`no whole answer came within ${seconds} s`) : error;
      if (attempts === maxAttempts || !isPassing(reason) || clock.now() >= untilMs) throw reason;
      closeKept();
    } finally {
      // The signal lives until its time is over, and with it what it leads to: the answer, which may be a whole ledger.
      signal.removeEventListener('abort', onTimeout);
    }
  }
}

function isPassing(error: unknown): boolean {
  return error instanceof Error && (error instanceof BrokenAnswerError || error.name === 'TimeoutError');
}

/** The HTTP status of an answer that the SDK made an error of, also where its body was nobody's it knows. */
export function statusOf(error: unknown): number | undefined {
  const { $metadata }: { readonly $metadata?: unknown } = Object(error);
  const { httpStatusCode }: { readonly httpStatusCode?: number } = Object($metadata);
  return httpStatusCode;
}

/** An error of the SDK in a few words: the service's own, or what else came in the place of its answer. */
export function describeAwsError(error: Error): string {
  const status = statusOf(error);
  // What the SDK could not read has no name of its own, and a message that is meant for programmers.
  if (status !== undefined && !('$fault' in error))
    return `HTTP status ${status} with an answer that is not the service's own`;
  const { name, message } = error;
  if (message === '') return name;
  return name === 'Error' ? message : `${name}, ${message}`;
}
