import { afterEach, beforeEach, describe, expect, it } from 'vitest';
import {
  ask,
  keys,
  monday,
  nightly,
  nightMs,
  query2021,
  signedHeaders,
  statisticsPath,
} from '../../local/simulator/client.ts';
import { startScriptedSimulator } from './scripted-simulator.ts';

const mondayTarget = `${statisticsPath}?${query2021(monday)}`;

let simulator: Awaited<ReturnType<typeof startScriptedSimulator>>;

beforeEach(async () => {
  simulator = await startScriptedSimulator(nightly);
});

afterEach(() => simulator.stop());

const statusOf = async (target?: string) => (await ask(simulator, target)).status;

describe('behave', () => {
  it('is for every request until it is taken back', async () => {
    simulator.behave({ reply: { kind: 'error', httpStatus: 503 } });
    expect([await statusOf(), await statusOf()]).toEqual([503, 503]);
    simulator.behave();
    expect(await statusOf()).toBe(200);
  });

  it('is for so many requests, one behaviour after the other', async () => {
    simulator.behave(
      { reply: { kind: 'error', httpStatus: 429 }, times: 2 },
      { reply: { kind: 'error', httpStatus: 500 }, times: 1 },
    );
    const statuses = [await statusOf(), await statusOf(), await statusOf(), await statusOf()];
    expect(statuses).toEqual([429, 429, 500, 200]);
  });

  it('is for some requests only, and counts only those', async () => {
    simulator.behave({
      reply: { kind: 'error', httpStatus: 403 },
      times: 1,
      when: ({ target }) => target === mondayTarget,
    });
    const statuses = [await statusOf(), await statusOf(mondayTarget), await statusOf(mondayTarget)];
    expect(statuses).toEqual([200, 403, 200]);
  });
});

describe('requests', () => {
  it('records what was asked and answered, in order, without the secret', async () => {
    await ask(simulator);
    await fetch(`${simulator.url}/nowhere?x=1`);
    const headers = signedHeaders(statisticsPath);
    const unsigned = { method: 'GET', timestamp: '', accessKey: '', signature: '', receivedAtMs: nightMs };
    expect(simulator.requests).toEqual([
      {
        method: 'GET',
        target: statisticsPath,
        timestamp: String(nightMs),
        accessKey: keys.accessKey,
        signature: headers['x-ncp-apigw-signature-v2'],
        receivedAtMs: nightMs,
        httpStatus: 200,
      },
      { ...unsigned, target: '/nowhere?x=1', httpStatus: 404 },
    ]);
    expect(JSON.stringify(simulator.requests)).not.toContain(keys.secretKey);
  });
});

describe('an error', () => {
  it.each([
    [401, 200],
    [403, 230],
    [404, 300],
    [429, 410],
    [500, 900],
    [502, 900],
    [503, 500],
    [504, 510],
  ])('of HTTP status %d has the code %d of the gateway', async (httpStatus, code) => {
    simulator.behave({ reply: { kind: 'error', httpStatus } });
    const response = await ask(simulator);
    expect(response.status).toBe(httpStatus);
    expect(await response.json()).toMatchObject({ error: { code } });
  });

  it.each(['7', 'Mon, 23 Nov 2026 16:10:07 GMT'])('asks to retry after %s', async (retryAfter) => {
    simulator.behave({ reply: { kind: 'error', httpStatus: 429, retryAfter } });
    expect((await ask(simulator)).headers.get('retry-after')).toBe(retryAfter);
  });

  it('comes within a success, with any code', async () => {
    simulator.behave({ reply: { kind: 'error', httpStatus: 200, code: 260009, details: 'internal' } });
    const response = await ask(simulator);
    expect(response.status).toBe(200);
    expect(await response.json()).toMatchObject({
      error: { code: 260009, message: expect.stringMatching(/internal$/) },
    });
  });

  it('quotes the signature of the request', async () => {
    const signature = signedHeaders(statisticsPath)['x-ncp-apigw-signature-v2'] ?? '';
    simulator.behave({ reply: { kind: 'echo' } });
    const response = await ask(simulator);
    const body = await response.text();
    expect(response.status).toBe(401);
    expect(body).toContain(signature);
    expect(body).toContain(encodeURIComponent(signature));
  });

  it('quotes the signature with escaped slashes', async () => {
    simulator.behave({ reply: { kind: 'echo', escapesSlashes: true } });
    const target = `${statisticsPath}?workStartTimeTo=1`;
    const headers = { ...signedHeaders(target), 'x-ncp-apigw-signature-v2': 'ab/cd==' };
    const body = await (await fetch(simulator.url + target, { headers })).text();
    expect(body).toContain('ab\\/cd==');
    expect(JSON.parse(body).error.message).toContain('ab/cd==');
  });
});

describe('a reply', () => {
  it('is the page of a proxy', async () => {
    simulator.behave({ reply: { kind: 'page' } });
    const response = await ask(simulator);
    expect(response.status).toBe(502);
    expect(response.headers.get('content-type')).toBe('text/html');
    expect(await response.text()).toContain('<html>');
  });

  it('is empty', async () => {
    simulator.behave({ reply: { kind: 'empty' } });
    const response = await ask(simulator);
    expect(response.status).toBe(200);
    expect(await response.text()).toBe('');
  });

  it('is half of the JSON, as if that were all', async () => {
    const whole = await (await ask(simulator, mondayTarget)).text();
    simulator.behave({ reply: { kind: 'truncated' } });
    const half = await (await ask(simulator, mondayTarget)).text();
    expect(whole.startsWith(half)).toBe(true);
    expect(half.length).toBe(Math.floor(whole.length / 2));
    expect(() => JSON.parse(half)).toThrow(SyntaxError);
  });

  it('is huge, and still the same JSON', async () => {
    const whole = await (await ask(simulator, mondayTarget)).json();
    simulator.behave({ reply: { kind: 'huge', bytes: 3_000_000 } });
    const body = await (await ask(simulator, mondayTarget)).text();
    expect(body).toHaveLength(3_000_000);
    expect(JSON.parse(body)).toEqual(whole);
  });

  it('is whatever it is told to be, byte for byte', async () => {
    const body = Uint8Array.of(0xff, 0xfe, 0x00, 0x7b);
    simulator.behave({
      reply: { kind: 'given', httpStatus: 418, headers: { date: 'never', 'x-it': 'me' }, body },
    });
    const response = await ask(simulator);
    expect(response.status).toBe(418);
    expect(response.headers.get('date')).toBe('never');
    expect(response.headers.get('x-it')).toBe('me');
    expect(new Uint8Array(await response.arrayBuffer())).toEqual(body);
  });
});

describe('a transfer', () => {
  it('is a reset connection, which is recorded without a status', async () => {
    simulator.behave({ transfer: { kind: 'reset' } });
    await expect(ask(simulator)).rejects.toMatchObject({ cause: { code: 'ECONNRESET' } });
    expect(simulator.requests).toHaveLength(1);
    expect(simulator.requests[0]).not.toHaveProperty('httpStatus');
  });

  it.each([undefined, { kind: 'empty' } as const])('is shorter than promised (reply: %o)', async (reply) => {
    simulator.behave({ transfer: { kind: 'short' }, ...(reply && { reply }) });
    const response = await ask(simulator);
    expect(response.status).toBe(200);
    await expect(response.text()).rejects.toThrow(TypeError);
  });

  it('comes late and byte by byte, and yet whole', async () => {
    const whole = await (await ask(simulator, mondayTarget)).text();
    simulator.behave({ transfer: { kind: 'slow', headersAfterMs: 1, byteEveryMs: 1 } });
    expect(await (await ask(simulator, mondayTarget)).text()).toBe(whole);
  });

  it('comes late and then at once, however long it is, unless it is to drip', async () => {
    const files = `/api/v2/status?${mondayTarget.split('?')[1]}&pageNo=1&pageSize=100`;
    const whole = await (await ask(simulator, files)).text();
    simulator.behave({ transfer: { kind: 'slow', headersAfterMs: 1 } });
    const startedMs = performance.now();
    expect(await (await ask(simulator, files)).text()).toBe(whole);
    expect(performance.now() - startedMs).toBeLessThan(whole.length / 4);
  });

  it('comes after any patience: without headers', async () => {
    simulator.behave({ transfer: { kind: 'slow', headersAfterMs: 3_600_000 } });
    const signal = AbortSignal.timeout(50);
    await expect(fetch(simulator.url + statisticsPath, { signal })).rejects.toMatchObject({
      name: 'TimeoutError',
    });
  });

  it('comes after any patience: with headers, without a body', async () => {
    simulator.behave({ transfer: { kind: 'slow', byteEveryMs: 3_600_000 } });
    const signal = AbortSignal.timeout(1_000);
    const response = await fetch(simulator.url + statisticsPath, { signal });
    expect(response.status).toBe(401);
    await expect(response.text()).rejects.toMatchObject({ name: 'TimeoutError' });
  });

  it('does not keep the simulator from stopping', async () => {
    simulator.behave({ transfer: { kind: 'slow', byteEveryMs: 3_600_000 } });
    const response = await ask(simulator);
    await simulator.stop();
    await expect(response.text()).rejects.toThrow(TypeError);
  });
});

describe('a clock that is off', () => {
  it('shows in the date, and refuses timestamps by it', async () => {
    simulator.behave({ clockAheadMs: -600_000 });
    const refused = await ask(simulator);
    expect(refused.status).toBe(401);
    expect(refused.headers.get('date')).toBe('Mon, 23 Nov 2026 16:00:00 GMT');
    const headers = signedHeaders(statisticsPath, { timestamp: String(nightMs - 600_000) });
    expect((await fetch(simulator.url + statisticsPath, { headers })).status).toBe(200);
  });
});
