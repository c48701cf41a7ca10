import { once } from 'node:events';
import { createServer, type IncomingMessage, request, type ServerResponse } from 'node:http';
import type { AddressInfo } from 'node:net';
import { buffer } from 'node:stream/consumers';
import { setTimeout as wait } from 'node:timers/promises';

/**
 * What becomes of a call: it is never carried out nor answered; carried out, and half of the answer comes and then nothing, or the
 * connection breaks there, or at once; answered by somebody else's page; or carried out and answered late.
 */
export const faults = [
  'hangs',
  'stalls',
  'is cut off',
  'loses its answer',
  'is answered by another',
  'is slow',
] as const;

/** See {@link faults}. */
export type Fault = (typeof faults)[number];

/** A service as it is seen through bad weather. */
export type FaultProxy = AsyncDisposable & {
  readonly url: string;
  /** The names of all calls so far, such as `PUT ledger` or `Publish alerts`, in the order in which they came. */
  readonly calls: readonly string[];
  /** Decides on each call by its name; nothing lets it pass. */
  misbehave(decide?: (call: string) => Fault | undefined): void;
};

type Answer = { readonly status: number; readonly headers: string[]; readonly body: Buffer };

const slowMs = 500;
const loginPage = '<html><head><title>Sign in</title></head><body>Welcome to the hotel<br></body></html>';

/** Starts a proxy in front of the embedded AWS or the simulator. */
export async function startFaultProxy(target: string): Promise<FaultProxy> {
  const calls: string[] = [];
  let decide: (call: string) => Fault | undefined = () => undefined;

  async function serve(message: IncomingMessage, response: ServerResponse): Promise<void> {
    const body = await buffer(message);
    const call = nameCall(message, body.toString());
    calls.push(call);
    const fault = decide(call);
    if (fault === 'hangs') return;
    if (fault === 'is answered by another') {
      response.writeHead(200, { 'content-type': 'text/html' }).end(loginPage);
      return;
    }
    const answer = await forward(target, message, body);
    if (fault === 'is slow') await wait(slowMs);
    deliver(response, answer, fault);
  }

  const server = createServer((message, response) => {
    // Whoever gave up waiting has closed the connection.
    serve(message, response).catch((error: Error) => response.destroy(error));
  });
  server.listen(0, '127.0.0.1');
  await once(server, 'listening');
  return {
    url: `http://127.0.0.1:${(server.address() as AddressInfo).port}`,
    calls,
    misbehave: (next = () => undefined) => {
      decide = next;
    },
    async [Symbol.asyncDispose]() {
      server.close();
      server.closeAllConnections();
    },
  };
}

async function forward(
  target: string,
  { method, url, rawHeaders }: IncomingMessage,
  body: Buffer,
): Promise<Answer> {
  const { hostname, port } = new URL(target);
  const sent = request({ hostname, port, method, path: url, headers: rawHeaders, agent: false });
  sent.end(body);
  const [answer] = (await once(sent, 'response')) as [IncomingMessage];
  return { status: answer.statusCode ?? 0, headers: answer.rawHeaders, body: await buffer(answer) };
}

function deliver(
  response: ServerResponse,
  { status, headers, body }: Answer,
  fault: Fault | undefined,
): void {
  const isHalf = fault === 'stalls' || fault === 'is cut off';
  if (fault === 'loses its answer' || (fault === 'is cut off' && body.length === 0)) response.destroy();
  else if (!isHalf) response.writeHead(status, headers).end(body);
  else if (body.length > 0) {
    response.writeHead(status, headers);
    response.write(body.subarray(0, body.length / 2), () => {
      if (fault === 'is cut off') response.destroy();
    });
  }
}

/** What is called, without the account, the date and whatever else differs from night to night. */
function nameCall({ method = '', url = '', headers }: IncomingMessage, body: string): string {
  const { pathname, searchParams } = new URL(url, 'http://localhost');
  if (pathname.startsWith('/api/')) return pathname.endsWith('status-statistic') ? 'ask' : 'list files';
  const target = headers['x-amz-target'];
  if (target !== undefined) return String(target).split('.').at(-1) ?? '';
  if (method === 'POST') return `Publish ${new URLSearchParams(body).get('TopicArn')?.split(':').at(-1)}`;
  const prefix = searchParams.get('prefix');
  if (prefix !== null) return `LIST ${prefix.split('/')[0]}`;
  const [, , folder, ...rest] = pathname.split('/');
  return `${method} ${folder} ${rest.at(-1)?.split('.').at(-1)}`;
}
