/** Runs something in which no call runs into a time limit: calls are held for as long as it takes, in a time of their own. */
export async function withoutTimeLimits<T>(action: () => Promise<T>): Promise<T> {
  const realTimeout = AbortSignal.timeout;
  AbortSignal.timeout = () => new AbortController().signal;
  try {
    return await action();
  } finally {
    AbortSignal.timeout = realTimeout;
  }
}
