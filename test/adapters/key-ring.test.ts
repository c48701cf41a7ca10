import { setTimeout as wait } from 'node:timers/promises';
import { afterAll, afterEach, beforeAll, beforeEach, describe, expect, it } from 'vitest';
import { connectFrom } from '../../lambda/adapters/connect.ts';
import type { Credentials } from '../../lambda/adapters/credentials.ts';
import { createKeyRing } from '../../lambda/adapters/key-ring.ts';
import { createSecretReader, type ReadSecret } from '../../lambda/adapters/secrets.ts';
import { UnusableKeysError } from '../../lambda/errors.ts';
import { accountOf } from '../support/accounts.ts';
import { createManualClock, type ManualClock } from '../support/manual-clock.ts';
import { type ScriptedAws, startScriptedAws } from '../support/services/scripted-aws.ts';

const soon = () => Date.now() + 5_000;
const keysOf = (accessKey: string, secretKey = 'the-secret-key') => ({ accessKey, secretKey });
const accounts = Array.from({ length: 500 }, (_, index) => `customer-${index}`);

describe('a key ring', () => {
  let aws: ScriptedAws;
  let readSecret: ReadSecret;
  let clock: ManualClock;
  let ring: (account: string) => Credentials;
  let reads = 0;

  beforeAll(async () => {
    const onCall = ({ operation }: { operation: string }) => {
      if (operation === 'GetSecretValue') reads += 1;
    };
    aws = await startScriptedAws({ buckets: [], topics: [], onCall });
    const credentials = { accessKeyId: 'local', secretAccessKey: 'local' };
    readSecret = createSecretReader({ region: 'ap-northeast-2', endpoint: aws.url, credentials });
  });
  beforeEach(() => {
    clock = createManualClock();
    ring = createKeyRing(readSecret, { name: 'gold', secretId: 'rings/gold' }, clock);
    reads = 0;
  });
  afterEach(() => aws.intervene());
  afterAll(() => aws.stop());

  const store = (document: object | string) =>
    aws.setSecret('rings/gold', typeof document === 'string' ? document : JSON.stringify(document));
  const storeAll = (suffix: string) =>
    store(Object.fromEntries(accounts.map((account) => [account, keysOf(`${account}-${suffix}`)])));
  const accessKeyOf = async (account: string) => (await ring(account).current(soon()))?.accessKey;
  const renewed = async (account: string) => (await ring(account).renew(soon()))?.accessKey;
  const failureOf = (account: string) =>
    ring(account)
      .current(soon())
      .then(
        () => undefined,
        (error: Error) => error,
      );

  it('is read once for five hundred accounts, be it at once or one after the other', async () => {
    storeAll('one');
    const found = await Promise.all(accounts.map(accessKeyOf));
    expect(found).toEqual(accounts.map((account) => `${account}-one`));
    for (const account of accounts) await accessKeyOf(account);
    expect(reads).toBe(1);
  });

  it('is read once a minute for all the accounts that are refused, and each gets the keys of now', async () => {
    storeAll('one');
    await accessKeyOf('customer-0');
    await clock.sleep(60_000);
    storeAll('two');
    aws.intervene(() => wait(50, undefined));
    expect(await Promise.all(accounts.map(renewed))).toEqual(accounts.map((account) => `${account}-two`));
    storeAll('three');
    await clock.sleep(59_999);
    expect(await renewed('customer-7')).toBe('customer-7-two');
    expect(reads).toBe(2);
    await clock.sleep(1);
    expect(await renewed('customer-7')).toBe('customer-7-three');
    expect(await accessKeyOf('customer-8')).toBe('customer-8-three');
    expect(reads).toBe(3);
  });

  it('is read anew after it could not be, and whatever that was is not remembered', async () => {
    storeAll('one');
    aws.intervene(() => ({ status: 400, code: 'ThrottlingException', message: 'Rate exceeded' }));
    await expect(accessKeyOf('customer-0')).rejects.toThrow(
      expect.objectContaining({ name: 'ThrottlingException' }),
    );
    aws.intervene();
    expect(await accessKeyOf('customer-0')).toBe('customer-0-one');
  });

  it('is read once more for all who were told of a reading that others had begun, and that failed', async () => {
    storeAll('one');
    aws.intervene(() =>
      reads === 1 ? { status: 400, code: 'AccessDeniedException', message: 'no' } : undefined,
    );
    const [first, ...others] = await Promise.allSettled(accounts.map(accessKeyOf));
    expect(first).toMatchObject({ status: 'rejected', reason: { name: 'AccessDeniedException' } });
    expect(others.map((one) => one.status === 'fulfilled' && one.value)).toEqual(
      accounts.slice(1).map((account) => `${account}-one`),
    );
    expect(reads).toBe(2);
  });

  it('keeps the keys of all other accounts where it can be read no more', async () => {
    storeAll('one');
    await accessKeyOf('customer-0');
    await clock.sleep(60_000);
    aws.intervene(() => ({ status: 400, code: 'AccessDeniedException', message: 'no' }));
    await expect(renewed('customer-1')).rejects.toThrow('no');
    reads = 0;
    expect(await renewed('customer-2')).toBe('customer-2-one');
    expect(await accessKeyOf('customer-3')).toBe('customer-3-one');
    expect(reads).toBe(0);
  });

  it.each([
    ['cut off', '{"acme":{"accessKey":"very-secret'],
    ['no object', '["very-secret"]'],
    ['empty', ''],
  ])('is told of where it is %s, never with what is in it, and read anew', async (_, text) => {
    store(text);
    const error = await failureOf('acme');
    expect(error).toBeInstanceOf(UnusableKeysError);
    expect(error?.message).toBe('the key ring gold is not a JSON document of accounts and their keys');
    store({ acme: keysOf('good') });
    expect(await accessKeyOf('acme')).toBe('good');
  });

  it.each([
    ['is missing', {}, 'the key ring gold has no keys of acme'],
    [
      'is half there',
      { acme: { accessKey: 'very-secret' } },
      'is not an object with accessKey and secretKey',
    ],
    ['is a number', { acme: 5 }, 'is not an object with accessKey and secretKey'],
    ['has a stray character', { acme: keysOf('very\u200bsecret') }, 'the access key has U+200B inside'],
  ])('tells of the one account of which it says nothing good, as it %s', async (_, document, reason) => {
    store({ ...document, globex: keysOf('good') });
    expect(await accessKeyOf('globex')).toBe('good');
    const error = await failureOf('acme');
    expect(error).toBeInstanceOf(UnusableKeysError);
    expect(error?.message).toContain(reason);
    expect(error?.message).not.toContain('secret-key');
    expect(error?.message).not.toContain('very');
  });

  it('has no keys of what every object has', async () => {
    store({ acme: keysOf('good') });
    expect((await failureOf('constructor'))?.message).toBe('the key ring gold has no keys of constructor');
  });

  it('has no keys of an account for which the placeholder stands', async () => {
    store({ acme: keysOf('not-set', 'not-set') });
    expect(await accessKeyOf('acme')).toBeUndefined();
  });

  it.each([
    ['missing', undefined],
    ['not set', keysOf('not-set')],
    ['damaged', keysOf('a b\u00a0c')],
  ])('is asked for keys that were %s when it was read, once a minute', async (_, entry) => {
    store({ globex: keysOf('good'), ...(entry && { acme: entry }) });
    await accessKeyOf('globex');
    store({ acme: keysOf('new') });
    await failureOf('acme');
    expect(reads).toBe(1);
    await clock.sleep(60_000);
    expect(await accessKeyOf('acme')).toBe('new');
    expect(reads).toBe(2);
  });

  it('is found behind the prefix that the environment says, by each account that names it', async () => {
    store({ acme: keysOf('one'), globex: keysOf('two') });
    const environment = {
      VOD_NIGHTLY_BUCKET: 'archive',
      VOD_NIGHTLY_ALERTS_TOPIC: 'arn',
      VOD_NIGHTLY_RINGS: 'rings/',
      VOD_STATION_URL: 'http://127.0.0.1:1',
    };
    const connect = connectFrom(environment, () => undefined, {
      region: 'ap-northeast-2',
      endpoint: aws.url,
      credentials: { accessKeyId: 'local', secretAccessKey: 'local' },
    });
    const order = 'toIsStart' as const;
    const window = { startMs: 0, endMs: 1 };
    for (const name of ['acme', 'globex', 'umbrella']) {
      const { vodStation } = connect(accountOf({ name, secret: { ring: 'gold' } }));
      const { fault } = await vodStation.ask({ window, order }, Date.now() + 300);
      expect(fault?.code).toBe(name === 'umbrella' ? 'credentialsNotSet' : 'network');
    }
    expect(reads).toBe(1);
  });
});
