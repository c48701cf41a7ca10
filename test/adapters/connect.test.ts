import { mkdtemp, rm, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterAll, afterEach, beforeAll, describe, expect, it, vi } from 'vitest';
import { connectArchive } from '../../lambda/adapters/connect.ts';
import { type Forgetting, startForgetfulRelay } from '../support/forgetful-relay.ts';
import { type ScriptedAws, startScriptedAws } from '../support/services/scripted-aws.ts';

describe('the archive at an address of its own', () => {
  const resources: string[] = [];
  let aws: ScriptedAws;
  let directory: string;

  beforeAll(async () => {
    directory = await mkdtemp(join(tmpdir(), 'vod-nightly-aws-'));
    aws = await startScriptedAws({
      buckets: ['archive'],
      topics: [],
      onCall: ({ resource }) => resources.push(resource),
    });
  });
  afterEach(() => vi.unstubAllEnvs());
  afterAll(async () => {
    await aws.stop();
    await rm(directory, { recursive: true });
  });

  /** Writes and reads with nothing but the SDK's own variables. */
  async function roundTrip(variables: Record<string, string>): Promise<string | undefined> {
    const nowhere = join(directory, 'no-such-file');
    const own = { AWS_REGION: 'ap-northeast-2', AWS_ACCESS_KEY_ID: 'a', AWS_SECRET_ACCESS_KEY: 'b' };
    const files = { AWS_CONFIG_FILE: nowhere, AWS_SHARED_CREDENTIALS_FILE: nowhere };
    for (const [name, value] of Object.entries({ ...own, ...files, ...variables })) vi.stubEnv(name, value);
    const archive = connectArchive({ VOD_NIGHTLY_BUCKET: 'archive' });
    await archive.put({ key: 'a/1', body: 'here', contentType: 'text/plain' });
    return archive.read('a/1');
  }

  it.each(['AWS_ENDPOINT_URL', 'AWS_ENDPOINT_URL_S3'])(
    'is reached by path when %s says where',
    async (name) => {
      // A name, of which a bucket’s would be another: localhost resolves, archive.localhost need not.
      expect(await roundTrip({ [name]: aws.url.replace('127.0.0.1', 'localhost') })).toBe('here');
      expect(resources.at(-1)).toBe('arn:aws:s3:::archive/a/1');
    },
  );

  it('is reached by path when the AWS config file says where', async () => {
    const file = join(directory, 'config');
    await writeFile(file, `[default]\nendpoint_url = ${aws.url.replace('127.0.0.1', 'localhost')}\n`);
    expect(await roundTrip({ AWS_CONFIG_FILE: file })).toBe('here');
    expect(resources.at(-1)).toBe('arn:aws:s3:::archive/a/1');
  });

  it('lets a call have a connection of its own, however many others wait for their answers', async () => {
    const calls = 60;
    const all = Promise.withResolvers<undefined>();
    let arrived = 0;
    aws.intervene(() => {
      arrived += 1;
      if (arrived === calls) all.resolve(undefined);
      return all.promise;
    });
    const endpoint = { region: 'ap-northeast-2', endpoint: aws.url };
    const credentials = { accessKeyId: 'a', secretAccessKey: 'b' };
    const archive = connectArchive({ VOD_NIGHTLY_BUCKET: 'archive' }, { ...endpoint, credentials });
    const reads = Array.from({ length: calls }, (_, index) => archive.read(`crowd/${index}`));
    expect(await Promise.all(reads)).toEqual(Array(calls).fill(undefined));
    expect(arrived).toBe(calls);
    aws.intervene();
  });

  describe('whose connections the network forgets', () => {
    /** After a burst of calls, which leaves twenty connections to be used again. */
    async function readAfter(how: Forgetting, idleMs: number): Promise<number> {
      await using relay = await startForgetfulRelay(aws.url);
      const credentials = { accessKeyId: 'a', secretAccessKey: 'b' };
      const settings = { region: 'ap-northeast-2', endpoint: relay.url, credentials };
      const archive = connectArchive({ VOD_NIGHTLY_BUCKET: 'archive' }, settings);
      await archive.put({ key: 'kept/1', body: 'here', contentType: 'text/plain' });
      await Promise.all(Array.from({ length: 20 }, () => archive.read('kept/1')));
      expect(relay.opened()).toBe(20);
      relay.forget(how);
      vi.useFakeTimers({ toFake: ['Date'], now: Date.now() + idleMs });
      const startMs = performance.now();
      expect(await archive.read('kept/1', { limitMs: 2_000 })).toBe('here');
      vi.useRealTimers();
      expect(relay.opened()).toBe(21);
      return performance.now() - startMs;
    }

    it.each(['closes', 'resets', 'swallows'] as const)(
      'is reached over a new one when it %s all of them',
      async (how) => {
        await readAfter(how, 0);
      },
    );

    it('is reached over a new one at once when it swallows what is sent after a while', async () => {
      expect(await readAfter('swallows', 5_001)).toBeLessThan(900);
    });
  });
});
