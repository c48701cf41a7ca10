import { createHmac } from 'node:crypto';
import type { HttpRequest } from '../http/http-server.ts';
import { gatewayError } from './errors.ts';

/** The one pair of keys that the simulated account has. Accounts beside it have theirs from it: {@link keysOf}. */
export type Keys = { readonly accessKey: string; readonly secretKey: string };

/** What of a request its signature covers, and the signature. */
export type SignedRequest = {
  readonly method: string;
  readonly target: string;
  readonly timestamp: string;
  readonly accessKey: string;
  readonly signature: string;
};

const toleranceMs = 5 * 60 * 1000;

/** The keys of an account beside the one that has the given ones. */
export function keysOf(account: string, { accessKey, secretKey }: Keys): Keys {
  return { accessKey: `${account}-${accessKey}`, secretKey };
}

/** The account beside the one with the given keys whose access key this is, if it is one's. */
export function accountBeside(accessKey: string, keys: Keys): string | undefined {
  const ending = keysOf('', keys).accessKey;
  return accessKey.length > ending.length && accessKey.endsWith(ending)
    ? accessKey.slice(0, -ending.length)
    : undefined;
}

/** Picks the vendor's three headers out of a request; empty where they are missing. */
export function readSigned({ method, target, headers }: HttpRequest): SignedRequest {
  return {
    method,
    target,
    timestamp: headers['x-ncp-apigw-timestamp'] ?? '',
    accessKey: headers['x-ncp-iam-access-key'] ?? '',
    signature: headers['x-ncp-apigw-signature-v2'] ?? '',
  };
}

/**
 * Checks the headers as the vendor's gateway does. `nowMs` is the gateway's clock. The gateway tells a missing header and a
 * wrong one apart in the details only. Which of a stale timestamp and a wrong signature it names first is not documented; here
 * the timestamp comes first.
 * @throws VendorError 401
 */
export function authenticate(request: SignedRequest, keys: Keys, nowMs: number): void {
  const { timestamp, accessKey, signature } = request;
  if (!timestamp || !accessKey || !signature) {
    throw gatewayError(401, 'Authentication information are missing.');
  }
  const wrong = gatewayError(401, 'Invalid authentication information.');
  if (accessKey !== keys.accessKey || !/^\d{1,16}$/.test(timestamp)) throw wrong;
  if (Math.abs(Number(timestamp) - nowMs) > toleranceMs) {
    throw gatewayError(401, 'The timestamp is more than 5 minutes off.');
  }
  if (signature !== expectSignature(request, keys.secretKey)) throw wrong;
}

/**
 * The signature that a request must carry. Written apart from the program's own signing on purpose: a mistake in one
 * does not hide in the other.
 */
export function expectSignature(
  { method, target, timestamp, accessKey }: Omit<SignedRequest, 'signature'>,
  secretKey: string,
): string {
  const hmac = createHmac('sha256', secretKey);
  hmac.update(`${method} ${target}`);
  hmac.update('\n');
  hmac.update(`${timestamp}\n${accessKey}`);
  return hmac.digest().toString('base64');
}
