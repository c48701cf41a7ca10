import { once } from 'node:events';
import { createServer, type IncomingMessage, request, type ServerResponse } from 'node:http';
import { buffer, json } from 'node:stream/consumers';
import { startWarmBundle, type WarmBundle } from '../support/warm-bundle.ts';

/** An error of Lambda itself, by which it answers before it has called a function, or instead of it. */
type LambdaError = { readonly status: number; readonly name: string };

/** One invocation that somebody asked for, and what became of it. */
type FrontInvocation = {
  readonly event: Readonly<Record<string, unknown>>;
  /** Of Lambda's or of the function; nothing when it returned. */
  readonly error?: string;
};

/** What a state machine of moto sees as AWS: it runs the function, and moto does the rest. */
export type LambdaFront = AsyncDisposable & {
  /** In the order of their end. */
  readonly invocations: readonly FrontInvocation[];
  /** Has each invocation answered by the error of Lambda that this gives, if it gives one. */
  refuse(errorOf: (event: FrontInvocation['event']) => LambdaError | undefined): void;
};

type FrontOptions = {
  readonly port: number;
  /** Where moto is. */
  readonly behind: string;
  readonly bundle: string;
  /** Of the function. */
  readonly environment: Readonly<Record<string, string>>;
};

/** What Lambda gives a function, milliseconds. */
const invocationMs = 60_000;
const timeout = { errorType: 'Sandbox.Timedout', errorMessage: 'Task timed out' };

/** Starts it. It has as many processes of the function as it is asked for at once, each for one event at a time, as Lambda has. */
export async function startLambdaFront(options: FrontOptions): Promise<LambdaFront> {
  const invocations: FrontInvocation[] = [];
  const idle: WarmBundle[] = [];
  const all: WarmBundle[] = [];
  let errorOf: Parameters<LambdaFront['refuse']>[0] = () => undefined;

  function take(): WarmBundle {
    const known = idle.pop();
    if (known) return known;
    const started = startWarmBundle(options.bundle, options.environment);
    all.push(started);
    return started;
  }

  async function invoke(message: IncomingMessage, response: ServerResponse): Promise<void> {
    const event = asAwsWritesTimes(await json(message)) as FrontInvocation['event'];
    const refusal = errorOf(event);
    if (refusal) {
      invocations.push({ event, error: refusal.name });
      response.writeHead(refusal.status, { ...headers(), 'x-amzn-errortype': refusal.name }).end('{}');
      return;
    }
    const fn = take();
    const { result, leftMs, error = leftMs < 0 ? timeout : undefined } = await fn.invoke(event, invocationMs);
    // Whatever it still does, Lambda ends a function with its time.
    if (leftMs < 0) await fn[Symbol.asyncDispose]();
    else idle.push(fn);
    invocations.push({ event, ...(error && { error: error.errorType }) });
    response.writeHead(200, { ...headers(), ...(error && { 'x-amz-function-error': 'Unhandled' }) });
    response.end(JSON.stringify(error ?? result));
  }

  const server = createServer((message, response) => {
    const isInvocation = /^\/2015-03-31\/functions\/[^/]+\/invocations$/.test(message.url ?? '');
    const answered = isInvocation ? invoke(message, response) : passOn(message, response, options.behind);
    answered.catch((error) => response.destroy(error));
  });
  server.listen(options.port, '127.0.0.1');
  await once(server, 'listening');
  return {
    invocations,
    refuse: (next) => {
      errorOf = next;
    },
    async [Symbol.asyncDispose]() {
      server.close();
      server.closeAllConnections();
      for (const fn of all) await fn[Symbol.asyncDispose]();
    },
  };
}

/** Every answer of AWS has an id of its request, and moto counts on it. */
const headers = () => ({ 'content-type': 'application/json', 'x-amzn-requestid': crypto.randomUUID() });

/** moto says in `+00:00` and microseconds when an execution started; Step Functions in `Z` and milliseconds. */
function asAwsWritesTimes(event: unknown): unknown {
  return JSON.parse(
    JSON.stringify(event).replace(
      /(T\d\d:\d\d:\d\d)(\.\d{3})?\d*\+00:00"/g,
      (_, time, fraction = '.000') => `${time}${fraction}Z"`,
    ),
  );
}

/** moto's readers know no JSON Lines: they get them as the array that JSON would have, without the sums that it had. */
async function passOn(message: IncomingMessage, response: ServerResponse, behind: string): Promise<void> {
  const { url = '', method = '', headers } = message;
  const asked = request(`${behind}${url}`, { method, headers }).end(await buffer(message));
  const [reply]: IncomingMessage[] = await once(asked, 'response');
  if (!reply) throw new Error('moto does not answer');
  const body = await buffer(reply);
  const isLines = method === 'GET' && reply.statusCode === 200 && /\.jsonl(\?|$)/.test(url);
  const ofBody = isLines ? /^(content-length|transfer-encoding|x-amz-checksum.*)$/ : /^transfer-encoding$/;
  const kept = Object.entries(reply.headers).filter(([name]) => !ofBody.test(name));
  response.writeHead(reply.statusCode ?? 502, Object.fromEntries(kept));
  response.end(isLines ? `[${body.toString().trim().replaceAll('\n', ',')}]` : body);
}
