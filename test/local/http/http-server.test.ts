import { once } from 'node:events';
import { get } from 'node:http';
import { json } from 'node:stream/consumers';
import { describe, expect, it, onTestFinished } from 'vitest';
import { type Handler, type Middleware, startHttpServer } from '../../../local/http/http-server.ts';

const echo: Handler = ({ method, target, headers, body }) => ({
  status: 200,
  headers: { 'content-type': 'application/json' },
  body: JSON.stringify({ method, target, from: headers.from, body: body.toString() }),
});

async function start(handle: Handler, middleware?: Middleware) {
  const server = await startHttpServer(0, handle, middleware);
  onTestFinished(() => server.stop());
  return server;
}

describe('the server', () => {
  it('hands over a request whole: its target byte for byte, its headers by lower case, its body to the end', async () => {
    const { url } = await start(echo);
    const headers = { From: 'a test' };
    const posted = await fetch(`${url}/a?b=%7e~`, { method: 'POST', headers, body: 'x'.repeat(300_000) });
    const sent = { method: 'POST', target: '/a?b=%7e~', from: 'a test', body: 'x'.repeat(300_000) };
    expect(await posted.json()).toEqual(sent);
    const { hostname, port } = new URL(url);
    const path = '/a/../%2e%2e/b';
    const [response] = await once(get({ hostname, port, path, agent: false }), 'response');
    expect(await json(response)).toMatchObject({ method: 'GET', target: path, body: '' });
  });

  it('sends what it is given and nothing of its own but the length', async () => {
    const { url } = await start(() => ({
      status: 418,
      headers: { 'x-it': 'me' },
      body: Uint8Array.of(0xff, 0),
    }));
    const response = await fetch(url);
    expect([response.status, response.headers.get('x-it')]).toEqual([418, 'me']);
    expect([response.headers.get('date'), response.headers.get('content-length')]).toEqual([null, '2']);
    expect(new Uint8Array(await response.arrayBuffer())).toEqual(Uint8Array.of(0xff, 0));
  });

  it('listens on the port that it is given, on loopback, and is not started on one that is taken', async () => {
    const { url } = await start(echo);
    expect(url).toMatch(/^http:\/\/127\.0\.0\.1:\d+$/);
    const port = Number(new URL(url).port);
    await expect(startHttpServer(port, echo)).rejects.toMatchObject({ code: 'EADDRINUSE' });
  });

  it('ends connections that wait when it is stopped, and can be stopped again', async () => {
    const arrived = Promise.withResolvers<void>();
    const { url, stop } = await start(() => {
      arrived.resolve();
      return new Promise(() => undefined);
    });
    const waiting = expect(fetch(url)).rejects.toThrow(TypeError);
    await arrived.promise;
    await stop();
    await waiting;
    await stop();
  });
});

describe('a middleware', () => {
  it('answers in the place of the handler, or changes what either is given', async () => {
    const { url } = await start(echo, async (request, handle) => {
      if (request.target === '/no') return { status: 403, headers: {}, body: 'no' };
      return { ...(await handle({ ...request, target: '/changed' })), status: 203 };
    });
    expect((await fetch(`${url}/no`)).status).toBe(403);
    const changed = await fetch(url);
    expect([changed.status, await changed.json()]).toMatchObject([203, { target: '/changed' }]);
  });

  it('sees to the connection itself', async () => {
    const { url } = await start(echo, async (_request, _handle, connection) => {
      connection.destroy();
      return undefined;
    });
    await expect(fetch(url)).rejects.toThrow(TypeError);
  });
});
