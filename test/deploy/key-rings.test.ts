import {
  DescribeSecretCommand,
  GetSecretValueCommand,
  SecretsManagerClient,
} from '@aws-sdk/client-secrets-manager';
import { describe, expect, inject, it } from 'vitest';
import { systemClock } from '../../lambda/adapters/clock.ts';
import { putIntoRing } from '../../local/commands/fleet/keys/ring-writer.ts';
import { region } from './place.ts';

const emulators = Object.entries(inject('emulators')).map(([name, url]) => ({ name, url }));
const keysOf = (account: string) => ({
  accessKey: `access-of-${account}`,
  secretKey: `secret-of-${account}`,
});

describe.runIf(emulators.length > 0)('a key ring on AWS as others understand it', () => {
  it.each(emulators)('loses nothing of four who write it at once: $name', async ({ url: endpoint }) => {
    const credentials = { accessKeyId: 'test', secretAccessKey: 'test' };
    const client = new SecretsManagerClient({ region, endpoint, credentials });
    const ring = { name: 'gold', secretId: 'vod-nightly/races/rings/gold', tag: 'races', members: [] };
    const ports = { client, clock: systemClock, random: Math.random };
    const put = (account: string) => putIntoRing(ring, new Map([[account, keysOf(account)]]), ports);
    const names = ['acme', 'globex', 'initech', 'umbrella'];
    await put('first');
    await Promise.all(names.map(put));
    const current = new GetSecretValueCommand({ SecretId: ring.secretId, VersionStage: 'AWSCURRENT' });
    const { SecretString = '' } = await client.send(current);
    expect(JSON.parse(SecretString)).toEqual(
      Object.fromEntries([...names, 'first'].sort().map((name) => [name, keysOf(name)])),
    );
    const { Tags } = await client.send(new DescribeSecretCommand({ SecretId: ring.secretId }));
    expect(Tags).toEqual([{ Key: 'vod-nightly', Value: 'races' }]);
  });
});
