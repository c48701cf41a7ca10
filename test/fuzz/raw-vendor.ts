import { once } from 'node:events';
import { type AddressInfo, createServer, type Socket } from 'node:net';

/** Writes whatever it wants in answer to one request; `head` is the request as it came. */
export type RawAnswer = (socket: Socket, head: string) => void;

/** A vendor that writes bytes to the connection, right or wrong: no HTTP server would send what it can. */
export type RawVendor = {
  /** Without a slash at its end. */
  readonly url: string;
  /** The signatures of all requests so far. */
  readonly signatures: ReadonlySet<string>;
  /** Replaces how requests are answered. */
  answer(next: RawAnswer): void;
  stop(): Promise<void>;
};

/** Starts it on loopback; it hangs up until it is told what to answer. */
export async function startRawVendor(): Promise<RawVendor> {
  const signatures = new Set<string>();
  const sockets = new Set<Socket>();
  let respond: RawAnswer = (socket) => socket.destroy();

  const server = createServer((socket) => {
    let received = '';
    sockets.add(socket);
    socket.once('close', () => sockets.delete(socket));
    socket.on('error', () => socket.destroy()); // the client has hung up, as it should on most of this
    socket.on('data', (bytes) => {
      received += bytes.toString('latin1');
      if (!received.endsWith('\r\n\r\n')) return;
      const head = received;
      received = '';
      signatures.add(/^x-ncp-apigw-signature-v2: (.*)\r$/im.exec(head)?.[1] ?? '');
      respond(socket, head);
    });
  });
  server.listen(0, '127.0.0.1');
  await once(server, 'listening');
  return {
    url: `http://127.0.0.1:${(server.address() as AddressInfo).port}`,
    signatures,
    answer: (next) => {
      respond = next;
    },
    stop: () =>
      new Promise((resolve) => {
        server.close(() => resolve());
        for (const socket of sockets) socket.destroy();
      }),
  };
}
