import * as z from 'zod/mini';
import { parseJson } from '../core/text/document.ts';
import { UnusableKeysError } from '../errors.ts';
import type { Clock } from '../ports.ts';
import {
  type Credentials,
  createSigner,
  keysSchema,
  type Signer,
  secretLimitMs,
  sharing,
} from './credentials.ts';
import type { ReadSecret } from './secrets.ts';

/** What the secret of a key ring says, by account; each to be read by itself, so that a damaged one harms no other. */
export type RingDocument = Readonly<Record<string, unknown>>;

/** A ring that was read is not read again for so long, however many of its accounts the vendor refuses. */
const renewalMs = 60_000;

/**
 * Gives the keys of accounts that share a secret of Secrets Manager. It is read once for all of them, and again when the keys of
 * one were refused or are missing in it or cannot be used; what kept it from being read may have passed by the next time.
 * @param ring its name, and the name of its secret
 */
export function createKeyRing(
  readSecret: ReadSecret,
  { name, secretId }: { readonly name: string; readonly secretId: string },
  clock: Pick<Clock, 'now'>,
): (account: string) => Credentials {
  let known: RingDocument | undefined;
  let readAtMs = 0;

  async function read(deadlineMs: number): Promise<RingDocument> {
    const text = await readSecret(secretId, { limitMs: secretLimitMs, deadlineMs }).finally(() => {
      readAtMs = clock.now();
    });
    const document = parseRing(text);
    if (!document)
      throw new UnusableKeysError(
        'credentialsNotSet',
        `the key ring ${name} is not a JSON document of accounts and their keys`,
      );
    known = document;
    return document;
  }

  const readShared = sharing(read);
  const readAgain = async (deadlineMs: number) =>
    known && clock.now() - readAtMs < renewalMs ? known : readShared(deadlineMs);

  return (account) => {
    const find = (document: RingDocument) => findSigner(document, account, name);
    const renew = async (deadlineMs: number) => {
      const found = find(await readAgain(deadlineMs));
      if (found instanceof UnusableKeysError) throw found;
      return found;
    };
    const current = async (deadlineMs: number) => {
      const found = known && find(known);
      return !found || found instanceof UnusableKeysError ? renew(deadlineMs) : found;
    };
    return { current, renew };
  };
}

/** What the text of a ring's secret says; nothing where it is something else. */
export function parseRing(text: string): RingDocument | undefined {
  return z.safeParse(z.record(z.string(), z.unknown()), parseJson(text)).data;
}

function findSigner(
  document: RingDocument,
  account: string,
  ring: string,
): Signer | UnusableKeysError | undefined {
  if (!Object.hasOwn(document, account))
    return new UnusableKeysError('credentialsNotSet', `the key ring ${ring} has no keys of ${account}`);
  const keys = z.safeParse(keysSchema(), document[account]);
  if (!keys.success)
    return new UnusableKeysError(
      'credentialsNotSet',
      `what the key ring ${ring} has of ${account} is not an object with accessKey and secretKey, both of them texts`,
    );
  try {
    return createSigner(keys.data.accessKey, keys.data.secretKey);
  } catch (error) {
    if (error instanceof UnusableKeysError) return error;
    throw error;
  }
}
