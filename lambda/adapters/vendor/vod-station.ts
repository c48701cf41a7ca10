import type { Fault } from '../../core/ledger/measurement.ts';
import { correctionOf } from '../../core/time/clock-reading.ts';
import { baseUrlRule, isBaseUrl } from '../../core/vendor/base-url.ts';
import type { Exchange, Question } from '../../core/vendor/exchange.ts';
import { windowQuery } from '../../core/vendor/window-order.ts';
import { InvalidInputError, toError, UnusableKeysError } from '../../errors.ts';
import type { Clock, VodStation } from '../../ports.ts';
import type { Credentials, Signer } from '../credentials.ts';
import type { HttpGet } from './http-get.ts';
import { sendSigned } from './signed-request.ts';

/** What the adapter is made of; times in milliseconds. */
type VodStationOptions = {
  readonly baseUrl: string;
  readonly credentials: Credentials;
  readonly send: HttpGet;
  readonly clock: Clock;
  readonly random: () => number;
  /** How long one attempt may take; 10 s unless told. */
  readonly attemptTimeoutMs?: number;
};

const statisticsPath = '/api/v2/status/status-statistic';
const listPath = '/api/v2/status';
const maxAttempts = 6;
const firstDelayMs = 500;
const maxDelayMs = 10_000;
/** `Date` tells whole seconds; milliseconds stay our own, so that two attempts within one differ. */
const dateStepMs = 1_000;
/** From here on a 401 is put down to our clock; the gateway itself allows five minutes. */
const clockToleranceMs = 60_000;

/**
 * The vendor's API over HTTP: a time limit for each attempt and a deadline for all, retries of 429, 5xx and network
 * failures with full jitter, a fresh timestamp and signature for each attempt. A 401 is tried once more: by the
 * gateway's clock if ours is off, else with the keys read again.
 * @throws InvalidInputError when keys would go over plain http to another machine
 */
export function createVodStation(options: VodStationOptions): VodStation {
  if (!isBaseUrl(options.baseUrl))
    throw new InvalidInputError('the address of the API', [`baseUrl: ${baseUrlRule}`]);
  const { baseUrl, credentials, clock, random, attemptTimeoutMs = 10_000 } = options;

  return {
    async ask(question, deadlineMs, givenUp) {
      const requestTarget = toRequestTarget(question);
      const { signer, fault } = await readKeys(() => credentials.current(deadlineMs));
      if (fault) return { ...question, requestTarget, askedAtMs: clock.now(), fault };
      const sending = { question, requestTarget, signer, clockOffsetMs: 0, deadlineMs, givenUp };
      const exchange = await sendRetrying(sending);
      return exchange.reply?.httpStatus === 401 ? sendCorrected(sending, exchange) : exchange;
    },
  };

  async function sendRetrying(sending: Sending): Promise<Exchange> {
    let throttled = 0;
    for (let attempts = 1; ; attempts += 1) {
      const exchange = await sendOnce(sending);
      if (exchange.reply?.httpStatus === 429) throttled += 1;
      const jitterMs = random() * Math.min(firstDelayMs * 2 ** attempts, maxDelayMs);
      const delayMs = Math.max(jitterMs, exchange.retryAfterMs ?? 0);
      const outOfTime = attempts >= maxAttempts || clock.now() + delayMs >= sending.deadlineMs;
      if (!isPassing(exchange) || outOfTime) return { ...exchange, throttled };
      await clock.sleep(delayMs, sending.givenUp);
    }
  }

  /** Once more after a 401: by the gateway's clock if ours is off, else with the keys read again. */
  async function sendCorrected(sending: Sending, refused: Exchange): Promise<Exchange> {
    const correctionMs = refused.gatewayClock ? correctionOf(refused.gatewayClock) : 0;
    const clockOffsetMs = Math.round(correctionMs / dateStepMs) * dateStepMs;
    if (Math.abs(clockOffsetMs) > clockToleranceMs) {
      const exchange = await sendRetrying({ ...sending, clockOffsetMs });
      return exchange.reply?.httpStatus === 401 ? blameClock(exchange, clockOffsetMs) : exchange;
    }
    const { signer } = await readKeys(() => credentials.renew(sending.deadlineMs));
    return signer ? sendRetrying({ ...sending, signer }) : refused;
  }

  function sendOnce({ question, deadlineMs, ...signed }: Sending): Promise<Exchange> {
    const { now } = clock;
    const timeoutMs = Math.max(1, Math.min(attemptTimeoutMs, Math.floor(deadlineMs - now())));
    return sendSigned(question, { ...signed, baseUrl, timeoutMs, now, send: options.send });
  }
}

function toRequestTarget({ window, order, page }: Question): string {
  const query = windowQuery(window, order);
  if (!page) return `${statisticsPath}?${query}`;
  return `${listPath}?pageNo=${page.pageNo}&pageSizeNo=${page.pageSize}&${query}`;
}

type Sending = {
  readonly question: Question;
  readonly requestTarget: string;
  readonly signer: Signer;
  readonly clockOffsetMs: number;
  readonly deadlineMs: number;
  readonly givenUp: AbortSignal | undefined;
};

/** Keys that cannot be read are a reason for the date to be unavailable, told like any other. */
async function readKeys(
  read: () => Promise<Signer | undefined>,
): Promise<{ signer: Signer; fault?: undefined } | { fault: Fault; signer?: undefined }> {
  try {
    const signer = await read();
    if (signer) return { signer };
    return {
      fault: { code: 'credentialsNotSet', detail: 'no access key and secret key are set for this account' },
    };
  } catch (error) {
    if (error instanceof UnusableKeysError) return { fault: { code: error.code, detail: error.message } };
    const detail = `the keys could not be read from the secret: ${toError(error).name}`;
    return { fault: { code: 'credentialsNotSet', detail } };
  }
}

/** Refused even by the gateway's own clock: still ours is the first thing to look at. */
function blameClock(exchange: Exchange, clockOffsetMs: number): Exchange {
  const minutes = Math.round(Math.abs(clockOffsetMs) / 60_000);
  const direction = clockOffsetMs > 0 ? 'ahead of' : 'behind';
  const detail = `the API refused the keys, and its clock is ${minutes} minutes ${direction} ours`;
  return { ...exchange, fault: { code: 'clock', detail, httpStatus: 401 } };
}

/** Whether the next attempt may fare better: too many requests, a failing server, or none that could be reached. */
function isPassing({ reply, fault }: Exchange): boolean {
  if (fault) return fault.code === 'network' || fault.code === 'timeout';
  return reply !== undefined && (reply.httpStatus === 429 || reply.httpStatus >= 500);
}
