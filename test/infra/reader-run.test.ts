import { gunzipSync } from 'node:zlib';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { signLink } from '../../lambda/core/links/links.ts';
import { addDays, localDateOf } from '../../lambda/core/time/day.ts';
import { invokeInProcess } from '../support/bundle-process.ts';
import { type Deployed, deployHere, linkKey } from '../support/deployed.ts';
import { textOf } from '../support/report-pages.ts';
import { badDay } from '../support/stage.ts';
import { bodyOf, type UrlRequest, type UrlResult, urlEventOf } from '../support/url-event.ts';
import { isAllowed } from './permissions.ts';
import { synthesisMs } from './synthesis.ts';

const yesterday = addDays(localDateOf(Date.now(), 'Asia/Seoul'), -1);
const expiresMs = Date.now() + 86_400_000;
const token = signLink({ scope: 'acme', expiresMs }, linkKey);
const cookies = [`__Host-link-acme=${token}`];

describe('the reader of the template, run', () => {
  let deployed: Deployed;
  let ofNight: number;
  beforeAll(async () => {
    deployed = await deployHere();
    deployed.simulator.world.setCounts(yesterday, badDay);
    await invokeInProcess(deployed.module, deployed.event(), deployed.environment);
    ofNight = deployed.calls.length;
  }, synthesisMs);
  afterAll(() => deployed[Symbol.asyncDispose]());

  async function get(path: string, request: UrlRequest = {}, environment = {}) {
    const { reader } = deployed;
    const event = urlEventOf(path, request);
    const { result, log, error } = await invokeInProcess(reader.module, event, {
      ...{ ...reader.environment, ...environment },
      NODE_OPTIONS: `--max-old-space-size=${reader.memoryMb}`,
    });
    return { result: result as UrlResult, log, error };
  }

  it('takes the link of a mail, and leads to the page with a cookie in its place', async () => {
    const { result, log } = await get(`/acme/${yesterday}`, { query: `link=${token}` });
    expect(result).toMatchObject({ statusCode: 302, headers: { location: `/acme/${yesterday}` } });
    expect(result.cookies).toEqual([expect.stringContaining(`__Host-link-acme=${token}; Max-Age=86`)]);
    expect(log).toBe('');
    expect(deployed.calls.slice(ofNight).map(({ action }) => action)).toEqual([
      'secretsmanager:GetSecretValue',
    ]);
  });

  it('draws the page that the night told of, with the words and the zone of the account', async () => {
    const { result, log } = await get('/acme', { cookies: ['other=1', ...cookies] });
    expect(result.statusCode).toBe(200);
    expect(textOf(bodyOf(result))).toContain('12 of 43 files failed');
    expect(result.headers['content-security-policy']).toContain("frame-ancestors 'none'");
    expect(log).toBe('');
  });

  it('packs pages for browsers that can unpack them', async () => {
    const { result } = await get('/acme', { cookies, headers: { 'accept-encoding': 'gzip, br' } });
    expect([result.headers['content-encoding'], result.isBase64Encoded]).toEqual(['gzip', true]);
    const packed = Buffer.from(result.body, 'base64');
    const page = gunzipSync(packed).toString();
    expect(textOf(page)).toContain('12 of 43 files failed');
    expect(packed.length).toBeLessThan(page.length / 3);
  });

  it.each([
    ['with a body', 'GET', 'aGVsbG8='],
    ['to write', 'POST', 'aGVsbG8='],
    ['of a method that nobody knows', 'TRACE', undefined],
  ])('answers a request %s without a trace of it in its log', async (_, method, body) => {
    const request = { method, query: `link=${token}`, ...(body && { body }) };
    const { result, log, error } = await get('/acme', request);
    expect(error).toBeUndefined();
    expect(result.statusCode).toBe(method === 'GET' ? 302 : 403);
    expect(result.headers['cache-control']).toBe('private, no-store');
    expect(log).toBe('');
  });

  it.each([
    ['a cookie', { cookies: [...cookies, 'other=한국'] }],
    ['a header', { cookies, headers: { referer: `https://a.example/?link=${token}\u0000` } }],
  ])(
    'shows the page to who brings %s that no request can hold, without a trace of it',
    async (_, brought) => {
      const { result, log } = await get('/acme', brought);
      expect(result.statusCode).toBe(200);
      expect(result.headers['cache-control']).toBe('private, no-store');
      expect(log).toBe('');
    },
  );

  it('logs what it could not read, and neither link nor address', async () => {
    const { result, log } = await get(
      '/acme',
      { cookies, query: `link=${token}` },
      { VOD_NIGHTLY_LINK_KEY: 'gone' },
    );
    expect(result.statusCode).toBe(500);
    expect(JSON.parse(log)).toMatchObject({ level: 'ERROR', message: 'a page could not be drawn' });
    expect(log).not.toContain(token);
    const { log: early } = await get('/acme', {}, { VOD_NIGHTLY_BUCKET: '' });
    expect(early).toContain('VOD_NIGHTLY_BUCKET: has to be set');
  });

  it('gives up on an archive that does not answer, before its own time is over', async () => {
    const never = new Promise<undefined>(() => undefined);
    deployed.aws.intervene(({ service }) => (service === 's3' ? never : undefined));
    const { result, log } = await get('/acme', { cookies });
    deployed.aws.intervene();
    expect(result.statusCode).toBe(500);
    expect(log).toContain('no whole answer came within');
  });

  it('was allowed every call that it made, by the role that the template gives it', async () => {
    await get('/', { cookies });
    await get(`/acme/${yesterday}/files`, { cookies });
    const role = deployed.paper.idOf('AWS::IAM::Role', 'ReaderRole');
    const asked = [
      ...new Map(
        deployed.calls.slice(ofNight).map((call) => [`${call.action} ${call.resource}`, call]),
      ).values(),
    ];
    const actions = ['s3:GetObject', 's3:ListBucket', 'secretsmanager:GetSecretValue'];
    const own = asked.filter(({ resource }) => !resource.endsWith('secret:gone-local0'));
    expect([...new Set(own.map(({ action }) => action))].sort()).toEqual(actions);
    const verdicts = await Promise.all(
      own.map(async (call) => ({ ...call, allowed: await isAllowed(deployed.paper, role, call) })),
    );
    expect(verdicts.filter(({ allowed }) => !allowed)).toEqual([]);
  });
});
