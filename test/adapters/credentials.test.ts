import { afterAll, afterEach, beforeAll, beforeEach, describe, expect, it } from 'vitest';
import {
  type Credentials,
  createSecretCredentials,
  createStaticCredentials,
} from '../../lambda/adapters/credentials.ts';
import { createSecretReader, type ReadSecret } from '../../lambda/adapters/secrets.ts';
import { computeSignature } from '../../lambda/core/vendor/signature.ts';
import { UnusableKeysError } from '../../lambda/errors.ts';
import { type FaultProxy, startFaultProxy } from '../support/fault-proxy.ts';
import { type ScriptedAws, startScriptedAws } from '../support/services/scripted-aws.ts';

const soon = () => Date.now() + 5_000;
const documentOf = (accessKey: string, secretKey = 'the-secret-key') =>
  JSON.stringify({ accessKey, secretKey });

describe('keys in a secret', () => {
  let aws: ScriptedAws;
  let proxy: FaultProxy;
  let readSecret: ReadSecret;
  let credentials: Credentials;

  beforeAll(async () => {
    aws = await startScriptedAws({ buckets: [], topics: [] });
    proxy = await startFaultProxy(aws.url);
    const keys = { accessKeyId: 'local', secretAccessKey: 'local' };
    readSecret = createSecretReader({ region: 'ap-northeast-2', endpoint: proxy.url, credentials: keys });
  });
  let secrets = 0;
  let name = '';
  beforeEach(() => {
    secrets += 1;
    name = `keys-${secrets}`;
    credentials = createSecretCredentials(readSecret, name);
  });
  afterEach(() => {
    proxy.misbehave();
    aws.intervene();
  });
  afterAll(async () => {
    await proxy[Symbol.asyncDispose]();
    await aws.stop();
  });

  const accessKeyNow = async () => (await credentials.current(soon()))?.accessKey;

  it('are read once, and again only when they are to be renewed', async () => {
    aws.setSecret(name, documentOf('one'));
    const before = proxy.calls.length;
    expect([await accessKeyNow(), await accessKeyNow()]).toEqual(['one', 'one']);
    expect(proxy.calls.length - before).toBe(1);
    aws.setSecret(name, documentOf('two'));
    expect((await credentials.renew(soon()))?.accessKey).toBe('two');
    expect(await accessKeyNow()).toBe('two');
  });

  it('are read once for all who ask at the same time', async () => {
    aws.setSecret(name, documentOf('one'));
    const before = proxy.calls.length;
    await Promise.all([accessKeyNow(), accessKeyNow(), credentials.renew(soon())]);
    expect(proxy.calls.length - before).toBe(1);
  });

  it('are read once more by who was told of a reading that others had begun, and that failed', async () => {
    aws.setSecret(name, documentOf('one'));
    proxy.misbehave(() => 'hangs');
    const hurried = credentials.current(Date.now() + 200);
    const patient = accessKeyNow();
    await expect(hurried).rejects.toThrow('no whole answer came within');
    proxy.misbehave();
    expect(await patient).toBe('one');
  });

  it.each([
    ['missing', undefined, 'ResourceNotFoundException'],
    ['cut off', '{"accessKey":"a', 'not a JSON document with accessKey and secretKey'],
    ['without one of them', '{"accessKey":"a"}', 'not a JSON document with accessKey and secretKey'],
    ['a number', '{"accessKey":"a","secretKey":5}', 'not a JSON document with accessKey and secretKey'],
    ['full of a character that is in no key', documentOf('ncp\u200biam'), 'the access key has U+200B inside'],
  ])('are read anew after a secret that was %s', async (_name, text, reason) => {
    if (text !== undefined) aws.setSecret(name, text);
    const reading = accessKeyNow();
    await expect(reading).rejects.toThrow();
    expect(String(await reading.catch((error: Error) => `${error.name}: ${error.message}`))).toContain(
      reason,
    );
    aws.setSecret(name, documentOf('good'));
    expect(await accessKeyNow()).toBe('good');
  });

  it.each(['not-set', documentOf('not-set'), documentOf('a', 'not-set\n'), documentOf('', ' ')])(
    'are not set while the secret is %j, and are as soon as it is another',
    async (text) => {
      aws.setSecret(name, text);
      expect(await accessKeyNow()).toBeUndefined();
      aws.setSecret(name, documentOf('good'));
      expect(await accessKeyNow()).toBe('good');
    },
  );

  it('are read anew after Secrets Manager had too much to do', async () => {
    aws.setSecret(name, documentOf('good'));
    aws.intervene(() => ({ status: 400, code: 'ThrottlingException', message: 'Rate exceeded' }));
    const reading = credentials.current(Date.now() + 60_000);
    await expect(reading).rejects.toThrow(expect.objectContaining({ name: 'ThrottlingException' }));
    aws.intervene();
    expect(await accessKeyNow()).toBe('good');
  });

  it('are forgotten when they are to be renewed and cannot be', async () => {
    aws.setSecret(name, documentOf('old'));
    await accessKeyNow();
    aws.setSecret(name, 'not-set');
    expect(await credentials.renew(soon())).toBeUndefined();
    aws.setSecret(name, documentOf('new'));
    expect(await accessKeyNow()).toBe('new');
  });

  it('are not waited for beyond the deadline', async () => {
    proxy.misbehave(() => 'hangs');
    const startMs = Date.now();
    await expect(credentials.current(startMs + 400)).rejects.toThrow('no whole answer came within');
    expect(Date.now() - startMs).toBeLessThan(3_000);
  });
});

describe('keys that were pasted', () => {
  it.each(['\r\n', '\ufeff', '\u00a0', '\u200b', ' \t'])(
    'are taken without %j around them',
    async (around) => {
      const padded = (key: string) => `${around}${key}${around}`;
      const signer = await createStaticCredentials(padded('access'), padded('secret')).current(0);
      expect(signer?.accessKey).toBe('access');
      expect(signer?.sign('text')).toBe(computeSignature('text', 'secret'));
    },
  );

  it('are refused for each character inside that is in no key, and never quoted', async () => {
    const reading = createStaticCredentials('ncp\u00a0iam', 'very\r\nsecret').current(0);
    await expect(reading).rejects.toThrow(UnusableKeysError);
    await expect(reading).rejects.toThrow(
      'the access key has U+00A0 inside, a character that is in no key; the secret key has U+000D inside, a character that is in no key',
    );
  });

  it.each([
    [undefined, 'secret'],
    ['access', undefined],
    ['access', '\u200b\n'],
  ])('are not set when nothing is left of one of them: %j, %j', async (accessKey, secretKey) => {
    expect(await createStaticCredentials(accessKey, secretKey).renew(0)).toBeUndefined();
  });
});
