import { mkdtemp, rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterEach, beforeEach, describe, expect, it } from 'vitest';
import { runCommand } from '../../support/command-line.ts';
import { writeConfig } from '../../support/doctor.ts';
import { startScriptedSimulator } from '../../support/services/scripted-simulator.ts';

const keys = { accessKey: 'A'.repeat(20), secretKey: 'S'.repeat(40) };

describe('the keys of a night on this machine', () => {
  let directory: string;
  beforeEach(async () => {
    directory = await mkdtemp(join(tmpdir(), 'vod-nightly-keys-'));
  });
  afterEach(() => rm(directory, { recursive: true }));

  async function run(args: readonly string[], account: object, environment = {}) {
    const config = await writeConfig(directory, { accounts: [{ name: 'acme', ...account }] });
    return runCommand([...args, '--config', config, '--directory', join(directory, 'state')], environment);
  }

  const ringed = { secret: { ring: 'gold' } };
  const putKeys = () =>
    run(['fleet', 'keys', 'put', 'acme'], ringed, {
      NCP_ACCESS_KEY: keys.accessKey,
      NCP_SECRET_KEY: keys.secretKey,
    });

  it('are those of the key ring that was put here', async () => {
    const simulator = await startScriptedSimulator(keys);
    const environment = { VOD_STATION_URL: simulator.url };
    await putKeys();
    const { stdout, stderr } = await run(['run', '--json'], ringed, environment);
    await simulator.stop();
    expect(stderr).toBe('');
    expect(JSON.parse(stdout)).toMatchObject({ account: 'acme', state: 'measured' });
    expect(simulator.requests.length).toBeGreaterThan(0);
  });

  it('are those of the environment where no ring was put here', async () => {
    const simulator = await startScriptedSimulator(keys);
    const environment = {
      VOD_STATION_URL: simulator.url,
      NCP_ACCESS_KEY: keys.accessKey,
      NCP_SECRET_KEY: keys.secretKey,
    };
    const { stdout } = await run(['run', '--json'], ringed, environment);
    await simulator.stop();
    expect(JSON.parse(stdout)).toMatchObject({ account: 'acme', state: 'measured' });
  });

  it.each([
    ['a secret of AWS', { secret: 'vendor/acme' }],
    ['a key ring that is not here', ringed],
  ])('are those of the simulator where the account names %s and nothing else is here', async (_, account) => {
    const { stdout, stderr } = await run(['run', '--json'], account);
    expect(stderr).toBe('');
    expect(JSON.parse(stdout)).toMatchObject({ account: 'acme', state: 'measured' });
  });
});
