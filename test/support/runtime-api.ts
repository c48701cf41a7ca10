import { once } from 'node:events';
import { createServer, type IncomingMessage, type ServerResponse } from 'node:http';
import type { AddressInfo } from 'node:net';
import { text } from 'node:stream/consumers';

/** What Lambda would record of one invocation. */
export type Invocation = { readonly kind: 'response' | 'error' | 'initError'; readonly body: unknown };

/** Lambda's Runtime API, as the runtime's own client speaks to it. docs: Lambda, "Using the Lambda runtime API". */
export type RuntimeApi = {
  /** Host and port, for AWS_LAMBDA_RUNTIME_API. */
  readonly address: string;
  /** Hands an event to the next client that asks, and gives what it reports. */
  invoke(event: unknown, remainingMs?: number): Promise<Invocation>;
  stop(): Promise<void>;
};

const prefix = '/2018-06-01/runtime';

/** Starts the API on loopback. */
export async function startRuntimeApi(): Promise<RuntimeApi> {
  const waitingClients: ServerResponse[] = [];
  const waitingEvents: { readonly event: unknown; readonly remainingMs: number }[] = [];
  let report: (invocation: Invocation) => void = () => undefined;
  let count = 0;

  function hand(): void {
    const [client, next] = [waitingClients[0], waitingEvents[0]];
    if (!client || !next) return;
    waitingClients.shift();
    waitingEvents.shift();
    count += 1;
    client.writeHead(200, {
      'content-type': 'application/json',
      'lambda-runtime-aws-request-id': `8476a536-e9f4-11e8-9739-${String(count).padStart(12, '0')}`,
      'lambda-runtime-deadline-ms': String(Date.now() + next.remainingMs),
      'lambda-runtime-invoked-function-arn': 'arn:aws:lambda:ap-northeast-2:123456789012:function:nightly',
    });
    client.end(JSON.stringify(next.event));
  }

  async function answer(request: IncomingMessage, response: ServerResponse): Promise<void> {
    const url = request.url ?? '';
    if (url === `${prefix}/invocation/next`) {
      waitingClients.push(response);
      return hand();
    }
    const body: unknown = JSON.parse((await text(request)) || 'null');
    const kind = url.endsWith('/response')
      ? 'response'
      : url.includes('/invocation/')
        ? 'error'
        : 'initError';
    response.writeHead(202).end('{}');
    report({ kind, body });
  }

  const server = createServer((request, response) => {
    answer(request, response).catch((error: Error) => response.destroy(error));
  });
  server.listen(0, '127.0.0.1');
  await once(server, 'listening');
  return {
    address: `127.0.0.1:${(server.address() as AddressInfo).port}`,
    invoke: (event, remainingMs = 60_000) =>
      new Promise((resolve) => {
        report = resolve;
        waitingEvents.push({ event, remainingMs });
        hand();
      }),
    async stop() {
      server.close();
      server.closeAllConnections();
      if (server.listening) await once(server, 'close');
    },
  };
}
