import { once } from 'node:events';
import { mkdtemp, rm } from 'node:fs/promises';
import type { AddressInfo } from 'node:net';
import { createServer } from 'node:net';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { runCommand } from '../../support/command-line.ts';
import { startStage } from '../../support/stage.ts';

let directory: string;
beforeAll(async () => {
  directory = await mkdtemp(join(tmpdir(), 'vod-nightly-failing-'));
});
afterAll(() => rm(directory, { recursive: true }));

/** Every command that prints a document, with what it cannot do without. */
const commands = [
  ['start'],
  ['run'],
  ['backfill', '--from', '2026-01-01', '--to', '2026-01-02'],
  ['history'],
  ['show', '2026-01-01'],
  ['query', 'SELECT 1'],
  ['replay'],
  ['report'],
  ['rebuild', '--account', 'example'],
  ['mute', '--account', 'example', '--until', '2099-01-01', '--reason', 'x'],
  ['unmute', '--account', 'example'],
];

describe('a command that fails with --json', () => {
  it.each(commands)('prints no document, and says why on stderr: %s', async (...args) => {
    const there = ['--json', '--config', join(directory, 'missing.config.ts'), '--directory', directory];
    const { exitCode, stdout, stderr } = await runCommand([...args, ...there]);
    expect([exitCode, stdout]).toEqual([2, '']);
    expect(stderr).toMatch(/^vod-nightly: /);
    expect(stderr).not.toMatch(/^ {4}at /m);
  });

  it('prints its document all the same, where it is the doctor', async () => {
    const missing = join(directory, 'missing.config.ts');
    const { exitCode, stdout, stderr } = await runCommand(['doctor', '--json', '--config', missing]);
    expect([exitCode, stderr]).toEqual([1, '']);
    expect(JSON.parse(stdout)).toContainEqual({
      ...{ section: 'this machine', check: 'configuration', verdict: 'wrong' },
      ...{
        detail: expect.stringContaining(missing),
        fix: expect.stringMatching(/npx vod-nightly init, or name/),
      },
    });
  });
});

describe('a bucket that cannot be read', () => {
  const nobody = {
    AWS_CONFIG_FILE: '/dev/null',
    AWS_SHARED_CREDENTIALS_FILE: '/dev/null',
    AWS_EC2_METADATA_DISABLED: 'true',
  };
  const keys = { AWS_ACCESS_KEY_ID: 'a', AWS_SECRET_ACCESS_KEY: 'b' };
  it.each([
    ['set AWS_REGION to the Region of the stack or the bucket', keys],
    ['sign in to AWS, with AWS_PROFILE or aws sso login', { AWS_REGION: 'ap-northeast-2' }],
    [
      'see whether AWS can be reached from here',
      {
        ...keys,
        AWS_REGION: 'ap-northeast-2',
        AWS_ENDPOINT_URL: 'http://127.0.0.1:9',
        AWS_MAX_ATTEMPTS: '1',
      },
    ],
  ])('is said to be, and that one has to %s', async (fix, environment) => {
    const variables = { ...nobody, ...environment, VOD_NIGHTLY_BUCKET: 'nope' };
    const { exitCode, stderr } = await runCommand(['history'], variables);
    expect([exitCode, stderr]).toEqual([1, expect.stringContaining(`\n  → ${fix}`)]);
  });

  it('is another one than there is', async () => {
    await using stage = await startStage();
    const { stderr } = await runCommand(['history'], { ...stage.environment, VOD_NIGHTLY_BUCKET: 'nope' });
    expect(stderr).toMatch(/NoSuchBucket.*\n {2}→ correct VOD_NIGHTLY_BUCKET, or give --stack instead/);
  });
});

describe('a port that is taken', () => {
  it.each(['simulator', 'serve'])('is said to be, with what would be right, by %s', async (command) => {
    const server = createServer().listen(0, '127.0.0.1');
    await once(server, 'listening');
    const { port } = server.address() as AddressInfo;
    const { exitCode, stdout, stderr } = await runCommand([command, '--json', '--port', String(port)]);
    server.close();
    expect(stderr).toMatch(
      new RegExp(
        `^vod-nightly: --port: it is taken by another program \\(.*:${port}\\); choose .*, or 0 .*\\n$`,
      ),
    );
    expect([exitCode, stdout]).toEqual([1, '']);
  });
});
