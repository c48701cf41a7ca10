import { once } from 'node:events';
import { createServer, type IncomingMessage, request, type ServerResponse } from 'node:http';
import type { AddressInfo } from 'node:net';

/** A vendor that refuses what exceeds its capacity. */
export type LimitedVendor = AsyncDisposable & {
  readonly url: string;
  /** How many requests were under way when each came, itself among them. */
  readonly underWay: readonly number[];
  /** How many it has refused with HTTP status 429. */
  readonly refused: () => number;
};

/** Takes `capacity` requests at once for another server, each of which it holds for `latencyMs`. */
export async function startLimitedVendor(
  behind: string,
  capacity: number,
  latencyMs = 5,
): Promise<LimitedVendor> {
  const underWay: number[] = [];
  let present = 0;
  let refused = 0;

  function answer(message: IncomingMessage, response: ServerResponse): void {
    present += 1;
    underWay.push(present);
    response.on('close', () => {
      present -= 1;
    });
    const isTooMuch = present > capacity;
    if (isTooMuch) refused += 1;
    setTimeout(() => {
      if (isTooMuch) response.writeHead(429).end('{"error":{"errorCode":"420","message":"Rate limited"}}');
      else passOn(message, response);
    }, latencyMs);
  }

  function passOn({ url, headers }: IncomingMessage, response: ServerResponse): void {
    request(`${behind}${url}`, { headers })
      .on('response', (reply) => {
        response.writeHead(reply.statusCode ?? 502, reply.headers);
        reply.pipe(response);
      })
      .end();
  }

  const server = createServer(answer);
  server.listen(0, '127.0.0.1');
  await once(server, 'listening');
  return {
    url: `http://127.0.0.1:${(server.address() as AddressInfo).port}`,
    underWay,
    refused: () => refused,
    [Symbol.asyncDispose]: async () => {
      server.close();
      server.closeAllConnections();
    },
  };
}
