import { createServer, type Server } from 'node:http';
import type { AddressInfo, Socket } from 'node:net';
import { afterEach, beforeEach, describe, expect, it } from 'vitest';
import { httpGet } from '../../../lambda/adapters/vendor/http-get.ts';
import { startForgetfulRelay } from '../../support/forgetful-relay.ts';

describe('httpGet', () => {
  const seen: { path: string; socket: Socket }[] = [];
  let server: Server;

  beforeEach(async () => {
    seen.length = 0;
    server = createServer(({ url = '', socket }, response) => {
      const isReused = seen.some((earlier) => earlier.socket === socket);
      seen.push({ path: url, socket });
      if (url === '/never' || (url === '/first-on-a-connection' && isReused)) socket.resetAndDestroy();
      else if (url !== '/silence') response.end('here');
    });
    await new Promise<void>((resolve) => server.listen(0, '127.0.0.1', resolve));
  });
  afterEach(() => {
    server.closeAllConnections();
    return new Promise((resolve) => server.close(resolve));
  });

  async function get(path: string, signal = AbortSignal.timeout(10_000)): Promise<number> {
    const { port } = server.address() as AddressInfo;
    const { status, body } = await httpGet(new URL(path, `http://127.0.0.1:${port}`), {
      headers: {},
      signal,
    });
    for await (const _ of body ?? []);
    return status;
  }

  it('asks again on a new connection when the one it reused was closed meanwhile', async () => {
    expect(await get('/')).toBe(200);
    expect(await get('/first-on-a-connection')).toBe(200);
    expect(seen.map(({ path }) => path)).toEqual(['/', '/first-on-a-connection', '/first-on-a-connection']);
    expect(seen[1]?.socket).toBe(seen[0]?.socket);
  });

  it('fails when a new connection is closed without an answer, also after one that it reused', async () => {
    await expect(get('/never')).rejects.toThrow(expect.objectContaining({ code: 'ECONNRESET' }));
    expect(seen).toHaveLength(1);
    await get('/');
    await expect(get('/never')).rejects.toThrow(expect.objectContaining({ code: 'ECONNRESET' }));
    expect(seen).toHaveLength(4);
  });

  it.each(['closes', 'resets', 'swallows'] as const)(
    'asks over a new connection when the network %s all that a burst has left',
    async (how) => {
      const { port } = server.address() as AddressInfo;
      await using relay = await startForgetfulRelay(`http://127.0.0.1:${port}`);
      await Promise.all(Array.from({ length: 5 }, () => get(`${relay.url}/`)));
      relay.forget(how);
      // What is swallowed costs the attempt that met it, and no other.
      const first = await get(`${relay.url}/`, AbortSignal.timeout(200)).catch((error: Error) => error.name);
      expect(first).toBe(how === 'swallows' ? 'TimeoutError' : 200);
      expect(await get(`${relay.url}/`, AbortSignal.timeout(1_000))).toBe(200);
    },
  );

  it('asks no more once its time is over, for the reason that the signal gives', async () => {
    await get('/');
    await expect(get('/silence', AbortSignal.timeout(50))).rejects.toThrow(
      expect.objectContaining({ name: 'TimeoutError' }),
    );
    expect(seen).toHaveLength(2);
  });
});
