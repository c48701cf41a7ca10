import { once } from 'node:events';
import { createServer, type IncomingHttpHeaders } from 'node:http';
import type { AddressInfo } from 'node:net';
import { afterAll, afterEach, beforeAll, describe, expect, it } from 'vitest';
import { type Credentials, createStaticCredentials } from '../../../lambda/adapters/credentials.ts';
import { httpGet } from '../../../lambda/adapters/vendor/http-get.ts';
import { createVodStation } from '../../../lambda/adapters/vendor/vod-station.ts';
import type { Reply } from '../../../lambda/core/vendor/exchange.ts';
import { InvalidInputError } from '../../../lambda/errors.ts';
import type { VodStation } from '../../../lambda/ports.ts';
import { createManualClock, type ManualClock } from '../../support/manual-clock.ts';
import type { Behaviour } from '../../support/services/behaviours.ts';
import { type ScriptedSimulator, startScriptedSimulator } from '../../support/services/scripted-simulator.ts';

const keys = { accessKey: 'access-key-of-the-test', secretKey: 'secret-key-of-the-test' };
const day = { startMs: Date.parse('2026-11-20T15:00:00Z'), endMs: Date.parse('2026-11-21T15:00:00Z') };
/** Patience for one attempt, none for the wait before a second. */
const oneTryMs = 500;
const counts = { waiting: 1, running: 0, complete: 37, failure: 5, canceled: 0 };

describe('the VOD Station adapter', () => {
  let simulator: ScriptedSimulator;
  let clock: ManualClock;

  beforeAll(async () => {
    simulator = await startScriptedSimulator({ ...keys, now: () => clock.now() });
    simulator.world.setCounts('2026-11-21', counts);
  });
  afterEach(() => simulator.behave());
  afterAll(() => simulator.stop());

  function connect(
    credentials: Credentials = createStaticCredentials(keys.accessKey, keys.secretKey),
    baseUrl = simulator.url,
  ): VodStation {
    clock = createManualClock(Date.parse('2026-11-22T16:10:00Z'));
    return createVodStation({
      baseUrl,
      credentials,
      send: httpGet,
      clock,
      random: () => 0.5,
      attemptTimeoutMs: 500,
    });
  }

  function ask(station = connect(), patienceMs = 60_000) {
    return station.ask({ window: day, order: 'toIsStart' }, clock.now() + patienceMs);
  }

  function textOf(reply: Reply | undefined): string {
    return reply && 'text' in reply.body ? reply.body.text : '';
  }

  /** Requests that came while the adapter was asked, with their signed timestamps. */
  async function requestsDuring<T>(action: () => Promise<T>) {
    const before = simulator.requests.length;
    return { outcome: await action(), requests: simulator.requests.slice(before) };
  }

  it('asks with a signature that the gateway accepts, and gives the answer as it came', async () => {
    const { reply, fault, requestTarget } = await ask();
    expect(fault).toBeUndefined();
    expect(JSON.parse(textOf(reply))).toEqual({ content: counts });
    expect(requestTarget).toBe(
      `/api/v2/status/status-statistic?workStartTimeTo=${day.startMs}&workStartTimeFrom=${day.endMs}`,
    );
    expect(reply?.traceId).toMatch(/^[0-9a-z]{26}$/);
  });

  it('asks no cache, and says of an answer what the gateway’s clock says and how old a cache says it is', async () => {
    const asked: IncomingHttpHeaders[] = [];
    let headers: Record<string, string> = { date: 'Sun, 22 Nov 2026 16:09:58 GMT' };
    const server = createServer((request, response) => {
      asked.push(request.headers);
      response.writeHead(200, headers).end('{}');
    });
    server.listen(0, '127.0.0.1');
    await once(server, 'listening');
    const { port } = server.address() as AddressInfo;
    const station = connect(undefined, `http://127.0.0.1:${port}`);
    const sentAtMs = clock.now();
    const serverMs = Date.parse('2026-11-22T16:09:58Z');
    const fresh = await ask(station);
    expect(fresh.gatewayClock).toEqual({ sentAtMs, receivedAtMs: sentAtMs, serverMs });
    expect(fresh).not.toHaveProperty('ageS');
    expect(fresh.reply).not.toHaveProperty('age');
    headers = { ...headers, age: '46800' };
    const cached = await ask(station);
    expect(cached.gatewayClock?.serverMs).toBe(serverMs + 46_800_000);
    expect(cached).toMatchObject({ ageS: 46_800, reply: { age: '46800', serverDate: headers.date } });
    expect(asked.map((one) => one['cache-control'])).toEqual(['no-cache', 'no-cache']);
    server.close();
    server.closeAllConnections();
  });

  it.each([429, 500, 503, 504])(
    'tries again after HTTP %i, each time with a fresh timestamp',
    async (httpStatus) => {
      simulator.behave({ times: 2, reply: { kind: 'error', httpStatus } });
      const { outcome, requests } = await requestsDuring(ask);
      expect(outcome.reply?.httpStatus).toBe(200);
      expect(new Set(requests.map(({ timestamp }) => timestamp)).size).toBe(3);
      expect(new Set(requests.map(({ signature }) => signature)).size).toBe(3);
    },
  );

  it.each([400, 401, 404, 413])(
    'does not knock again after HTTP %i, but for keys read anew',
    async (httpStatus) => {
      simulator.behave({ reply: { kind: 'error', httpStatus } });
      const { outcome, requests } = await requestsDuring(ask);
      expect(outcome.reply?.httpStatus).toBe(httpStatus);
      expect(requests).toHaveLength(httpStatus === 401 ? 2 : 1);
      expect(clock.sleeps).toEqual([]);
    },
  );

  it('waits as long as Retry-After asks, in seconds or until a date', async () => {
    simulator.behave({ times: 1, reply: { kind: 'error', httpStatus: 429, retryAfter: '17' } });
    await ask();
    expect(clock.sleeps).toEqual([17_000]);
    const until = new Date(clock.now() + 20_000).toUTCString();
    simulator.behave({ times: 1, reply: { kind: 'error', httpStatus: 429, retryAfter: until } });
    const station = connect();
    await ask(station);
    expect(clock.sleeps[0]).toBeGreaterThanOrEqual(19_000);
  });

  it('gives up rather than wait beyond its deadline, and gives the last answer', async () => {
    simulator.behave({ reply: { kind: 'error', httpStatus: 429, retryAfter: '3600' } });
    const { outcome, requests } = await requestsDuring(ask);
    expect(outcome.reply?.httpStatus).toBe(429);
    expect(requests).toHaveLength(1);
  });

  it('tells how often it was refused for asking too much, whatever came of it', async () => {
    const refused = { kind: 'error', httpStatus: 429 } as const;
    simulator.behave({ times: 2, reply: refused }, { times: 1, reply: { ...refused, httpStatus: 500 } });
    expect(await ask()).toMatchObject({ reply: { httpStatus: 200 }, throttled: 2 });
    simulator.behave({ reply: refused });
    expect(await ask(connect(), 3_600_000)).toMatchObject({ reply: { httpStatus: 429 }, throttled: 6 });
    simulator.behave();
    expect(await ask()).toMatchObject({ throttled: 0 });
  });

  it('stops after six attempts', async () => {
    simulator.behave({ reply: { kind: 'error', httpStatus: 500 } });
    const { requests } = await requestsDuring(() => ask(connect(), 3_600_000));
    expect(requests).toHaveLength(6);
  });

  it('goes by the gateway’s clock when ours is off, once a question, signing no two alike', async () => {
    const station = connect();
    simulator.behave({ clockAheadMs: 20 * 60_000 });
    const twice = async () => [await ask(station), await clock.sleep(300), await ask(station)];
    const { requests } = await requestsDuring(twice);
    expect(requests.map(({ httpStatus }) => httpStatus)).toEqual([401, 200, 401, 200]);
    expect(new Set(requests.map(({ timestamp }) => timestamp)).size).toBe(4);
  });

  it('blames the clock when the gateway refuses even its own', async () => {
    simulator.behave({ clockAheadMs: -20 * 60_000, reply: { kind: 'error', httpStatus: 401 } });
    expect((await ask()).fault).toMatchObject({
      code: 'clock',
      detail: expect.stringContaining('20 minutes behind'),
    });
  });

  it('reads the keys again after a 401, and goes on with the new ones', async () => {
    const old = createStaticCredentials(keys.accessKey, 'a-key-that-was-rotated');
    const rotated = createStaticCredentials(keys.accessKey, keys.secretKey);
    const station = connect({ current: old.current, renew: rotated.current });
    expect((await ask(station)).reply?.httpStatus).toBe(200);
  });

  it('asks nothing without keys, and says so', async () => {
    const { outcome, requests } = await requestsDuring(() =>
      ask(connect(createStaticCredentials(undefined, undefined))),
    );
    expect(outcome.fault?.code).toBe('credentialsNotSet');
    expect(requests).toHaveLength(0);
  });

  it('says that keys cannot be read without saying what is in them', async () => {
    const fail = () =>
      Promise.reject(Object.assign(new Error(keys.secretKey), { name: 'AccessDeniedException' }));
    const { fault } = await ask(connect({ current: fail, renew: fail }));
    expect(fault?.detail).toContain('AccessDeniedException');
    expect(JSON.stringify(fault)).not.toContain(keys.secretKey);
  });

  const broken: [string, Behaviour, string][] = [
    ['a reset connection', { transfer: { kind: 'reset' } }, 'network'],
    ['a body that breaks off', { transfer: { kind: 'short' } }, 'network'],
    ['headers that come too late', { transfer: { kind: 'slow', headersAfterMs: 60_000 } }, 'timeout'],
    ['a body that drips', { transfer: { kind: 'slow', byteEveryMs: 300 } }, 'timeout'],
    ['a body of 3 MB', { reply: { kind: 'huge', bytes: 3_000_000 } }, 'tooLarge'],
  ];
  it.each(broken)('makes a clear fault of %s', async (_name, behaviour, code) => {
    simulator.behave(behaviour);
    const { fault, reply } = await ask(connect(), oneTryMs);
    expect(fault?.code).toBe(code);
    if (code === 'tooLarge') expect(textOf(reply).length).toBeLessThanOrEqual(64_000);
  });

  it('keeps what came of a body that broke off', async () => {
    simulator.behave({ transfer: { kind: 'short' } });
    const { reply } = await ask(connect(), oneTryMs);
    expect(reply?.body.truncated).toBe(true);
    expect(textOf(reply)).toContain('"failure":5');
  });

  it('keeps a body that is not UTF-8 byte for byte', async () => {
    const body = Buffer.from([0x7b, 0xff, 0xfe, 0x7d]);
    simulator.behave({ reply: { kind: 'given', body } });
    const { reply } = await ask();
    expect(reply?.body).toEqual({ base64: body.toString('base64'), truncated: false });
  });

  it.each([false, true])(
    'takes its signature out of a body that quotes it (escaped: %s)',
    async (escapesSlashes) => {
      simulator.behave({ reply: { kind: 'echo', escapesSlashes } });
      const { outcome, requests } = await requestsDuring(ask);
      const signature = requests.at(-1)?.signature ?? '';
      expect(signature).not.toBe('');
      const kept = JSON.stringify(outcome).replaceAll('\\', '');
      expect(kept).toContain('[signature]');
      expect(kept).not.toContain(signature);
      expect(kept).not.toContain(encodeURIComponent(signature));
    },
  );

  it('does not follow a redirect: keys go to the configured address only', async () => {
    simulator.behave({
      reply: { kind: 'given', httpStatus: 302, headers: { location: 'http://127.0.0.1:1/' } },
    });
    expect((await ask()).reply?.httpStatus).toBe(302);
  });

  it('refuses plain http to any other machine', () => {
    const credentials = createStaticCredentials('a', 'b');
    const options = { credentials, send: httpGet, clock: createManualClock(), random: () => 0 };
    expect(() => createVodStation({ ...options, baseUrl: 'http://vodstation.example.com' })).toThrow(
      InvalidInputError,
    );
    expect(() => createVodStation({ ...options, baseUrl: 'http://127.0.0.1:8080' })).not.toThrow();
  });
});
