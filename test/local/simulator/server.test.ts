import { once } from 'node:events';
import { get } from 'node:http';
import { text } from 'node:stream/consumers';
import { afterEach, beforeEach, describe, expect, it } from 'vitest';
import type { JobCounts } from '../../../local/simulator/world/job.ts';
import { startScriptedSimulator } from '../../support/services/scripted-simulator.ts';
import { ask, keys, monday, nightly, nightMs, query2021, signedHeaders, statisticsPath } from './client.ts';

let simulator: Awaited<ReturnType<typeof startScriptedSimulator>>;

beforeEach(async () => {
  simulator = await startScriptedSimulator(nightly);
});

afterEach(() => simulator.stop());

type FilePage = { content: readonly unknown[]; total: number };

async function askForPage(target: string): Promise<FilePage> {
  return (await (await ask(simulator, target)).json()) as FilePage;
}

describe('the simulator', () => {
  it('tells the statistics of a day in the shape of the guide of 2021', async () => {
    const response = await ask(simulator, `${statisticsPath}?${query2021(monday)}`);
    expect(response.status).toBe(200);
    expect(response.headers.get('content-type')).toBe('application/json;charset=utf-8');
    expect(await response.json()).toEqual({ content: simulator.world.statistics(monday, nightMs) });
  });

  it('has a trace id of its own for each answer, and the date of its own clock', async () => {
    const responses = [await ask(simulator), await ask(simulator, '/nowhere')];
    const ids = responses.map(({ headers }) => headers.get('x-ncp-trace-id'));
    for (const id of ids) expect(id).toMatch(/^[0-9a-z]{26}$/);
    expect(new Set(ids).size).toBe(2);
    for (const { headers } of responses) expect(headers.get('date')).toBe('Mon, 23 Nov 2026 16:10:00 GMT');
  });

  it('goes with its clock: jobs end as time passes', async () => {
    let nowMs = nightMs;
    const later = await startScriptedSimulator({ ...keys, now: () => nowMs });
    const target = `${statisticsPath}?${query2021(monday)}`;
    const askNow = async () => {
      const headers = signedHeaders(target, { timestamp: String(nowMs) });
      const { content } = (await (await fetch(later.url + target, { headers })).json()) as {
        content: JobCounts;
      };
      return content.waiting + content.running;
    };
    expect(await askNow()).toBeGreaterThan(0);
    nowMs += 7 * 86_400_000;
    expect(await askNow()).toBe(0);
    await later.stop();
  });

  it('checks the signature over the target byte for byte as received', async () => {
    const [written, same] = [`${statisticsPath}?note=%7e%20'`, `${statisticsPath}?note=~+%27`];
    expect((await getRaw(simulator.url, written, signedHeaders(written))).httpStatus).toBe(200);
    expect((await getRaw(simulator.url, same, signedHeaders(written))).httpStatus).toBe(401);
  });

  it.each([
    ['no keys at all', {}, 'Authentication information are missing.'],
    [
      'an unknown key',
      signedHeaders(statisticsPath, { accessKey: 'x' }),
      'Invalid authentication information.',
    ],
    [
      'a wrong secret',
      signedHeaders(statisticsPath, { secretKey: 'x' }),
      'Invalid authentication information.',
    ],
    [
      'a clock that is six minutes slow',
      signedHeaders(statisticsPath, { timestamp: String(nightMs - 360_000) }),
      'The timestamp is more than 5 minutes off.',
    ],
  ])('refuses %s with 401 and code 200', async (_, headers, details) => {
    const response = await fetch(simulator.url + statisticsPath, { headers });
    expect(response.status).toBe(401);
    expect(await response.json()).toEqual({
      error: { code: 200, message: `Authentication Failed: ${details}` },
    });
  });

  it('knows no other path and no other method, whatever the keys', async () => {
    const notFound = { error: { code: 300, message: 'Not Found Exception: URL not found.' } };
    for (const path of ['/', '//', '/api/v2/status/', `${statisticsPath}s`]) {
      const response = await getRaw(simulator.url, path, signedHeaders(path));
      expect(response).toEqual({ httpStatus: 404, body: notFound });
    }
    const headers = signedHeaders(statisticsPath, { method: 'POST' });
    const posted = await fetch(simulator.url + statisticsPath, { method: 'POST', headers });
    expect(posted.status).toBe(404);
  });

  it.each([
    ['status-statistic', 'workStartTimeTo=2026-11-23', 260026],
    ['status-statistic', 'workStartTimeFrom=', 260026],
    ['status-statistic', 'workStartTimeFrom=-1', 260026],
    ['status-statistic', 'workStartTimeFrom=1.5', 260026],
    ['status-statistic', 'workStartTimeFrom=8640000000000001', 260002],
    ['status-statistic', 'workStartTimeTo=1&workStartTimeTo=2', 260002],
    ['', 'workStartTimeTo=yesterday', 260026],
    ['', 'pageNo=0', 260025],
    ['', 'pageNo=-3', 260025],
    ['', 'pageNo=one', 260002],
    ['', 'pageSizeNo=9', 260002],
  ])('refuses /status/%s?%s with %d', async (path, query, code) => {
    const response = await ask(simulator, `/api/v2/status${path && `/${path}`}?${query}`);
    expect(response.status).toBe(400);
    expect(await response.json()).toMatchObject({ error: { code } });
  });

  it('lists the files in pages of 20, or as many as asked for, and as many as it has counted', async () => {
    const target = `/api/v2/status?${query2021(monday)}`;
    const { content, total } = await askForPage(target);
    const counts = Object.values(simulator.world.statistics(monday, nightMs));
    expect(total).toBe(counts.reduce((sum, count) => sum + count));
    expect(content).toHaveLength(20);
    const second = await askForPage(`${target}&pageNo=2&pageSizeNo=10`);
    expect(second).toEqual({ content: content.slice(10), total });
    const beyond = await askForPage(`${target}&pageNo=1000`);
    expect(beyond).toEqual({ content: [], total });
  });

  it('describes a file with the fields of the guide', async () => {
    const { content } = await askForPage(`/api/v2/status?${query2021(monday)}`);
    expect(content[0]).toEqual({
      categoryId: expect.any(Number),
      categoryName: expect.any(String),
      filePath: expect.stringMatching(/^\/nas-[12]\/2026\/11\/23\//),
      outputType: expect.stringMatching(/^(HLS|MP4|DASH)$/),
      link: expect.any(String),
      outputTotalSize: expect.any(Number),
      lastWorkTime: expect.stringMatching(/^2026-11-2[23]T[\d:.]+Z$/),
      status: expect.stringMatching(/^(COMPLETE|WAITING|RUNNING|FAILURE|CANCELED)$/),
      percent: expect.any(Number),
    });
  });

  it('listens on the port it is given, on loopback, until it is stopped', async () => {
    const port = Number(new URL(simulator.url).port);
    await expect(startScriptedSimulator({ ...nightly, port })).rejects.toMatchObject({ code: 'EADDRINUSE' });
    expect(simulator.url).toBe(`http://127.0.0.1:${port}`);
    await simulator.stop();
    await expect(ask(simulator)).rejects.toThrow(TypeError);
  });
});

describe('the simulator of the edition of 2025', () => {
  it('has the window the other way round, an array, and digits in strings', async () => {
    const later = await startScriptedSimulator({ ...nightly, edition: '2025' });
    const { startMs, endMs } = monday;
    const counts = { waiting: 3, running: 2, complete: 37, failure: 5, canceled: 1 };
    const strings = { waiting: '3', running: '2', complete: '37', failure: '5', canceled: '1' };
    const zeros = { waiting: '0', running: '0', complete: '0', failure: '0', canceled: '0' };
    later.world.setCounts('2026-11-23', counts);
    const forward = await ask(
      later,
      `${statisticsPath}?workStartTimeFrom=${startMs}&workStartTimeTo=${endMs}`,
    );
    expect(await forward.json()).toEqual({ content: [strings] });
    const reversed = await ask(later, `${statisticsPath}?${query2021(monday)}`);
    expect(await reversed.json()).toEqual({ content: [zeros] });
    const files = await ask(later, `/api/v2/status?workStartTimeFrom=${startMs}&workStartTimeTo=${endMs}`);
    expect(await files.json()).toMatchObject({ total: 48 });
    await later.stop();
  });

  it('tells errors with a code in a string, and details', async () => {
    const later = await startScriptedSimulator({ ...nightly, edition: '2025' });
    const response = await ask(later, '/nowhere');
    expect(response.status).toBe(404);
    expect(await response.json()).toEqual({
      error: { errorCode: '300', message: 'Not Found Exception', details: 'URL not found.' },
    });
    await later.stop();
  });
});

/** Sends a target as it is; fetch would write some of its characters anew. */
async function getRaw(url: string, path: string, headers: Record<string, string>) {
  const { hostname, port } = new URL(url);
  const [response] = await once(get({ hostname, port, path, headers, agent: false }), 'response');
  return { httpStatus: response.statusCode, body: JSON.parse(await text(response)) };
}
