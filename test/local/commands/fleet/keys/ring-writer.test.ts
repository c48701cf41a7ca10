import {
  CreateSecretCommand,
  GetSecretValueCommand,
  SecretsManagerClient,
} from '@aws-sdk/client-secrets-manager';
import { afterEach, beforeEach, describe, expect, it } from 'vitest';
import { systemClock } from '../../../../../lambda/adapters/clock.ts';
import { ConflictError, InvalidInputError } from '../../../../../lambda/errors.ts';
import { planRing, putIntoRing } from '../../../../../local/commands/fleet/keys/ring-writer.ts';
import { type ScriptedAws, startScriptedAws } from '../../../../support/services/scripted-aws.ts';

const ring = { name: 'gold', secretId: 'vod-nightly/rings/gold', tag: 'stack', members: ['acme', 'hooli'] };
const keysOf = (account: string, round = 1) => ({
  accessKey: `ACCESS-${account}-${round}`,
  secretKey: `SECRET-${account}-${round}`,
});
const forAccounts = (...accounts: string[]) => new Map(accounts.map((one) => [one, keysOf(one)]));

let aws: ScriptedAws;
let calls: string[];
beforeEach(async () => {
  calls = [];
  aws = await startScriptedAws({ buckets: [], topics: [], onCall: ({ operation }) => calls.push(operation) });
});
afterEach(() => aws.stop());

function portsWith(maxAttempts = 1) {
  const credentials = { accessKeyId: 'local', secretAccessKey: 'local' };
  const client = new SecretsManagerClient({
    region: 'ap-northeast-2',
    endpoint: aws.url,
    credentials,
    maxAttempts,
  });
  return { client, clock: systemClock, random: Math.random };
}

const read = async (VersionStage?: string) => {
  const command = new GetSecretValueCommand({ SecretId: ring.secretId, VersionStage });
  const { SecretString = '', VersionStages } = await portsWith().client.send(command);
  return { document: JSON.parse(SecretString), stages: VersionStages };
};

describe('putting keys into a ring', () => {
  it('makes the ring the first time, with all keys and in the order of the accounts', async () => {
    const change = await putIntoRing(ring, forAccounts('globex', 'acme'), portsWith());
    expect(calls).toEqual(['GetSecretValue', 'CreateSecret']);
    expect(change).toMatchObject({ added: ['globex', 'acme'], changed: [], unchanged: [], accounts: 2 });
    expect(change.keyless).toEqual(['hooli']);
    const { document } = await read();
    expect(document).toEqual({ acme: keysOf('acme'), globex: keysOf('globex') });
    expect(Object.keys(document)).toEqual(['acme', 'globex']);
  });

  it('makes one new version, however many accounts, and leaves what others have', async () => {
    await putIntoRing(ring, forAccounts('acme', 'globex'), portsWith());
    calls.length = 0;
    const more = new Map([['acme', keysOf('acme', 2)], ...forAccounts('globex', 'initech', 'umbrella')]);
    const change = await putIntoRing(ring, more, portsWith());
    expect(calls).toEqual([
      'GetSecretValue',
      'PutSecretValue',
      'UpdateSecretVersionStage',
      'UpdateSecretVersionStage',
    ]);
    expect(change).toMatchObject({
      added: ['initech', 'umbrella'],
      changed: ['acme'],
      unchanged: ['globex'],
      accounts: 4,
    });
    expect(await read()).toMatchObject({
      document: { acme: keysOf('acme', 2), globex: keysOf('globex'), initech: keysOf('initech') },
      stages: ['AWSCURRENT'],
    });
    expect((await read('AWSPREVIOUS')).document.acme).toEqual(keysOf('acme'));
  });

  it('writes nothing where the ring has the keys already', async () => {
    await putIntoRing(ring, forAccounts('acme'), portsWith());
    calls.length = 0;
    expect(await putIntoRing(ring, forAccounts('acme'), portsWith())).toMatchObject({ unchanged: ['acme'] });
    expect(calls).toEqual(['GetSecretValue']);
  });

  it.each([2, 8])('loses nothing of %d who write at once, be the ring there or not', async (writers) => {
    for (const round of [1, 2]) {
      const names = Array.from({ length: writers }, (_, index) => `customer-${index}`);
      let lost = 0;
      const changes = await Promise.all(
        names.map((name) =>
          putIntoRing(ring, new Map([[name, keysOf(name, round)]]), portsWith(), () => {
            lost += 1;
          }),
        ),
      );
      expect(changes.map(({ added, changed }) => [...added, ...changed])).toEqual(
        names.map((name) => [name]),
      );
      const { document, stages } = await read();
      expect(document).toEqual(Object.fromEntries(names.map((name) => [name, keysOf(name, round)])));
      expect(stages).toContain('AWSCURRENT');
      expect(lost).toBeGreaterThan(0);
    }
  });

  it('gives up, and says so, when others win every race', async () => {
    await putIntoRing(ring, forAccounts('acme'), portsWith());
    aws.intervene(({ operation }) =>
      operation === 'UpdateSecretVersionStage'
        ? { status: 400, code: 'InvalidParameterException', message: 'moved' }
        : undefined,
    );
    const ports = { ...portsWith(), clock: { ...systemClock, sleep: async () => undefined } };
    await expect(putIntoRing(ring, forAccounts('globex'), ports)).rejects.toBeInstanceOf(ConflictError);
    aws.intervene();
    expect((await read()).document).toEqual({ acme: keysOf('acme') });
  });

  it.each([1, 2, 3, 4])(
    'leaves a ring that is whole when it dies after call %d, and harms nobody after',
    async (survived) => {
      await putIntoRing(ring, forAccounts('acme'), portsWith());
      let made = 0;
      aws.intervene(() => {
        made += 1;
        return made > survived ? { status: 403, code: 'AccessDeniedException', message: 'dead' } : undefined;
      });
      const dying = putIntoRing(ring, forAccounts('globex'), portsWith());
      if (survived < 3) await expect(dying).rejects.toThrow('dead');
      else await dying;
      aws.intervene();
      const isCurrent = survived >= 3;
      expect(Object.keys((await read()).document)).toEqual(isCurrent ? ['acme', 'globex'] : ['acme']);
      for (let index = 0; index < 25; index += 1)
        await putIntoRing(ring, forAccounts(`next-${index}`), portsWith());
      const { document } = await read();
      expect(Object.keys(document)).toHaveLength(isCurrent ? 27 : 26);
      expect(document.acme).toEqual(keysOf('acme'));
    },
  );

  it('dies twenty-five times without ever using up the stages of the secret', async () => {
    await putIntoRing(ring, forAccounts('acme'), portsWith());
    const dead = { status: 403, code: 'AccessDeniedException', message: 'dead' };
    aws.intervene(({ operation }) => (operation === 'UpdateSecretVersionStage' ? dead : undefined));
    for (let index = 0; index < 25; index += 1)
      await expect(putIntoRing(ring, forAccounts(`lost-${index}`), portsWith())).rejects.toThrow('dead');
    aws.intervene();
    await putIntoRing(ring, forAccounts('globex'), portsWith());
    expect(Object.keys((await read()).document)).toEqual(['acme', 'globex']);
  });

  it.each(['GetSecretValue', 'PutSecretValue', 'UpdateSecretVersionStage', 'CreateSecret'])(
    'is done once where the answer to %s is lost and the call made again',
    async (lost) => {
      if (lost !== 'CreateSecret') await putIntoRing(ring, forAccounts('acme'), portsWith());
      let losses = 0;
      aws.intervene(({ operation }) => {
        if (operation !== lost || losses > 0) return undefined;
        losses += 1;
        return 'break-after';
      });
      const change = await putIntoRing(ring, forAccounts('globex'), portsWith(3));
      expect(losses).toBe(1);
      expect(change.added).toEqual(['globex']);
      expect((await read()).document.globex).toEqual(keysOf('globex'));
    },
  );
});

describe('a ring that cannot take the keys', () => {
  const many = (count: number) =>
    new Map(
      Array.from({ length: count }, (_, index) => [
        `customer-${index}`,
        { accessKey: 'A'.repeat(20), secretKey: 'S'.repeat(40) },
      ]),
    );

  it('is told of with what it could hold, before anything is written', async () => {
    expect((await putIntoRing(ring, many(500), portsWith())).bytes).toBeLessThan(65_536);
    calls.length = 0;
    const attempts = [
      () => planRing(ring, many(700), portsWith().client),
      () => putIntoRing(ring, many(700), portsWith()),
    ];
    for (const attempt of attempts) {
      const error = await attempt().catch((thrown: Error) => thrown);
      expect(error).toBeInstanceOf(InvalidInputError);
      expect(String(error)).toMatch(
        /would have 700 accounts and \d{5} bytes, and a secret holds 65536, some 613 such accounts; put some into another ring, with --ring NAME/,
      );
      expect(String(error)).not.toContain('SSS');
    }
    expect(calls).toEqual(['GetSecretValue', 'GetSecretValue']);
  });

  it('takes keys up to the last byte', async () => {
    const rest = 65_536 - Buffer.byteLength('{"acme":{"accessKey":"A","secretKey":""}}');
    const with_ = (length: number) => new Map([['acme', { accessKey: 'A', secretKey: 'S'.repeat(length) }]]);
    await expect(putIntoRing(ring, with_(rest + 1), portsWith())).rejects.toBeInstanceOf(InvalidInputError);
    expect((await putIntoRing(ring, with_(rest), portsWith())).bytes).toBe(65_536);
  });

  it.each(['', 'very-secret', '["very-secret"]', '{"acme":{"accessKey":"very-sec'])(
    'is left as it is where it is something else: %j',
    async (text) => {
      const SecretString = text || ' ';
      await portsWith().client.send(new CreateSecretCommand({ Name: ring.secretId, SecretString }));
      calls.length = 0;
      const error = await putIntoRing(ring, forAccounts('acme'), portsWith()).catch(
        (thrown: Error) => thrown,
      );
      expect(String(error)).toContain('is not a JSON document of accounts and their keys');
      expect(String(error)).not.toContain('very');
      expect(calls).toEqual(['GetSecretValue']);
    },
  );
});
