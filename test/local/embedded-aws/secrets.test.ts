import { randomUUID } from 'node:crypto';
import { stat } from 'node:fs/promises';
import { join } from 'node:path';
import {
  CreateSecretCommand,
  GetSecretValueCommand,
  ListSecretsCommand,
  PutSecretValueCommand,
  ResourceNotFoundException,
  type SecretsManagerClient,
  UpdateSecretVersionStageCommand,
} from '@aws-sdk/client-secrets-manager';
import { beforeEach, describe, expect, it } from 'vitest';
import { makeDirectory } from './directories.ts';
import { startWithClients } from './embedded-clients.ts';

let client: SecretsManagerClient;
beforeEach(async () => {
  ({ secretsManager: client } = await startWithClients());
});

const SecretId = 'vod-nightly/rings/gold';
const create = (SecretString: string, ClientRequestToken = randomUUID()) =>
  client.send(new CreateSecretCommand({ Name: SecretId, SecretString, ClientRequestToken }));
const put = async (SecretString: string, ...VersionStages: string[]) => {
  const { VersionId = '' } = await client.send(
    new PutSecretValueCommand({ SecretId, SecretString, ...(VersionStages.length > 0 && { VersionStages }) }),
  );
  return VersionId;
};
const move = (VersionStage: string, RemoveFromVersionId: string | undefined, MoveToVersionId?: string) =>
  client.send(
    new UpdateSecretVersionStageCommand({ SecretId, VersionStage, RemoveFromVersionId, MoveToVersionId }),
  );
const get = (VersionStage?: string) => client.send(new GetSecretValueCommand({ SecretId, VersionStage }));
const textOf = async (stage?: string) => (await get(stage)).SecretString;

describe('the embedded Secrets Manager', () => {
  it('says of a secret that is not there that it is not', async () => {
    await expect(get()).rejects.toBeInstanceOf(ResourceNotFoundException);
    await expect(put('a')).rejects.toThrow("Secrets Manager can't find the specified secret.");
    await expect(move('AWSCURRENT', randomUUID())).rejects.toBeInstanceOf(ResourceNotFoundException);
  });

  it('gives a secret by its name, with the version that is current', async () => {
    const { VersionId } = await create('one');
    expect(await get()).toMatchObject({ SecretString: 'one', VersionId, Name: SecretId });
  });

  it('creates no secret twice, unless the same is asked again', async () => {
    const token = randomUUID();
    await create('one', token);
    await create('one', token);
    await expect(create('two')).rejects.toMatchObject({ name: 'ResourceExistsException' });
    await expect(create('two', token)).rejects.toMatchObject({ name: 'ResourceExistsException' });
    expect(await textOf()).toBe('one');
  });

  it('makes a new version current unless it is to have other stages', async () => {
    await create('one');
    await put('two');
    expect([await textOf(), await textOf('AWSPREVIOUS')]).toEqual(['two', 'one']);
    await put('three', 'MINE');
    expect([await textOf(), await textOf('MINE')]).toEqual(['two', 'three']);
    await put('four', 'MINE');
    expect([await textOf(), await textOf('AWSPREVIOUS'), await textOf('MINE')]).toEqual([
      'two',
      'one',
      'four',
    ]);
  });

  it('stores a version once that is put twice, and none under the token of another', async () => {
    await create('one');
    const ClientRequestToken = randomUUID();
    const putAgain = (SecretString: string) =>
      client.send(new PutSecretValueCommand({ SecretId, SecretString, ClientRequestToken }));
    expect((await putAgain('two')).VersionId).toBe(ClientRequestToken);
    await put('three');
    await putAgain('two');
    expect(await textOf()).toBe('three');
    await expect(putAgain('four')).rejects.toMatchObject({ name: 'ResourceExistsException' });
  });

  it('moves a stage from the version that is said to have it, and from no other', async () => {
    const { VersionId: first } = await create('one');
    const second = await put('two', 'MINE');
    const third = await put('three', 'YOURS');
    const overtaken = { name: 'InvalidParameterException', message: expect.stringContaining('AWSCURRENT') };
    await expect(move('AWSCURRENT', third, second)).rejects.toMatchObject(overtaken);
    await move('AWSCURRENT', first, second);
    expect([await textOf(), await textOf('AWSPREVIOUS')]).toEqual(['two', 'one']);
    await expect(move('AWSCURRENT', first, third)).rejects.toMatchObject(overtaken);
    await expect(move('AWSCURRENT', first, second)).rejects.toMatchObject(overtaken);
    await expect(move('AWSCURRENT', second)).rejects.toMatchObject(overtaken);
    expect(await textOf()).toBe('two');
  });

  it('takes a stage off, and keeps the version', async () => {
    await create('one');
    const version = await put('two', 'MINE');
    await move('MINE', version);
    await expect(get('MINE')).rejects.toThrow(
      "can't find the specified secret value for staging label: MINE",
    );
    const { VersionId: current } = await get();
    await move('AWSCURRENT', current, version);
    expect(await textOf()).toBe('two');
    await expect(move('MINE', version)).rejects.toMatchObject({ name: 'InvalidParameterException' });
  });

  it('knows no version that nobody made', async () => {
    const { VersionId } = await create('one');
    for (const [from, to] of [
      [VersionId, randomUUID()],
      [randomUUID(), VersionId],
    ])
      await expect(move('AWSCURRENT', from, to)).rejects.toBeInstanceOf(ResourceNotFoundException);
  });

  it('takes 65,536 bytes and not one more, of whatever characters', async () => {
    await create('x'.repeat(65_536));
    await put('가'.repeat(21_845));
    for (const text of ['x'.repeat(65_537), '가'.repeat(21_846)])
      await expect(put(text)).rejects.toMatchObject({ name: 'ValidationException' });
  });

  it('has room for twenty stages in a secret', async () => {
    await create('one');
    for (let index = 1; index < 20; index += 1) await put(`${index}`, `STAGE-${index}`);
    await expect(put('more', 'STAGE-20')).rejects.toMatchObject({ name: 'LimitExceededException' });
    await put('more', 'STAGE-19');
  });

  it('refuses what it does not do, and names that no secret can have', async () => {
    await expect(client.send(new ListSecretsCommand())).rejects.toThrow('ListSecrets');
    const named = new CreateSecretCommand({ Name: 'my secret', SecretString: 'x' });
    await expect(client.send(named)).rejects.toMatchObject({ name: 'ValidationException' });
    const { VersionId } = await create('one');
    const ofVersion = client.send(new GetSecretValueCommand({ SecretId, VersionId }));
    await expect(ofVersion).rejects.toMatchObject({ name: 'ValidationException' });
    await expect(move('MINE', undefined, VersionId)).rejects.toMatchObject({ name: 'ValidationException' });
  });

  it('keeps secrets from one start to the next, in a folder that is for nobody else', async () => {
    const directory = await makeDirectory();
    ({ secretsManager: client } = await startWithClients({ directory }));
    await create('one');
    await put('two');
    ({ secretsManager: client } = await startWithClients({ directory }));
    expect([await textOf(), await textOf('AWSPREVIOUS')]).toEqual(['two', 'one']);
    expect((await stat(join(directory, 'secrets'))).mode & 0o777).toBe(0o700);
  });
});
