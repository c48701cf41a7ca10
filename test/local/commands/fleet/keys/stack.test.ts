import { mkdtemp, rm, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { GetSecretValueCommand, SecretsManagerClient } from '@aws-sdk/client-secrets-manager';
import { afterEach, beforeEach, describe, expect, it } from 'vitest';
import { shiftKey } from '../../../../../lambda/core/ledger/keys.ts';
import { runCommand } from '../../../../support/command-line.ts';
import { writeConfig } from '../../../../support/doctor.ts';
import { type ScriptedAws, startScriptedAws } from '../../../../support/services/scripted-aws.ts';

const keys = { NCP_ACCESS_KEY: 'ACCESS-acme', NCP_SECRET_KEY: 'SECRET-acme' };

describe('fleet keys put, on a stack', () => {
  let directory: string;
  let aws: ScriptedAws;
  let deployed: Readonly<Record<string, string>>;
  beforeEach(async () => {
    directory = await mkdtemp(join(tmpdir(), 'vod-nightly-keys-'));
    aws = await startScriptedAws({ buckets: ['archive'], topics: [] });
    deployed = {
      ...{ AWS_ENDPOINT_URL: aws.url, AWS_REGION: 'ap-northeast-2' },
      ...{ AWS_ACCESS_KEY_ID: 'a', AWS_SECRET_ACCESS_KEY: 'b' },
      VOD_NIGHTLY_BUCKET: 'archive',
      VOD_NIGHTLY_RINGS: 'vod-nightly/Stack/rings/',
      VOD_NIGHTLY_SECRETS_TAG: 'Stack',
    };
  });
  afterEach(async () => {
    await aws.stop();
    await rm(directory, { recursive: true });
  });

  /** Runs `fleet keys put` and makes sure that no key is printed. */
  async function put(args: readonly string[], variables: Readonly<Record<string, string>>) {
    const config = await writeConfig(directory, { fleet: { shifts: [{ name: 'night' }] } });
    const result = await runCommand(['fleet', 'keys', 'put', ...args, '--config', config], variables);
    expect(result.stdout + result.stderr).not.toMatch(/ACCESS-|SECRET-/);
    return result;
  }

  it('puts keys into the ring with the prefix and the tag of the stack', async () => {
    const created: unknown[] = [];
    aws.intervene(({ operation, resource }) => void (operation === 'CreateSecret' && created.push(resource)));
    expect((await put(['acme', '--ring', 'gold'], { ...deployed, ...keys })).exitCode).toBe(0);
    expect(created).toHaveLength(1);
    const credentials = { accessKeyId: 'local', secretAccessKey: 'local' };
    const client = new SecretsManagerClient({ region: 'ap-northeast-2', endpoint: aws.url, credentials });
    const SecretId = 'vod-nightly/Stack/rings/gold';
    const { SecretString } = await client.send(new GetSecretValueCommand({ SecretId }));
    expect(JSON.parse(SecretString ?? '')).toEqual({
      acme: { accessKey: 'ACCESS-acme', secretKey: 'SECRET-acme' },
    });
  });

  it.each([
    [{ VOD_NIGHTLY_RINGS: '' }, 'have to be set together with VOD_NIGHTLY_BUCKET'],
    [{ VOD_NIGHTLY_SECRETS_TAG: '' }, 'have to be set together with VOD_NIGHTLY_BUCKET'],
  ])('says what is missing where nothing says where rings are: %j', async (missing, reason) => {
    const { exitCode, stderr } = await put(['acme', '--ring', 'gold'], { ...deployed, ...keys, ...missing });
    expect([exitCode, stderr]).toEqual([2, expect.stringContaining(reason)]);
  });

  it.each([
    [403, 'AccessDeniedException', 'not allowed', /allow secretsmanager: GetSecretValue, PutSecretValue/],
    [400, 'LimitExceededException', 'too many', /has more versions than Secrets Manager keeps of a day/],
    [
      400,
      'InvalidRequestException',
      'marked for deletion',
      /marked for deletion; .* restore-secret --secret-id vod/,
    ],
    [400, 'ValidationException', 'the value SECRET-acme is wrong', /the value … is wrong/],
  ])('says what AWS has against it, and no key: %d %s', async (status, code, message, said) => {
    aws.intervene(({ operation }) =>
      operation === 'GetSecretValue' ? { status, code, message } : undefined,
    );
    const { exitCode, stderr } = await put(['acme', '--ring', 'gold'], { ...deployed, ...keys });
    expect([exitCode, stderr]).toEqual([1, expect.stringMatching(said)]);
  });

  it('puts keys into other rings where one fails, and ends with what failed', async () => {
    const shift = ['acme', 'globex'].map((name, index) =>
      JSON.stringify({
        name,
        timeZone: 'Asia/Seoul',
        time: '01:10',
        secret: { ring: index ? 'gold' : 'silver' },
      }),
    );
    const url = `${aws.url}/archive/${shiftKey('night')}`;
    await fetch(url, { method: 'PUT', body: shift.join('\n'), headers: { 'if-none-match': '*' } });
    const dead = { status: 400, code: 'LimitExceededException', message: 'too many' };
    aws.intervene(({ operation, resource }) =>
      operation === 'CreateSecret' && resource.includes('silver') ? dead : undefined,
    );
    const file = join(directory, 'keys.csv');
    await writeFile(file, 'account,accessKey,secretKey\nacme,ACCESS-a,SECRET-a\nglobex,ACCESS-g,SECRET-g\n');
    const { exitCode, stdout, stderr } = await put(['--file', file], deployed);
    expect(exitCode).toBe(1);
    expect(stdout).toMatch(/^gold: put the keys of 1 account/);
    expect(stderr).toContain('the key ring silver: has more versions');
  });
});
