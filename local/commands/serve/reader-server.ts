import { once } from 'node:events';
import type { Server } from 'node:http';
import type { AddressInfo } from 'node:net';
import { createAdaptorServer } from '@hono/node-server';
import { Hono } from 'hono';
import { createReader, type ReaderPorts } from '../../../lambda/reader/app.ts';

/** A reader on this machine; stopped when it is disposed of. */
type ReaderServer = AsyncDisposable & { readonly url: string };

/** Where it is started. */
type ReaderServerOptions = Omit<ReaderPorts, 'linkKey'> & {
  /** TCP port; 0 for a free one. */
  readonly port: number;
};

const loopback = '127.0.0.1';

/**
 * Starts a reader on loopback that needs no link. A page of somewhere else whose name leads to this machine would be let in by
 * its browser (DNS rebinding): so it answers to no other host than its own.
 * @throws when the port is taken
 */
export async function startReaderServer({ port, ...ports }: ReaderServerOptions): Promise<ReaderServer> {
  const hosts = new Set<string | undefined>();
  const app = new Hono();
  app.use(async (context, next) => {
    if (hosts.has(context.req.header('host'))) return next();
    return context.text('This reader answers on its own machine only.\n', 421);
  });
  app.route('/', createReader(ports));
  const server = createAdaptorServer({ fetch: app.fetch }) as Server;
  server.listen(port, loopback);
  await once(server, 'listening');
  const { port: taken } = server.address() as AddressInfo;
  for (const name of [loopback, 'localhost']) hosts.add(`${name}:${taken}`);
  return {
    url: `http://${loopback}:${taken}`,
    async [Symbol.asyncDispose]() {
      server.close();
      server.closeAllConnections();
    },
  };
}
