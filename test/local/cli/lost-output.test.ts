import { spawn } from 'node:child_process';
import { once } from 'node:events';
import { existsSync } from 'node:fs';
import { mkdtemp, open, readdir, rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { execPath } from 'node:process';
import { text } from 'node:stream/consumers';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { checkout, program, startCommand } from '../../support/command-line.ts';

/** A device that is always full. */
const fullDevice = '/dev/full';

let directory: string;
beforeAll(async () => {
  directory = await mkdtemp(join(tmpdir(), 'vod-nightly-output-'));
});
afterAll(() => rm(directory, { recursive: true }));

describe('a command whose reader has gone', () => {
  const runUnread = async (args: readonly string[]) => {
    const child = startCommand(args);
    child.stdout?.destroy();
    const [stderr, [exitCode]] = await Promise.all([
      child.stderr ? text(child.stderr) : '',
      once(child, 'exit'),
    ]);
    return { stderr, exitCode };
  };

  it.each([['--help'], ['history']])('says nothing of it: %s', async (command) => {
    const { stderr, exitCode } = await runUnread([command, '--directory', directory]);
    expect([exitCode, stderr]).toEqual([1, '']);
  });

  it('tells all the same what it was begun for', async () => {
    const folder = join(directory, 'unread');
    const { stderr, exitCode } = await runUnread(['start', '--directory', folder]);
    expect([exitCode, stderr]).toEqual([1, '']);
    const outbox = await readdir(join(folder, 'outbox'));
    expect(outbox.filter((name) => name.includes('-alerts-'))).not.toEqual([]);
  });
});

describe.skipIf(!existsSync(fullDevice))('a command whose output is full', () => {
  const runFull = async (args: readonly string[], full: 'stdout' | 'stderr') => {
    await using device = await open(fullDevice, 'w');
    const [stdout, stderr] = full === 'stdout' ? [device.fd, 'pipe'] : ['ignore', device.fd];
    const child = spawn(execPath, [program, ...args], {
      ...{ cwd: checkout, env: { NO_COLOR: '1' } },
      stdio: ['ignore', stdout, stderr],
    } as Parameters<typeof spawn>[2]);
    const [said, [exitCode]] = await Promise.all([
      child.stderr ? text(child.stderr) : '',
      once(child, 'exit'),
    ]);
    return { exitCode, said };
  };

  it.each([['--help'], ['history'], ['history', '--format', 'csv']])(
    'says so on one line: %s %s',
    async (...args) => {
      const { exitCode, said } = await runFull([...args, '--directory', directory], 'stdout');
      expect(said).toMatch(/^vod-nightly: the output cannot be written: ENOSPC.*\n$/);
      expect(exitCode).toBe(1);
    },
  );

  it('keeps its exit code where stderr is full and cannot say why', async () => {
    expect((await runFull(['dance'], 'stderr')).exitCode).toBe(2);
  });
});
