import { createHmac } from 'node:crypto';
import type { Span } from './calendar.ts';
import type { History, Mishap, Weather } from './history.ts';
import type { Invocation } from './invocation.ts';
import type { Jobs } from './jobs.ts';
import { mix } from './random.ts';
import { cutOff, formError, formFileList, formGarbage, formStatistics, stalled } from './vendor-bodies.ts';
import { countFor, readWindow } from './vendor-windows.ts';
import { untilAborted } from './virtual-limits.ts';

/** The keys of every simulated account. */
export const accessKey = 'SIMULATEDACCESSKEY01';
/** Nobody but the credentials and the vendor may ever see it. */
export const secretKey = 'simulated/secret+key==0123456789';

/** What the vendor was asked, and what it answered. */
export type Said = {
  readonly to: Invocation;
  /** When it was asked. */
  readonly sentMs: number;
  /** When it counted: of an answer out of a cache, long before. */
  readonly arrivedMs: number;
  /** How old it was, milliseconds; 0 unless it came out of a cache. */
  readonly ageMs: number;
  readonly target: string;
  readonly status: number;
  readonly body: string | Uint8Array;
  /** The window that it read from the question and counted in; absent when it did not count. */
  readonly window?: Span;
};

/** VOD Station behind its gateway, as a night reaches it and as an onlooker sees it. */
export type Vendor = {
  readonly said: readonly Said[];
  /** Every signature ever made for it. */
  readonly signatures: ReadonlySet<string>;
  fetchFor(invocation: Invocation): typeof fetch;
};

type Reply = {
  readonly status: number;
  readonly body: string | Uint8Array;
  readonly window?: Span;
};

const path = '/api/v2/status/status-statistic';
const listPath = '/api/v2/status';
const toleranceMs = 5 * 60_000;

/**
 * A vendor for a history; `object` is told what no asker may do: ask too early, or sign twice the same.
 * @param isProven whether the account's ledger has the order of its windows proven
 */
export function createVendor(
  history: History,
  jobs: Jobs,
  now: () => number,
  object: (name: string, detail: string) => void,
  isProven: () => boolean = () => false,
): Vendor {
  const { seed } = history;
  const said: Said[] = [];
  const signatures = new Set<string>();
  return { said, signatures, fetchFor };

  function fetchFor(by: Invocation): typeof fetch {
    const seen = new Set<string>();
    let notBeforeMs = 0;
    return async (input, init) => {
      const sentMs = now();
      const url = new URL(String(input));
      const headers = new Headers(init?.headers);
      if (sentMs < notBeforeMs)
        object('the vendor is not asked before it said', `${notBeforeMs - sentMs} ms too early`);
      const signature = headers.get('x-ncp-apigw-signature-v2') ?? '';
      if (seen.has(signature)) object('every attempt is signed afresh', url.search);
      seen.add(signature);
      signatures.add(signature);
      const { response, delayMs, waitMs } = await untilAborted(init?.signal, send());
      if (delayMs > 0) await untilAborted(init?.signal, by.sleep(delayMs));
      notBeforeMs = now() + waitMs;
      return response(init?.signal);

      function send() {
        const answering = { hasBody: true, onSilence: () => void by.unanswered.push('vendor') };
        return by.call((mishap, chance) => {
          const trouble = troubleOf(mishap, by.planned.weather, chance);
          return receive(by, { sentMs, url, headers }, trouble, chance);
        }, answering);
      }
    };
  }

  type Received = { readonly sentMs: number; readonly url: URL; readonly headers: Headers };

  function receive(by: Invocation, { sentMs, url, headers }: Received, trouble: Trouble, chance: number) {
    if (trouble === 'unreachable') throw unreachable();
    const ageMs = trouble === 'cached' ? (agesMs[chance % agesMs.length] ?? 0) : 0;
    const arrivedMs = now() - ageMs;
    const gatewayMs = arrivedMs + by.planned.skewMs;
    const reply = answer(url, headers, trouble, { arrivedMs, gatewayMs, chance });
    const { status, body, window } = reply;
    const target = url.pathname + url.search;
    said.push({ to: by, sentMs, arrivedMs, ageMs, target, status, body, ...(window && { window }) });
    const waitSeconds = reply.status === 429 ? 1 + (chance % 25) : 0;
    const retryAfter =
      chance & 64 ? String(waitSeconds) : new Date(gatewayMs + waitSeconds * 1_000).toUTCString();
    return {
      delayMs: trouble === 'hanging' ? 20_000 : 0,
      waitMs: waitSeconds * 1_000,
      response: (signal: AbortSignal | null | undefined) => {
        if (trouble === 'lost') throw unreachable();
        const sent = trouble === 'cut' ? cutOff(body) : trouble === 'stalled' ? stalled(body, signal) : body;
        return new Response(sent, {
          status,
          headers: {
            date: new Date(gatewayMs).toUTCString(),
            'x-ncp-trace-id': `trace-${chance}`,
            ...(waitSeconds > 0 && { 'retry-after': retryAfter }),
            // Not every cache says that it is one.
            ...(ageMs > 0 && chance & 128 && { age: String(ageMs / 1_000) }),
          },
        });
      },
    };
  }

  type Moment = { readonly arrivedMs: number; readonly gatewayMs: number; readonly chance: number };

  function answer(
    url: URL,
    headers: Headers,
    trouble: Trouble,
    { arrivedMs, gatewayMs, chance }: Moment,
  ): Reply {
    const signature = headers.get('x-ncp-apigw-signature-v2') ?? '';
    // A cache looks at nobody's signature.
    const isRefused = trouble !== 'cached' && !isSigned(url, headers, gatewayMs);
    const isList = url.pathname === listPath;
    if (!isList && url.pathname !== path)
      return { status: 404, body: formError('300', 'Not Found', '', chance) };
    const met = isRefused ? 'unauthorized' : (trouble ?? failureOn(url));
    const troubled = replyIn(met, isList, { signature, chance });
    if (troubled) return troubled;
    const saying = { signature, chance };
    return isList ? list(url, arrivedMs, saying) : statistics(url, arrivedMs, saying);
  }

  function failureOn(url: URL): Trouble {
    const { startMs, endMs } = readWindow(url, history.order);
    return history.failsOnceProven && startMs >= endMs && isProven() ? 'down' : undefined;
  }

  /** What of the window is listed, page by page, of no more files than this vendor's pages hold. */
  function list(url: URL, arrivedMs: number, { signature, chance }: Saying): Reply {
    const counted = countFor(url, history, jobs, arrivedMs);
    if (!counted) return refuse(chance);
    const pageSize = Math.min(readNumber(url, 'pageSizeNo'), history.pageCap);
    const hasTotal = history.emptyList || history.pageCap < 100 || chance % 8 !== 5;
    const page = { pageNo: readNumber(url, 'pageNo'), pageSize, hasTotal };
    return { status: 200, body: formFileList(counted.counts, page, chance, signature) };
  }

  function statistics(url: URL, arrivedMs: number, { signature, chance }: Saying): Reply {
    const counted = countFor(url, history, jobs, arrivedMs);
    if (!counted) return refuse(chance);
    const { counts, window } = counted;
    const isEmpty = Object.values(counts).every((count) => count === 0);
    // One vendor mostly answers in one form, so that equal counts mostly come as equal bodies.
    const body = formStatistics(counts, chance % 8 === 0 ? chance : mix(seed), signature);
    return {
      status: 200,
      body: isEmpty && history.emptyList ? '{"content":[]}' : body,
      ...(window && { window }),
    };
  }

  function refuse(chance: number): Reply {
    return { status: 400, body: formError('260002', 'input value error', '', chance) };
  }
}

/** Whom the vendor answers, and by what chance in which form. */
type Saying = { readonly signature: string; readonly chance: number };

/** What the vendor says in its troubles; nothing when it can say what it was asked for. */
function replyIn(trouble: Trouble, isList: boolean, { signature, chance }: Saying): Reply | undefined {
  if (trouble === 'unauthorized')
    return { status: 401, body: formError('200', 'Authentication Failed', signature, chance) };
  if (trouble === 'limited') return { status: 429, body: formError('410', 'Throttled', signature, chance) };
  if (trouble === 'down') return { status: 503, body: formError('500', 'Endpoint Error', '', chance) };
  if (trouble === 'garbled') return { status: 200, body: formGarbage(chance, isList) };
  return undefined;
}

/** What goes wrong with one question. */
type Trouble = Exclude<Weather, 'fine'> | 'lost' | 'cut' | 'stalled' | undefined;

/** How old what a cache answers is: at least as old as a gateway's clock may be wrong. */
const agesMs = [3_600_000, 46_800_000, 259_200_000];

function troubleOf(mishap: Mishap | undefined, weather: Weather, chance: number): Trouble {
  const general = weather === 'fine' || chance % 8 === 0 ? undefined : weather;
  return mishap === undefined ? general : (troubles[mishap] ?? general);
}

const troubles: Partial<Record<Mishap, Trouble>> = {
  fails: 'unreachable',
  lost: 'lost',
  retried: 'down',
  conflict: 'cut',
  slow: 'hanging',
  garbled: 'garbled',
  unauthorized: 'unauthorized',
  limited: 'limited',
  stalled: 'stalled',
  foreign: 'garbled',
  cached: 'cached',
};

/** The gateway's own check, in our own words: a stale or foreign signature is refused. */
function isSigned(url: URL, headers: Headers, gatewayMs: number): boolean {
  const timestamp = headers.get('x-ncp-apigw-timestamp') ?? '';
  if (!/^\d+$/.test(timestamp) || Math.abs(Number(timestamp) - gatewayMs) > toleranceMs) return false;
  const text = `GET ${url.pathname}${url.search}\n${timestamp}\n${accessKey}`;
  const expected = createHmac('sha256', secretKey).update(text, 'utf8').digest('base64');
  return (
    headers.get('x-ncp-iam-access-key') === accessKey && headers.get('x-ncp-apigw-signature-v2') === expected
  );
}

function readNumber({ searchParams }: URL, name: string): number {
  return Number(searchParams.get(name));
}

function unreachable(): TypeError {
  const cause = Object.assign(new Error('connect ECONNREFUSED'), { code: 'ECONNREFUSED' });
  return new TypeError('fetch failed', { cause });
}
