import { once } from 'node:events';
import { createServer, type IncomingMessage, type ServerResponse } from 'node:http';
import type { AddressInfo } from 'node:net';

/** A request, read to its end. */
export type HttpRequest = {
  readonly method: string;
  /** Path and query byte for byte as received: the vendor's signature covers them, and no `..` of a key gets lost. */
  readonly target: string;
  /** By names in lower case. */
  readonly headers: Readonly<Record<string, string>>;
  readonly body: Buffer;
};

/** What is said to a request, before it is sent. */
export type HttpResponse = {
  readonly status: number;
  /** By names in lower case. */
  readonly headers: Readonly<Record<string, string>>;
  readonly body: string | Uint8Array;
};

/** Answers a request; it must not throw. */
export type Handler = (request: HttpRequest) => HttpResponse | Promise<HttpResponse>;

/**
 * Stands in front of a handler: it may answer in its place, before or after it, or see to the connection itself and give
 * nothing. It is how tests make a server misbehave.
 */
export type Middleware = (
  request: HttpRequest,
  handle: Handler,
  connection: ServerResponse,
) => Promise<HttpResponse | undefined>;

/** A server on loopback. */
export type HttpServer = {
  /** Without a slash at its end. */
  readonly url: string;
  /** Ends all connections, also those that wait for an answer. */
  stop(): Promise<void>;
};

/** Starts a server; port 0 is a free one. Rejects when the port is taken. */
export async function startHttpServer(
  port: number,
  handle: Handler,
  middleware: Middleware = async (request) => handle(request),
): Promise<HttpServer> {
  const server = createServer(async (message, connection) => {
    const request = await readRequest(message).catch(() => undefined); // the caller has gone
    const response = request && (await middleware(request, handle, connection));
    if (response) send(connection, response);
  });
  server.listen(port, '127.0.0.1');
  await once(server, 'listening');
  return {
    url: `http://127.0.0.1:${(server.address() as AddressInfo).port}`,
    stop: () =>
      new Promise((resolve) => {
        server.close(() => resolve());
        server.closeAllConnections();
      }),
  };
}

async function readRequest(message: IncomingMessage): Promise<HttpRequest> {
  const headers = Object.entries(message.headers).map(([name, value]) => [name, String(value)]);
  const chunks: Buffer[] = [];
  for await (const chunk of message) chunks.push(Buffer.from(chunk));
  return {
    method: message.method ?? '',
    target: message.url ?? '/',
    headers: Object.fromEntries(headers),
    body: Buffer.concat(chunks),
  };
}

/** The `date` is the handler's to say, by the clock that it goes by. */
function send(connection: ServerResponse, { status, headers, body }: HttpResponse): void {
  connection.sendDate = false;
  connection.writeHead(status, { 'content-length': Buffer.byteLength(body), ...headers }).end(body);
}
