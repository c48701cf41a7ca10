import { once } from 'node:events';
import { createServer, type Server } from 'node:http';
import type { AddressInfo } from 'node:net';
import { S3Client } from '@aws-sdk/client-s3';
import { afterAll, afterEach, beforeAll, describe, expect, it } from 'vitest';
import type { Bounds } from '../../../lambda/adapters/bounded-call.ts';
import { createArchive } from '../../../lambda/adapters/s3/archive.ts';
import { listenToStoreClock } from '../../../lambda/adapters/s3/store-clock.ts';
import { ConflictError, DamagedArchiveError, ForbiddenError } from '../../../lambda/errors.ts';
import type { Archive } from '../../../lambda/ports.ts';
import { type FaultProxy, startFaultProxy } from '../../support/fault-proxy.ts';
import { createManualClock } from '../../support/manual-clock.ts';
import { type ScriptedAws, startScriptedAws } from '../../support/services/scripted-aws.ts';

const object = (key: string, body = 'first') => ({ key, body, contentType: 'text/plain' });
const clock = { now: Date.now, sleep: async () => undefined };

function connect(endpoint: string): S3Client {
  const credentials = { accessKeyId: 'local', secretAccessKey: 'local' };
  return new S3Client({ region: 'ap-northeast-2', endpoint, forcePathStyle: true, credentials });
}

/** Within so many milliseconds from now. */
function within(client: S3Client, ms: number, bounds: Partial<Bounds> = {}): Archive {
  const deadlineMs = Date.now() + ms;
  return createArchive({ client, name: 'archive' }, { clock, random: () => 0.5, deadlineMs, ...bounds });
}

/** What came of a call, and after how many milliseconds. */
async function time(call: Promise<unknown>): Promise<{ error: Error | undefined; ms: number }> {
  const startMs = Date.now();
  const error = await call.then(
    () => undefined,
    (thrown: Error) => thrown,
  );
  return { error, ms: Date.now() - startMs };
}

const calls: readonly (readonly [string, (archive: Archive) => Promise<unknown>])[] = [
  ['read', (archive) => archive.read('there/a.txt')],
  ['create', (archive) => archive.create(object('new/a.txt'))],
  ['put', (archive) => archive.put(object('new/a.txt'))],
  ['replace', (archive) => archive.replace(object('new/b.txt'), undefined)],
  ['list', (archive) => archive.listKeys('there/')],
];

describe('a bucket in bad weather', () => {
  let aws: ScriptedAws;
  let proxy: FaultProxy;
  let client: S3Client;

  beforeAll(async () => {
    aws = await startScriptedAws({ buckets: ['archive'], topics: [] });
    proxy = await startFaultProxy(aws.url);
    client = connect(proxy.url);
    await within(client, 10_000).create(object('there/a.txt', 'the whole text'));
  });
  afterEach(() => proxy.misbehave());
  afterAll(async () => {
    client.destroy();
    await proxy[Symbol.asyncDispose]();
    await aws.stop();
  });

  it.each(calls)('gives up to %s by its deadline when no answer comes', async (_name, call) => {
    proxy.misbehave(() => 'hangs');
    const { error, ms } = await time(call(within(client, 600)));
    expect(error?.message).toMatch(/could not .*: TimeoutError, no whole answer came within 0\.\d s/);
    expect(ms).toBeGreaterThan(300);
    expect(ms).toBeLessThan(3_000);
  });

  it('calls nobody any more when the time of the night is over', async () => {
    const before = proxy.calls.length;
    const { error } = await time(within(client, 0).put(object('new/late.txt')));
    expect(error?.message).toContain('there is no time left for it');
    expect(proxy.calls).toHaveLength(before);
  });

  it('gives up by its own limit what is worth no more, however much is left of the night', async () => {
    proxy.misbehave(() => 'hangs');
    const archive = within(client, 300_000);
    expect((await time(archive.read('a', { limitMs: 200 }))).ms).toBeLessThan(3_000);
    expect((await time(archive.put(object('a'), { limitMs: 200 }))).ms).toBeLessThan(3_000);
  });

  it.each(['is cut off', 'stalls'] as const)('reads again a body that %s once', async (fault) => {
    let times = 0;
    proxy.misbehave(() => {
      times += 1;
      return times === 1 ? fault : undefined;
    });
    expect(await within(client, 3_000).read('there/a.txt')).toBe('the whole text');
    expect(times).toBe(2);
  });

  it.each(['is cut off', 'stalls'] as const)('never takes for whole a body that always %s', async (fault) => {
    proxy.misbehave(() => fault);
    const { error, ms } = await time(within(client, 600).read('there/a.txt'));
    expect(error?.message).toMatch(/could not read there\/a\.txt in archive: (BrokenAnswer|Timeout)Error, /);
    expect(ms).toBeLessThan(3_000);
  });

  it.each(calls)('does not take somebody else’s page for leave to %s', async (_name, call) => {
    proxy.misbehave(() => 'is answered by another');
    const { error } = await time(call(within(client, 2_000)));
    expect(error?.message).toMatch(/not from S3|not the service's own/);
  });

  it('waits between attempts while S3 cannot say who was first, longer each time', async () => {
    let refused = 0;
    aws.intervene(() => {
      refused += 1;
      if (refused > 3) return undefined;
      return { status: 409, code: 'ConditionalRequestConflict', message: 'try again' };
    });
    const manual = createManualClock();
    const bounds = { clock: manual, deadlineMs: Number.POSITIVE_INFINITY };
    await within(client, 0, bounds).create(object('new/contended.txt'));
    aws.intervene();
    expect(manual.sleeps).toEqual([50, 100, 200]);
  });
});

describe('a bucket in the place of which anybody may answer', () => {
  type Given = { status: number; headers?: Record<string, string>; body?: string };
  let given: readonly Given[] = [];
  let server: Server;
  let client: S3Client;
  let asked = 0;

  beforeAll(async () => {
    server = createServer((message, response) => {
      message.resume();
      const { status, headers = {}, body = '' } = given[Math.min(asked, given.length - 1)] ?? { status: 500 };
      asked += 1;
      response.writeHead(status, headers).end(body);
    });
    server.listen(0, '127.0.0.1');
    await once(server, 'listening');
    client = connect(`http://127.0.0.1:${(server.address() as AddressInfo).port}`);
  });
  afterAll(() => {
    client.destroy();
    server.close();
  });

  function answering(...answers: readonly Given[]): Archive {
    [given, asked] = [answers, 0];
    return within(client, 5_000);
  }

  const html = '<html><body>Not <b>found</body></html>';
  const noBucket = '<Error><Code>NoSuchBucket</Code><Message>The bucket does not exist</Message></Error>';
  const etag = '"5d41402abc4b2a76b9719d911017c592"';

  it.each(['', html, 'no & such thing'])(
    'is without an object for which it says 404 with %j',
    async (body) => {
      const archive = answering({ status: 404, body });
      expect(await archive.read('a')).toBeUndefined();
      await expect(archive.replace(object('a'), etag)).rejects.toThrow(ConflictError);
    },
  );

  it('is not without an object when the bucket itself is missing', async () => {
    const archive = answering({ status: 404, body: noBucket });
    await expect(archive.read('a')).rejects.toThrow('NoSuchBucket');
    await expect(archive.replace(object('a'), etag)).rejects.toThrow('NoSuchBucket');
  });

  it('refuses a write as S3 does, whatever words come with the status', async () => {
    for (const status of [409, 412])
      await expect(answering({ status, body: html }).replace(object('a'), etag)).rejects.toThrow(
        ConflictError,
      );
    await expect(answering({ status: 403, body: html }).read('a')).rejects.toThrow(ForbiddenError);
    await expect(answering({ status: 403, body: html }).read('a')).rejects.toThrow(
      "HTTP status 403 with an answer that is not the service's own",
    );
  });

  it('gives no part of an object for the whole', async () => {
    const reading = answering({ status: 206, headers: { etag }, body: 'hel' }).read('a');
    await expect(reading).rejects.toThrow('only a part of the object came, with HTTP status 206');
  });

  it('reads again what does not agree with its checksum', async () => {
    const short = { status: 200, headers: { etag, 'x-amz-checksum-crc32': 'NhCmhg==' }, body: 'hel' };
    expect(await answering(short, { ...short, body: 'hello' }).read('a')).toBe('hello');
    await expect(answering(short).read('a')).rejects.toThrow('Checksum mismatch');
  });

  it('has no ledger where there is an empty one: no night writes that', async () => {
    const loading = answering({ status: 200, headers: { etag } }).loadLedger('acme', [2026]);
    await expect(loading).rejects.toThrow(DamagedArchiveError);
    await expect(loading).rejects.toThrow('ledger/account=acme/year=2026/days.jsonl: it is empty');
  });

  it('says what the time is with every answer, an error among them', async () => {
    const { port } = server.address() as AddressInfo;
    const own = connect(`http://127.0.0.1:${port}`);
    const storeClock = listenToStoreClock(own, createManualClock(5_000));
    const archive = createArchive({ client: own, name: 'archive', clock: storeClock });
    expect(archive.clock()).toBeUndefined();
    [given, asked] = [[{ status: 404, headers: { date: 'Sun, 22 Nov 2026 16:10:03 GMT' } }], 0];
    await archive.read('a');
    const reading = { sentAtMs: 5_000, receivedAtMs: 5_000, serverMs: Date.parse('2026-11-22T16:10:03Z') };
    expect(archive.clock()).toEqual(reading);
    given = [{ status: 200, headers: { etag, date: 'Sun, 22 Nov 2026 16:10:09 GMT', age: '60' } }];
    await archive.put(object('a'));
    expect(archive.clock()).toEqual({ ...reading, serverMs: Date.parse('2026-11-22T16:11:09Z') });
    own.destroy();
  });
});
