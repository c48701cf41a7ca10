import type { IncomingMessage } from 'node:http';
import { pipeline } from 'node:stream';
import { closeIdle, transportFor } from '../kept-connections.ts';

/** The part of an HTTP answer that is looked at; `body` throws when it breaks off. */
export type HttpResponse = {
  readonly status: number;
  readonly headers: { get(name: string): string | null };
  readonly body: AsyncIterable<Uint8Array> | null;
};

/** Sends one GET. The signal ends it, its body included, with the signal's own reason. `fetch` is one such function. */
export type HttpGet = (
  url: URL,
  options: { readonly headers: Record<string, string>; readonly signal: AbortSignal },
) => Promise<HttpResponse>;

/**
 * GET over Node.js' own HTTP client, which the AWS SDK needs anyway: the built-in `fetch` costs a cold start some eight
 * milliseconds more. Follows no redirects. A connection kept from an earlier request may have been closed just as it is used
 * again: then the request is sent once more on a new one (RFC 9112, 9.3.1).
 */
export const httpGet: HttpGet = (url, options) =>
  new Promise((resolve, reject) => {
    const { request, agent } = transportFor(url);
    const send = () => {
      const sent = request(url, { ...options, agent });
      sent.on('response', (message) => resolve(toResponse(message, options.signal)));
      sent.on('error', (error) => {
        if (options.signal.aborted) reject(options.signal.reason);
        else if (sent.reusedSocket && isClosed(error)) send();
        else reject(error);
      });
      sent.end();
    };
    closeIdle();
    send();
  });

function isClosed(error: NodeJS.ErrnoException): boolean {
  return error.code === 'ECONNRESET' || error.code === 'EPIPE';
}

function toResponse(message: IncomingMessage, signal: AbortSignal): HttpResponse {
  const { statusCode = 0, headers } = message;
  return {
    status: statusCode,
    headers: { get: (name) => headers[name]?.toString() ?? null },
    body: readUntil(message, signal),
  };
}

/** A body without a length of its own just ends when the signal ends the connection, and was still cut off. */
async function* readUntil(message: IncomingMessage, signal: AbortSignal): AsyncIterable<Uint8Array> {
  try {
    yield* await decompress(message);
  } catch (error) {
    throw signal.aborted ? signal.reason : error;
  }
  signal.throwIfAborted();
}

/** Servers that compress unasked are rare; only they make this load a decompressor. */
async function decompress(message: IncomingMessage): Promise<AsyncIterable<Uint8Array>> {
  const encoding = message.headers['content-encoding'];
  if (encoding !== 'gzip' && encoding !== 'deflate' && encoding !== 'br') return message;
  const { createBrotliDecompress, createGunzip, createInflate } = await import('node:zlib');
  const decompressors = { gzip: createGunzip, deflate: createInflate, br: createBrotliDecompress };
  // An error of either stream is thrown to whoever reads the last one.
  return pipeline(message, decompressors[encoding](), () => undefined);
}
