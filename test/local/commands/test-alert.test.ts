import { mkdtemp, readdir, readFile, rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { readLink } from '../../../lambda/core/links/links.ts';
import { runCommand } from '../../support/command-line.ts';
import { startStage } from '../../support/stage.ts';

describe('vod-nightly test-alert', { timeout: 60_000 }, () => {
  let directory: string;
  beforeAll(async () => {
    directory = await mkdtemp(join(tmpdir(), 'vod-nightly-test-alert-'));
  });
  afterAll(() => rm(directory, { recursive: true }));

  const send = (args: readonly string[], environment = {}) =>
    runCommand(['test-alert', '--by', 'kim', '--directory', directory, ...args], environment);

  it('lies in the outbox for everybody who would be told, and leaves the archive alone', async () => {
    const { exitCode, stdout } = await send([]);
    expect(exitCode).toBe(0);
    expect(stdout).toMatch(/^example: published to \S+ as \S+\n {2}→ email \S+\n {2}→ sms \+821012345678\n$/);
    const files = await readdir(join(directory, 'outbox'));
    const mail = files.find((name) => name.includes('email')) ?? '';
    const text = await readFile(join(directory, 'outbox', mail), 'utf8');
    expect(text).toMatch(/Subject: TEST CRITICAL example: 12 of 120 files failed/);
    expect(text).toContain('This is a test, sent by kim with vod-nightly test-alert.');
    expect(await readdir(join(directory, 's3', 'vod-nightly')).catch(() => [])).toEqual([]);
  });

  it('goes to those only who hear of such news', async () => {
    const { stdout } = await send(['--kind', 'recovered', '--json']);
    expect(JSON.parse(stdout)).toMatchObject({ account: 'example', deliveries: [{ protocol: 'email' }] });
  });

  it('goes through the topics of a stack, with a link that opens the account and nothing else', async () => {
    await using stage = await startStage();
    const key = 'k'.repeat(64);
    stage.aws.setSecret('link-key', key);
    const { NCP_ACCESS_KEY: _access, NCP_SECRET_KEY: _secret, ...others } = stage.environment;
    const reader = { VOD_NIGHTLY_READER_URL: 'https://reader.example/', VOD_NIGHTLY_LINK_KEY: 'link-key' };
    const { exitCode, stdout } = await send(['--kind', 'unavailable'], { ...others, ...reader });
    expect([exitCode, stdout]).toEqual([
      0,
      expect.stringMatching(/^example: published to arn:aws:sns:\S+ as \S+\n$/),
    ]);
    const [delivery] = stage.aws.deliveries();
    const [, token = ''] =
      /^https:\/\/reader\.example\/example\?link=(\S+)$/m.exec(delivery?.body ?? '') ?? [];
    expect(readLink(token, key, Date.now())?.scope).toBe('example');
    expect([...(await stage.objects()).keys()]).toEqual([]);
  });

  it('says which kinds and severities there are', async () => {
    const kind = await send(['--kind', 'fine']);
    expect([kind.exitCode, kind.stderr]).toEqual([
      2,
      expect.stringContaining('--kind fine: has to be one of breached, '),
    ]);
    const severity = await send(['--kind', 'breached', '--severity', 'info']);
    expect(severity.stderr).toContain('--severity info: has to be warning or critical');
  });
});
