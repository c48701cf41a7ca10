import { mkdir, mkdtemp, readdir, rm, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { platform } from 'node:process';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { addDays, localDateOf } from '../../../lambda/core/time/day.ts';
import { FolderInUseError, lockFolder } from '../../../local/machine/folder-lock.ts';
import { runCommand, runProcess, startCommand } from '../../support/command-line.ts';
import { countsWith } from '../../support/counts.ts';
import { startScriptedSimulator } from '../../support/services/scripted-simulator.ts';

let directory: string;
beforeAll(async () => {
  directory = await mkdtemp(join(tmpdir(), 'vod-nightly-lock-'));
});
afterAll(() => rm(directory, { recursive: true }));

/** A vendor with an alert to tell that takes its time, so that a command lasts until another one has come. */
async function startSlowSimulator(headersAfterMs: number) {
  const simulator = await startScriptedSimulator({ accessKey: 'a', secretKey: 's' });
  const onRequest = (listener: (() => void) | undefined) => {
    const when = () => {
      listener?.();
      return true;
    };
    simulator.behave({ when, transfer: { kind: 'slow', headersAfterMs } });
  };
  onRequest(undefined);
  const yesterday = addDays(localDateOf(Date.now(), 'Asia/Seoul'), -1);
  for (const date of [yesterday, addDays(yesterday, -1)])
    simulator.world.setCounts(date, countsWith({ failure: 50 }));
  return {
    environment: { NCP_ACCESS_KEY: 'a', NCP_SECRET_KEY: 's', VOD_STATION_URL: simulator.url },
    onRequest,
    [Symbol.asyncDispose]: () => simulator.stop(),
  };
}

describe('the lock on a folder', () => {
  it('is had by one at a time, and names who has it', async () => {
    const folder = join(directory, 'one');
    {
      await using _first = await lockFolder(folder, 'vod-nightly start');
      const second = lockFolder(folder, 'vod-nightly run');
      await expect(second).rejects.toThrow(FolderInUseError);
      await expect(lockFolder(folder, 'vod-nightly run')).rejects.toThrow(
        new RegExp(
          `is being written by vod-nightly start \\(process ${process.pid}, since 20.*Z\\); wait until`,
        ),
      );
    }
    await using _next = await lockFolder(folder, 'vod-nightly run');
    expect(await readdir(folder)).toContain('writer');
  });

  it('believes nobody who has left a name behind, though a process of that number is alive', async () => {
    const folder = join(directory, 'left');
    await mkdir(folder);
    await writeFile(
      join(folder, 'writer'),
      `vod-nightly start (process ${process.ppid}, since 2026-11-22T00:00:00.000Z)`,
    );
    await writeFile(join(folder, 'writer.lock'), '');
    await using lock = await lockFolder(folder, 'vod-nightly run');
    expect(lock).toBeDefined();
  });

  it('shows nothing of a name that could move the cursor', async () => {
    const folder = join(directory, 'cursor');
    await using _lock = await lockFolder(folder, 'vod-nightly mute --reason \u001b[2J\nx');
    await expect(lockFolder(folder, 'vod-nightly run')).rejects.toThrow(
      /by vod-nightly mute --reason \[2J x \(/,
    );
  });
});

describe('commands in one folder', () => {
  it('tell once when two are started at the same moment, and the other says who is at work', async () => {
    const folder = join(directory, 'twins');
    await using simulator = await startSlowSimulator(200);
    const start = () => runProcess(['start', '--directory', folder], simulator.environment);
    const results = await Promise.all([start(), start()]);
    const [well, refused] = results.toSorted((a, b) => Number(a.exitCode) - Number(b.exitCode));
    expect(well).toMatchObject({ exitCode: 0, stderr: '' });
    expect(refused).toMatchObject({
      ...{ exitCode: 1, stdout: '' },
      stderr: expect.stringMatching(
        /^vod-nightly: \S+ is being written by vod-nightly start .*\(process \d+, since .*\n$/,
      ),
    });
    const told = (await readdir(join(folder, 'outbox'))).filter((name) => name.includes('-alerts-email-'));
    expect(told).toHaveLength(1);
    expect((await start()).stdout).toContain('nothing was told twice');
  });

  const writers = [
    ['start'],
    ['run'],
    ['backfill', '--from', '2026-01-01', '--to', '2026-01-02'],
    ['rebuild', '--account', 'example', '--write'],
    [
      'mute',
      '--account',
      'example',
      '--until',
      addDays(localDateOf(Date.now(), 'Asia/Seoul'), 30),
      '--reason',
      'x',
    ],
    ['unmute', '--account', 'example'],
  ];
  it.each(writers)('do not write while another does: %s', async (...args) => {
    const folder = join(directory, 'twins');
    await using _lock = await lockFolder(folder, 'vod-nightly start');
    const { exitCode, stdout, stderr } = await runCommand([...args, '--directory', folder]);
    expect(stderr).toMatch(/^vod-nightly: .* is being written by vod-nightly start \(.*\n$/);
    expect([exitCode, stdout]).toEqual([1, '']);
  });

  const readers = [
    ['history'],
    ['query', 'SELECT 1'],
    ['show', '2026-01-01'],
    ['report'],
    ['replay'],
    ['rebuild', '--account', 'example'],
  ];
  it.each(readers)('read while another writes: %s', async (...args) => {
    const folder = join(directory, 'twins');
    await using _lock = await lockFolder(folder, 'vod-nightly start');
    const { stderr } = await runCommand([...args, '--directory', folder]);
    expect(stderr).not.toContain('is being written');
  });

  it('find the folder free after one was killed', async () => {
    const folder = join(directory, 'killed');
    await using simulator = await startSlowSimulator(1_000);
    const { environment } = simulator;
    const child = startCommand(['start', '--directory', folder], environment);
    const ended = new Promise((resolve) => child.on('exit', (_, signal) => resolve(signal)));
    simulator.onRequest(() => child.kill('SIGKILL'));
    expect(await ended).toBe('SIGKILL');
    expect(await readdir(folder)).toContain('writer');
    simulator.onRequest(undefined);
    const { exitCode, stderr } = await runProcess(['run', '--directory', folder], environment);
    expect([exitCode, stderr]).toEqual([0, '']);
  });

  it.each(['history', 'run'])(
    'say of a folder that cannot be one what is wrong with it: %s',
    async (command) => {
      const file = join(directory, 'file');
      await writeFile(file, '');
      const { exitCode, stdout, stderr } = await runCommand([command, '--directory', file]);
      expect(stderr).toContain(`--directory ${file}: has to be a folder that you may write to; E`);
      expect([exitCode, stdout]).toEqual([2, '']);
    },
  );

  it.skipIf(platform !== 'linux').each(['run', 'start', 'test-alert'])(
    'say at once of a folder in which the system lets nobody make one: %s',
    async (command) => {
      for (const folder of ['/proc/none', '/proc/none/below']) {
        const { exitCode, stderr } = await runCommand([command, '--directory', folder]);
        expect(stderr).toContain(`--directory ${folder}: has to be a folder that you may write to; ENOENT`);
        expect(exitCode).toBe(2);
      }
    },
  );
});
