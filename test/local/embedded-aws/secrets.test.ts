import { readdir } from 'node:fs/promises';
import {
  GetSecretValueCommand,
  ListSecretsCommand,
  ResourceNotFoundException,
} from '@aws-sdk/client-secrets-manager';
import { describe, expect, it } from 'vitest';
import { makeDirectory } from './directories.ts';
import { startWithClients } from './embedded-clients.ts';

const name = 'vod-nightly/acme';
const keys = '{"accessKey":"a","secretKey":"s"}';

describe('the embedded Secrets Manager', () => {
  it('gives a secret by its name and by its ARN', async () => {
    const { secretsManager } = await startWithClients({ secrets: { [name]: keys } });
    const { ARN, SecretString } = await secretsManager.send(new GetSecretValueCommand({ SecretId: name }));
    expect(SecretString).toBe(keys);
    expect(await secretsManager.send(new GetSecretValueCommand({ SecretId: ARN }))).toMatchObject({
      Name: name,
      SecretString: keys,
    });
  });

  it('gives a rotated secret from then on', async () => {
    const { aws, secretsManager } = await startWithClients({ secrets: { [name]: keys } });
    aws.setSecret(name, 'rotated');
    const { SecretString } = await secretsManager.send(new GetSecretValueCommand({ SecretId: name }));
    expect(SecretString).toBe('rotated');
  });

  it('refuses what it does not have and what it does not do', async () => {
    const { secretsManager } = await startWithClients();
    const missing = secretsManager.send(new GetSecretValueCommand({ SecretId: name }));
    await expect(missing).rejects.toBeInstanceOf(ResourceNotFoundException);
    await expect(secretsManager.send(new ListSecretsCommand())).rejects.toThrow('ListSecrets');
  });

  it('keeps no secret on the disk', async () => {
    const directory = await makeDirectory();
    const { secretsManager } = await startWithClients({ directory, secrets: { [name]: keys } });
    await secretsManager.send(new GetSecretValueCommand({ SecretId: name }));
    const entries = await readdir(directory, { recursive: true, withFileTypes: true });
    expect(entries.filter((entry) => entry.isFile())).toEqual([]);
  });
});
