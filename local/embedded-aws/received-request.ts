import type { IncomingMessage } from 'node:http';
import { decodeAwsChunked } from './s3/aws-chunked.ts';

/** A request as the services see it: its body decoded, its headers single-valued and in lower case. */
export type ReceivedRequest = {
  readonly method: string;
  /** As it was sent, percent-encoded and with dots where they were, so that no `..` of a key gets lost. */
  readonly path: string;
  readonly query: URLSearchParams;
  readonly headers: Readonly<Record<string, string>>;
  readonly body: Buffer;
};

/** Reads a request to its end. */
export async function readRequest(message: IncomingMessage): Promise<ReceivedRequest> {
  const [path = '/', query = ''] = (message.url ?? '/').split(/\?(.*)/s);
  const headers = Object.fromEntries(
    Object.entries(message.headers).flatMap(([name, value]) =>
      value === undefined ? [] : [[name, Array.isArray(value) ? value.join(', ') : value]],
    ),
  );
  const chunks: Buffer[] = [];
  for await (const chunk of message) chunks.push(Buffer.from(chunk));
  const received = { headers, body: Buffer.concat(chunks) };
  return {
    method: message.method ?? '',
    path,
    query: new URLSearchParams(query),
    ...decodeAwsChunked(received),
  };
}
