import { GetSecretValueCommand, type SecretsManagerClient } from '@aws-sdk/client-secrets-manager';
import * as z from 'zod/mini';
import { computeSignature } from '../core/signature.ts';

/** The vendor's keys, closed up: they sign, and can be taken out of a text, but cannot be read. */
export type Signer = {
  readonly accessKey: string;
  /** Signature v2 of a text. */
  sign(text: string): string;
  /** The text without the secret key, in case somebody sends it back. */
  redact(text: string): string;
};

/** Where the vendor's keys come from. Both give nothing when none are set. */
export type Credentials = {
  /** The keys, from memory when they have been read before. */
  current(): Promise<Signer | undefined>;
  /** The keys as they are stored now: for after a 401, when they may have been rotated. */
  renew(): Promise<Signer | undefined>;
};

/** What the stack puts into a new secret. It is never sent to the vendor. */
export const placeholder = 'not-set';

const secretSchema = z.object({
  accessKey: z.string().check(z.minLength(1)),
  secretKey: z.string().check(z.minLength(1)),
});

/** Keys given in the environment, as NCP_ACCESS_KEY and NCP_SECRET_KEY. */
export function createStaticCredentials(
  accessKey: string | undefined,
  secretKey: string | undefined,
): Credentials {
  const signer = accessKey && secretKey ? createSigner(accessKey, secretKey) : undefined;
  const read = async () => signer;
  return { current: read, renew: read };
}

/** Keys in a secret of Secrets Manager: a JSON document with `accessKey` and `secretKey`. Read once, and kept. */
export function createSecretCredentials(client: SecretsManagerClient, secretId: string): Credentials {
  let signer: Promise<Signer | undefined> | undefined;
  const renew = () => {
    signer = readSecret(client, secretId);
    return signer;
  };
  return { renew, current: () => signer ?? renew() };
}

async function readSecret(client: SecretsManagerClient, secretId: string): Promise<Signer | undefined> {
  const { SecretString } = await client.send(new GetSecretValueCommand({ SecretId: secretId }));
  const keys = z.safeParse(secretSchema, parseJson(SecretString ?? ''));
  if (!keys.success || keys.data.accessKey === placeholder || keys.data.secretKey === placeholder)
    return undefined;
  return createSigner(keys.data.accessKey, keys.data.secretKey);
}

/** A secret that is no JSON counts as not set; its text must not get into an error. */
function parseJson(text: string): unknown {
  try {
    return JSON.parse(text);
  } catch {
    return undefined;
  }
}

function createSigner(accessKey: string, secretKey: string): Signer {
  return {
    accessKey,
    sign: (text) => computeSignature(text, secretKey),
    redact: (text) => text.replaceAll(secretKey, '[secret key]'),
  };
}
