import type { ServerResponse } from 'node:http';
import { setTimeout } from 'node:timers/promises';
import type { HttpResponse } from '../../../local/http/http-server.ts';

/** How a response is brought to the client, when not simply whole. */
export type Transfer =
  /** The connection is reset (TCP RST) before anything is sent. */
  | { readonly kind: 'reset' }
  /** The whole body comes, but `content-length` promises one byte more, and the connection ends. */
  | { readonly kind: 'short' }
  /** Headers come late, and the body a byte at a time; both at once unless told. */
  | { readonly kind: 'slow'; readonly headersAfterMs?: number; readonly byteEveryMs?: number };

/** Sends a response. Resolves when it is sent, or when there is nobody left to send it to. */
export async function transferTo(
  connection: ServerResponse,
  response: HttpResponse,
  transfer: Transfer,
): Promise<void> {
  switch (transfer.kind) {
    case 'reset':
      connection.socket?.resetAndDestroy();
      return;
    case 'short': {
      const body = Buffer.from(response.body);
      connection.writeHead(response.status, { ...response.headers, 'content-length': body.length + 1 });
      connection.write(body, () => connection.destroy());
      return;
    }
    case 'slow':
      await drip(connection, response, transfer);
  }
}

type Slowness = { readonly headersAfterMs?: number; readonly byteEveryMs?: number };

async function drip(
  connection: ServerResponse,
  response: HttpResponse,
  { headersAfterMs = 0, byteEveryMs = 0 }: Slowness,
): Promise<void> {
  const closed = new Promise<void>((resolve) => {
    connection.once('close', resolve);
  });
  // Neither a client that has gone nor a test that is over waits for the rest.
  const pause = (ms: number) => Promise.race([closed, setTimeout(ms, undefined, { ref: false })]);
  const body = Buffer.from(response.body);
  await pause(headersAfterMs);
  if (connection.destroyed) return;
  connection.writeHead(response.status, { ...response.headers, 'content-length': body.length });
  if (byteEveryMs === 0) {
    connection.end(body);
    return;
  }
  connection.flushHeaders();
  for (const byte of body) {
    await pause(byteEveryMs);
    if (connection.destroyed) return;
    connection.write(Buffer.of(byte));
  }
  connection.end();
}
