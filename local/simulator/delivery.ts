import type { ServerResponse } from 'node:http';
import { setTimeout } from 'node:timers/promises';
import type { Answer } from './answer.ts';

/** How an answer is brought to the client, when not simply whole. */
export type Delivery =
  /** The connection is reset (TCP RST) before anything is sent. */
  | { readonly kind: 'reset' }
  /** The whole body comes, but `content-length` promises one byte more, and the connection ends. */
  | { readonly kind: 'short' }
  /** Headers come late, and the body a byte at a time; both at once unless told. */
  | { readonly kind: 'slow'; readonly headersAfterMs?: number; readonly byteEveryMs?: number };

/** Sends an answer. Resolves when it is sent, or when there is nobody left to send it to. */
export async function deliver(response: ServerResponse, answer: Answer, delivery?: Delivery): Promise<void> {
  const body = Buffer.from(answer.body);
  switch (delivery?.kind) {
    case undefined:
      response.writeHead(answer.httpStatus, { ...answer.headers, 'content-length': body.length }).end(body);
      return;
    case 'reset':
      response.socket?.resetAndDestroy();
      return;
    case 'short':
      response.writeHead(answer.httpStatus, { ...answer.headers, 'content-length': body.length + 1 });
      response.write(body, () => response.destroy());
      return;
    case 'slow':
      await drip(response, answer, delivery);
  }
}

type Slowness = { readonly headersAfterMs?: number; readonly byteEveryMs?: number };

async function drip(
  response: ServerResponse,
  answer: Answer,
  { headersAfterMs = 0, byteEveryMs = 0 }: Slowness,
): Promise<void> {
  const closed = new Promise<void>((resolve) => {
    response.once('close', resolve);
  });
  // Neither a client that has gone nor a test that is over waits for the rest.
  const pause = (ms: number) => Promise.race([closed, setTimeout(ms, undefined, { ref: false })]);
  const body = Buffer.from(answer.body);
  await pause(headersAfterMs);
  if (response.destroyed) return;
  response.writeHead(answer.httpStatus, { ...answer.headers, 'content-length': body.length });
  if (byteEveryMs === 0) {
    response.end(body);
    return;
  }
  response.flushHeaders();
  for (const byte of body) {
    await pause(byteEveryMs);
    if (response.destroyed) return;
    response.write(Buffer.of(byte));
  }
  response.end();
}
