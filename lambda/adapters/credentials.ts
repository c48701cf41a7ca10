import * as z from 'zod/mini';
import { parseJson } from '../core/text/document.ts';
import { findStrayCharacter, trimKey } from '../core/text/key-text.ts';
import { computeSignature } from '../core/vendor/signature.ts';
import { UnusableKeysError } from '../errors.ts';
import type { ReadSecret } from './secrets.ts';

/** The vendor's keys, closed up: they sign, and can be taken out of a text, but cannot be read. */
export type Signer = {
  readonly accessKey: string;
  /** Signature v2 of a text. */
  sign(text: string): string;
  /** The text without the secret key, in case somebody sends it back. */
  redact(text: string): string;
};

/**
 * Where the vendor's keys come from. Both give nothing when none are set, and throw when there are some that cannot be
 * used, or when they cannot be read by the deadline, epoch milliseconds.
 */
export type Credentials = {
  /** The keys, from memory when usable ones have been read before. */
  current(deadlineMs: number): Promise<Signer | undefined>;
  /** The keys as they are stored now: for after a 401, when they may have been rotated. */
  renew(deadlineMs: number): Promise<Signer | undefined>;
};

/** What the stack puts into a new secret. It is never sent to the vendor. */
export const placeholder = 'not-set';

/** Of the reading of a secret with all attempts; the first may take half of it. */
export const secretLimitMs = 20_000;

/** The vendor's keys as secrets have them; made when one was read, for the start of the function does not wait for it. */
export function keysSchema() {
  return z.object({ accessKey: z.string(), secretKey: z.string() });
}

/** See {@link keysSchema}. */
export type Keys = z.output<ReturnType<typeof keysSchema>>;

/** Keys given in the environment, as NCP_ACCESS_KEY and NCP_SECRET_KEY. */
export function createStaticCredentials(
  accessKey: string | undefined,
  secretKey: string | undefined,
): Credentials {
  const read = async () => createSigner(accessKey ?? '', secretKey ?? '');
  return { current: read, renew: read };
}

/**
 * Keys in a secret of Secrets Manager: a JSON document with `accessKey` and `secretKey`. Usable ones are kept; what kept the
 * keys from being read once may have passed by the next time.
 */
export function createSecretCredentials(readSecret: ReadSecret, secretId: string): Credentials {
  let known: Signer | undefined;
  const renew = sharing(async (deadlineMs) => {
    known = undefined;
    known = parseKeys(await readSecret(secretId, { limitMs: secretLimitMs, deadlineMs }));
    return known;
  });
  return { renew, current: async (deadlineMs) => known ?? renew(deadlineMs) };
}

/**
 * Reads once for all who ask at the same time. Whoever was told of a reading that others had begun, and that fails, reads once more:
 * it may be that of a night which ended over it, with a deadline of its own, and Lambda has frozen the process since.
 */
export function sharing<T>(read: (deadlineMs: number) => Promise<T>): (deadlineMs: number) => Promise<T> {
  let reading: Promise<T> | undefined;
  const begin = (deadlineMs: number) => {
    reading ??= read(deadlineMs).finally(() => {
      reading = undefined;
    });
    return reading;
  };
  return (deadlineMs) => reading?.catch(() => begin(deadlineMs)) ?? begin(deadlineMs);
}

/** @throws UnusableKeysError */
function parseKeys(text: string): Signer | undefined {
  const keys = z.safeParse(keysSchema(), parseJson(text));
  if (keys.success) return createSigner(keys.data.accessKey, keys.data.secretKey);
  if (text === placeholder) return undefined;
  throw new UnusableKeysError(
    'credentialsNotSet',
    'the secret is not a JSON document with accessKey and secretKey, both of them texts',
  );
}

/**
 * Keys as somebody pasted them, closed up; nothing where they are not set.
 * @throws UnusableKeysError that names a character that is in no key, but never the key
 */
export function createSigner(givenAccessKey: string, givenSecretKey: string): Signer | undefined {
  const [accessKey, secretKey] = [trimKey(givenAccessKey), trimKey(givenSecretKey)];
  if (accessKey === '' || secretKey === '' || accessKey === placeholder || secretKey === placeholder)
    return undefined;
  const strays = Object.entries({ 'access key': accessKey, 'secret key': secretKey }).flatMap(
    ([name, key]) => {
      const stray = findStrayCharacter(key);
      return stray === undefined ? [] : `the ${name} has ${stray} inside, a character that is in no key`;
    },
  );
  if (strays.length > 0) throw new UnusableKeysError('wrongKeys', strays.join('; '));
  return {
    accessKey,
    sign: (text) => computeSignature(text, secretKey),
    redact: (text) => text.replaceAll(secretKey, '[secret key]'),
  };
}
