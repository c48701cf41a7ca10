import type { Clock } from '../ports.ts';
import type { ReadSecret } from './secrets.ts';

/** For how long a key that was read is used, milliseconds: within that time a rotation ends all links. */
const keptMs = 5 * 60_000;

/** Of the secret with all attempts; the first may take half of it. */
const limitMs = 8_000;

/** A key that is too short to be one is the sign of a secret that somebody has written by hand. */
const leastLength = 32;

/**
 * The key that links are signed with, from a secret of Secrets Manager whose text it is. Kept for five minutes; a reading that
 * failed is not kept.
 */
export function createLinkKey(
  readSecret: ReadSecret,
  secretId: string,
  clock: Pick<Clock, 'now'>,
): () => Promise<string> {
  let kept: { readonly key: Promise<string>; readonly untilMs: number } | undefined;
  return async () => {
    const nowMs = clock.now();
    const reading =
      kept && nowMs < kept.untilMs ? kept : { key: readKey(readSecret, secretId), untilMs: nowMs + keptMs };
    kept = reading;
    try {
      return await reading.key;
    } catch (error) {
      if (kept === reading) kept = undefined;
      throw error;
    }
  };
}

async function readKey(readSecret: ReadSecret, secretId: string): Promise<string> {
  const key = await readSecret(secretId, { limitMs });
  if (key.length >= leastLength) return key;
  throw new Error(`the secret ${secretId} has to hold at least ${leastLength} characters to sign links with`);
}
