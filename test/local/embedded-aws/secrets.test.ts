import {
  GetSecretValueCommand,
  ListSecretsCommand,
  ResourceNotFoundException,
} from '@aws-sdk/client-secrets-manager';
import { describe, expect, it } from 'vitest';
import { startWithClients } from './embedded-clients.ts';

describe('the embedded Secrets Manager', () => {
  it('has no secret, and says so of each', async () => {
    const { secretsManager } = await startWithClients();
    const missing = secretsManager.send(new GetSecretValueCommand({ SecretId: 'vod-nightly/acme' }));
    await expect(missing).rejects.toBeInstanceOf(ResourceNotFoundException);
  });

  it('refuses what it does not do', async () => {
    const { secretsManager } = await startWithClients();
    await expect(secretsManager.send(new ListSecretsCommand())).rejects.toThrow('ListSecrets');
  });
});
