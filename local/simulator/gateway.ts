import { createHmac } from 'node:crypto';
import type { ReceivedRequest } from './received-request.ts';
import { gatewayError, type VendorError } from './vendor-errors.ts';

/** The one pair of keys that the simulated account has. */
export type Keys = { readonly accessKey: string; readonly secretKey: string };

const toleranceMs = 5 * 60 * 1000;

/**
 * Checks the headers as the vendor's gateway does; nothing when they are in order. `nowMs` is the gateway's clock. The
 * gateway tells a missing header and a wrong one apart in the details only. Which of a stale timestamp and a wrong
 * signature it names first is not documented; here the timestamp comes first.
 */
export function authenticate(request: ReceivedRequest, keys: Keys, nowMs: number): VendorError | undefined {
  const { timestamp, accessKey, signature } = request;
  if (!timestamp || !accessKey || !signature) {
    return gatewayError(401, 'Authentication information are missing.');
  }
  const wrong = gatewayError(401, 'Invalid authentication information.');
  if (accessKey !== keys.accessKey || !/^\d{1,16}$/.test(timestamp)) return wrong;
  if (Math.abs(Number(timestamp) - nowMs) > toleranceMs) {
    return gatewayError(401, 'The timestamp is more than 5 minutes off.');
  }
  return signature === expectSignature(request, keys.secretKey) ? undefined : wrong;
}

/**
 * The signature that a request must carry. Written apart from the program's own signing on purpose: a mistake in one
 * does not hide in the other.
 */
export function expectSignature(request: ReceivedRequest, secretKey: string): string {
  const { method, target, timestamp, accessKey } = request;
  const hmac = createHmac('sha256', secretKey);
  hmac.update(`${method} ${target}`);
  hmac.update('\n');
  hmac.update(`${timestamp}\n${accessKey}`);
  return hmac.digest().toString('base64');
}
