import { mkdtemp, readdir, readFile, rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { addDays, dateReportedBy } from '../../../lambda/core/time/day.ts';
import { runCommand } from '../../support/command-line.ts';

/** What the next night reports, as an operator would reckon it. */
const next = dateReportedBy(Date.now(), 'Asia/Seoul');

describe('vod-nightly mute and unmute', { timeout: 120_000 }, () => {
  let directory: string;
  beforeAll(async () => {
    directory = await mkdtemp(join(tmpdir(), 'vod-nightly-'));
  });
  afterAll(() => rm(directory, { recursive: true, force: true }));

  const command = (...args: readonly string[]) => runCommand([...args, '--directory', directory]);
  const mute = (...args: readonly string[]) => command('mute', '--account', 'example', ...args);

  async function night() {
    const { stdout, exitCode } = await command('run', '--json');
    expect(exitCode).toBe(0);
    return JSON.parse(stdout);
  }

  async function sent(topic: 'alerts' | 'reports'): Promise<string[]> {
    const outbox = join(directory, 'outbox');
    const files = await readdir(outbox).catch(() => []);
    const mails = files.filter((file) => file.includes(`-${topic}-email-`)).sort();
    return Promise.all(mails.map((file) => readFile(join(outbox, file), 'utf8')));
  }

  it('refuses what is missing or wrong, all at once, before it reads a configuration', async () => {
    const { exitCode, stderr } = await command('mute', '--until', 'friday', '--config', 'none.ts');
    expect(exitCode).toBe(2);
    expect(stderr).toContain('--account: has to be given\n');
    expect(stderr).toContain('--until friday: has to be a date');
    expect(stderr).toContain('--reason: has to be given');
    expect(stderr).not.toContain('--config');
  });

  it.each(['mute', 'unmute'])(
    '%s refuses an account that there is none of, and names those there are',
    async (name) => {
      const options = name === 'mute' ? ['--until', next, '--reason', 'x'] : [];
      const unknown = await command(name, '--account', 'nobody', ...options);
      expect(unknown.exitCode).toBe(2);
      expect(unknown.stderr).toContain('--account nobody: has to be one of example\n');
      const missing = await command(name, ...options);
      expect(missing.exitCode).toBe(2);
      expect(missing.stderr).toContain('--account: has to be given, one of example\n');
    },
  );

  it('refuses a date that no later night reports, and one that is more than a year away', async () => {
    const past = await mute('--until', addDays(next, -1), '--reason', 'x');
    expect(past).toMatchObject({ exitCode: 2, stdout: '' });
    expect(past.stderr).toContain(`has to be ${next} or later`);
    const far = await mute('--until', addDays(next, 366), '--reason', 'x');
    expect(far.stderr).toContain(`has to be ${addDays(next, 365)} or earlier`);
  });

  it('says until when, and how to end it before', async () => {
    const { stdout } = await mute('--until', next, '--reason', 'x');
    expect(stdout).toMatch(
      / up to \S+ tell nothing\.\n.*\nTo end it before: npx vod-nightly unmute --account example /,
    );
    await command('unmute', '--account', 'example');
  });

  it('holds back what the nights would tell, says so in the summary, and tells it when the mute is ended', async () => {
    const until = addDays(next, 1);
    const muted = await mute('--until', until, '--reason', 'new\u001b[31m encoder', '--by', 'jae', '--json');
    expect(JSON.parse(muted.stdout)).toMatchObject({ until, reason: 'new [31m encoder', by: 'jae' });

    const silent = await night();
    expect(silent).toMatchObject({
      notices: [],
      silence: { cause: 'mute' },
      heldBack: [{ kind: 'breached' }],
    });
    expect(await sent('alerts')).toEqual([]);
    const [summary = ''] = await sent('reports');
    expect(summary).toContain(`Muted up to ${until} by jae: new [31m encoder\nHeld back: 1 notice`);

    expect(await night()).toMatchObject({ notices: [], heldBack: [{ kind: 'breached' }] });
    expect(await sent('reports')).toHaveLength(1);

    const ended = await command('unmute', '--account', 'example');
    expect(ended.stdout).toMatch(
      /^example is not muted any more: .*\nTo run it now: npx vod-nightly run --account example --directory \S+\n$/,
    );
    expect(await night()).toMatchObject({ notices: [{ kind: 'breached' }], silence: null, heldBack: [] });
    const [mail = ''] = await sent('alerts');
    expect(mail).toContain('Held back until now: the account was muted, "new [31m encoder".');
  });

  it('says that there is nothing to end when the account is not muted', async () => {
    const { stdout, exitCode } = await command('unmute', '--account', 'example');
    expect(stdout).toBe('example was not muted.\n');
    expect(exitCode).toBe(0);
  });
});
