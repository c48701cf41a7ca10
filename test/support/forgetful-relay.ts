import { once } from 'node:events';
import { type AddressInfo, connect, createServer, type Socket } from 'node:net';

/**
 * What becomes of the connections that are open: the server closes them; or something on the way forgets them, which nobody hears
 * of, and answers what is sent over them from then on with a reset, or not at all.
 */
export type Forgetting = 'closes' | 'resets' | 'swallows';

/** A service as it is seen through a network that forgets connections. */
export type ForgetfulRelay = AsyncDisposable & {
  readonly url: string;
  /** How many connections have been opened so far. */
  opened(): number;
  /** Forgets those that are open. New ones are as good as ever. */
  forget(how: Forgetting): void;
};

/** Starts a relay in front of a service of this machine. */
export async function startForgetfulRelay(target: string): Promise<ForgetfulRelay> {
  const { hostname, port } = new URL(target);
  const pairs = new Map<Socket, Socket>();
  let opened = 0;

  const server = createServer((client) => {
    const upstream = connect({ host: hostname, port: Number(port) });
    opened += 1;
    pairs.set(client, upstream);
    client.pipe(upstream).pipe(client);
    // Whichever side breaks takes the other one along.
    for (const [one, other] of [
      [client, upstream],
      [upstream, client],
    ] as const)
      one.on('error', () => other.destroy());
    client.on('close', () => pairs.delete(client));
  });
  server.listen(0, '127.0.0.1');
  await once(server, 'listening');

  return {
    url: `http://127.0.0.1:${(server.address() as AddressInfo).port}`,
    opened: () => opened,
    forget(how) {
      for (const [client, upstream] of pairs) {
        client.unpipe(upstream);
        upstream.unpipe(client);
        upstream.destroy();
        if (how === 'closes') client.destroy();
        else client.resume().once('data', () => how === 'resets' && client.resetAndDestroy());
      }
      pairs.clear();
    },
    async [Symbol.asyncDispose]() {
      for (const [client, upstream] of pairs) {
        client.destroy();
        upstream.destroy();
      }
      server.close();
    },
  };
}
