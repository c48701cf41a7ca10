import type { Fault } from '../../core/ledger/measurement.ts';
import { toPlainText } from '../../core/text/plain-text.ts';
import { readAge, readClock } from '../../core/time/clock-reading.ts';
import type { Exchange, Question, Reply } from '../../core/vendor/exchange.ts';
import { signatureHeaders, stringToSign } from '../../core/vendor/signature.ts';
import { toError } from '../../errors.ts';
import type { Signer } from '../credentials.ts';
import type { HttpGet, HttpResponse } from './http-get.ts';
import { createRedaction } from './redact-signature.ts';
import { readBody } from './response-body.ts';

/** One attempt to ask, in milliseconds, by our clock. */
type Attempt = {
  readonly requestTarget: string;
  readonly baseUrl: string;
  readonly signer: Signer;
  /** What is added to our clock to meet the gateway's. */
  readonly clockOffsetMs: number;
  readonly timeoutMs: number;
  readonly givenUp?: AbortSignal | undefined;
  readonly now: () => number;
  readonly send: HttpGet;
};

/**
 * Sends one signed GET, which no cache may answer out of itself (RFC 9111, 5.2.1.4), and reads its reply. Never throws for
 * what the network or the vendor does.
 */
export async function sendSigned(question: Question, attempt: Attempt): Promise<Exchange> {
  const { baseUrl, requestTarget, signer, clockOffsetMs, timeoutMs, givenUp, now, send } = attempt;
  const askedAtMs = now();
  const sent = { ...question, requestTarget, askedAtMs };
  const timestampMs = askedAtMs + clockOffsetMs;
  const signed = { method: 'GET', requestTarget, timestampMs, accessKey: signer.accessKey };
  const signature = signer.sign(stringToSign(signed));
  try {
    const response = await send(new URL(requestTarget, baseUrl), {
      headers: { ...signatureHeaders(signed, signature), 'cache-control': 'no-cache' },
      signal: limit(timeoutMs, givenUp),
    });
    const receivedAtMs = now();
    const redactSignature = createRedaction(signature);
    const redact = (text: string) => signer.redact(redactSignature(text));
    const { body, failure } = await readBody(response.body, redact);
    return {
      ...sent,
      reply: { httpStatus: response.status, body, ...readTraces(response, redact) },
      ...(failure && { fault: failure === 'tooLarge' ? tooLarge : networkFault(failure) }),
      ...readTimes(response, askedAtMs, receivedAtMs),
    };
  } catch (error) {
    return { ...sent, fault: networkFault(toError(error)) };
  }
}

/** Fires after so many milliseconds, or when it is given up. `AbortSignal.any` does not keep a timeout alive in every Node.js. */
function limit(timeoutMs: number, givenUp?: AbortSignal): AbortSignal {
  const timeout = AbortSignal.timeout(timeoutMs);
  if (!givenUp) return timeout;
  const either = new AbortController();
  if (givenUp.aborted) either.abort(givenUp.reason);
  for (const one of [timeout, givenUp])
    one.addEventListener('abort', () => either.abort(one.reason), { once: true });
  return either.signal;
}

function readTraces(
  { headers }: HttpResponse,
  redact: (text: string) => string,
): Pick<Reply, 'traceId' | 'serverDate' | 'age'> {
  const header = (name: string) => toPlainText(redact(headers.get(name) ?? ''), 100);
  const [traceId, serverDate, age] = [header('x-ncp-trace-id'), header('date'), header('age')];
  return { ...(traceId && { traceId }), ...(serverDate && { serverDate }), ...(age && { age }) };
}

const tooLarge: Fault = {
  code: 'tooLarge',
  detail: 'the answer is larger than 1 MB; only its beginning was kept',
};

function readTimes(
  { headers }: HttpResponse,
  sentAtMs: number,
  receivedAtMs: number,
): Pick<Exchange, 'retryAfterMs' | 'gatewayClock' | 'ageS'> {
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
