import type { Fault } from '../../core/ledger/measurement.ts';
import type { KeptReply } from '../../core/ledger/snapshot.ts';
import { toPlainText } from '../../core/text/plain-text.ts';
import { type ClockReading, readAge, readClock } from '../../core/time/clock-reading.ts';
import { signatureHeaders, stringToSign } from '../../core/vendor/signature.ts';
import { toError } from '../../errors.ts';
import type { Signer } from '../credentials.ts';
import type { HttpGet, HttpReply } from './http-get.ts';
import { createRedaction } from './redact-signature.ts';
import { type ReadBody, readBody, toBody } from './response-body.ts';

/** One attempt to send, in epoch milliseconds by our clock and by the gateway's. */
type SignedRequest = {
  readonly baseUrl: string;
  readonly requestTarget: string;
  readonly nowMs: number;
  /** What is added to our clock to meet the gateway's. */
  readonly clockOffsetMs: number;
  readonly timeoutMs: number;
  /** Our clock, for when the answer came. */
  readonly now: () => number;
};

/** What came of one attempt, or of the last of several. */
export type Attempt = {
  readonly askedAtMs: number;
  readonly reply?: KeptReply;
  /** Why the reply is not there or not whole. */
  readonly fault?: Fault;
  /** How long the gateway asks to wait, from its `retry-after` header. */
  readonly retryAfterMs?: number;
  /** What the gateway's clock said, in its `date` header. */
  readonly gatewayClock?: ClockReading;
  /** How old the reply is, in seconds, if a cache answered. */
  readonly ageS?: number;
  /** How many of several attempts met the HTTP status 429. */
  readonly throttled?: number;
};

/**
 * Sends one signed GET, which no cache may answer out of itself (RFC 9111, 5.2.1.4), and reads its reply. Never throws for
 * what the network or the vendor does.
 */
export async function sendSigned(request: SignedRequest, signer: Signer, send: HttpGet): Promise<Attempt> {
  const { baseUrl, requestTarget, nowMs, clockOffsetMs, timeoutMs, now } = request;
  const timestampMs = nowMs + clockOffsetMs;
  const signed = { method: 'GET', requestTarget, timestampMs, accessKey: signer.accessKey };
  const signature = signer.sign(stringToSign(signed));
  const attempt = { askedAtMs: nowMs };
  try {
    const response = await send(new URL(requestTarget, baseUrl), {
      headers: { ...signatureHeaders(signed, signature), 'cache-control': 'no-cache' },
      signal: AbortSignal.timeout(timeoutMs),
    });
    const receivedAtMs = now();
    const read = await readBody(response.body);
    const redactSignature = createRedaction(signature);
    return {
      ...attempt,
      reply: toReply(response, read, (text) => signer.redact(redactSignature(text))),
      ...readFailure(read.failure),
      ...readHeaders(response.headers, nowMs, receivedAtMs),
    };
  } catch (error) {
    return { ...attempt, fault: networkFault(toError(error)) };
  }
}

function toReply(response: HttpReply, read: ReadBody, redact: (text: string) => string): KeptReply {
  const header = (name: string) => {
    const value = response.headers.get(name);
    return value === null ? undefined : toPlainText(redact(value), 100);
  };
  const traceId = header('x-ncp-trace-id');
  const serverDate = header('date');
  const age = header('age');
  return {
    httpStatus: response.status,
    body: toBody(read, redact),
    ...(traceId && { traceId }),
    ...(serverDate && { serverDate }),
    ...(age && { age }),
  };
}

function readFailure(failure: ReadBody['failure']): { fault?: Fault } {
  if (failure === undefined) return {};
  if (failure !== 'tooLarge') return { fault: networkFault(failure) };
  return {
    fault: { code: 'tooLarge', detail: 'the answer is larger than 1 MB; only its beginning was kept' },
  };
}

function readHeaders(
  headers: HttpReply['headers'],
  sentAtMs: number,
  receivedAtMs: number,
): Pick<Attempt, 'retryAfterMs' | 'gatewayClock' | 'ageS'> {
  const header = (name: string) => headers.get(name) ?? undefined;
  const gatewayClock = readClock({ date: header('date'), age: header('age') }, sentAtMs, receivedAtMs);
  const ageS = readAge(header('age'));
  const retryAfterMs = readRetryAfter(header('retry-after') ?? '', gatewayClock?.serverMs ?? sentAtMs);
  return {
    ...(retryAfterMs !== undefined && { retryAfterMs }),
    ...(gatewayClock && { gatewayClock }),
    ...(ageS !== undefined && { ageS }),
  };
}

/** RFC 9110, 10.2.3: seconds, or an HTTP date by the server's clock. */
function readRetryAfter(value: string, serverMs: number): number | undefined {
  if (/^\d{1,9}$/.test(value.trim())) return Number(value) * 1_000;
  const untilMs = Date.parse(value);
  return Number.isNaN(untilMs) ? undefined : Math.max(0, untilMs - serverMs);
}

function networkFault(error: Error): Fault {
  if (error.name === 'TimeoutError') return { code: 'timeout', detail: 'the API did not answer in time' };
  const cause = error.cause instanceof Error ? error.cause : error;
  const reason = 'code' in cause ? String(cause.code) : cause.message;
  return { code: 'network', detail: toPlainText(`the API could not be reached: ${reason}`, 200) };
}
