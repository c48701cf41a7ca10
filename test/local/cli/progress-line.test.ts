import { spawn } from 'node:child_process';
import { mkdtemp, rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { execPath } from 'node:process';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { columnsOf } from '../../../lambda/core/text/columns.ts';
import { describeProgress } from '../../../local/cli/progress-line.ts';
import { checkout, program } from '../../support/command-line.ts';
import { type ScriptedSimulator, startScriptedSimulator } from '../../support/services/scripted-simulator.ts';
import { hasTerminal } from '../../support/terminal.ts';

describe('a line of progress', () => {
  const title = 'acme: measuring the past';

  it('has a bar, a rate, the time that is left, and the date', () => {
    const line = describeProgress(title, { done: 10, total: 40, item: '2026-11-22' }, 5_000, 100);
    expect(line).toBe(
      `acme: measuring the past ${'█'.repeat(10)}${'░'.repeat(28)} 10/40, 2.0/s, 15 s left, 2026-11-22`,
    );
  });

  it.each([20, 40, 60, 80, 200])('stays within %d columns', (columns) => {
    for (const done of [0, 1, 999, 1_000]) {
      const line = describeProgress(title, { done, total: 1_000, item: '2026-11-22' }, 5_000, columns);
      expect(columnsOf(line)).toBeLessThan(columns);
    }
  });

  it('says nothing of the time that is left before anything is done', () => {
    const line = describeProgress(title, { done: 0, total: 40, item: '2026-11-22' }, 5_000, 80);
    expect(line).toMatch(/ ░+ 0\/40, 0\.0\/s, 2026-11-22$/);
  });
});

describe.skipIf(!hasTerminal)('Ctrl-C at a line of progress', () => {
  const clearLine = '\r\u001b[K';
  let directory: string;
  let simulator: ScriptedSimulator;
  beforeAll(async () => {
    directory = await mkdtemp(join(tmpdir(), 'vod-nightly-progress-'));
    simulator = await startScriptedSimulator({ accessKey: 'a', secretKey: 's' });
    simulator.behave({ transfer: { kind: 'slow', headersAfterMs: 200 } });
  });
  afterAll(async () => {
    await simulator.stop();
    await rm(directory, { recursive: true });
  });

  /** Types Ctrl-C as soon as the bar has come so far; gives all that the terminal was sent. */
  const interruptAt = async (args: string) => {
    const command = `stty cols 80; exec '${execPath}' '${program}' ${args}`;
    const env = {
      PATH: process.env.PATH ?? '',
      TERM: 'xterm-256color',
      NCP_ACCESS_KEY: 'a',
      NCP_SECRET_KEY: 's',
    };
    const child = spawn('script', ['-qec', command, '/dev/null'], {
      ...{ cwd: checkout, env: { ...env, VOD_STATION_URL: simulator.url } },
    });
    let shown = '';
    let isTyped = false;
    child.stdout.on('data', (chunk: Buffer) => {
      shown += chunk;
      if (isTyped || !shown.includes('█')) return;
      isTyped = true;
      child.stdin.write('\u0003');
    });
    const exitCode = await new Promise<number | null>((resolve) => child.on('exit', resolve));
    return { exitCode, shown };
  };

  it.each([
    [
      'backfill',
      () => `backfill --from 2026-01-01 --to 2026-03-31 --directory ${join(directory, 'backfill')}`,
    ],
    ['start', () => `start --directory ${join(directory, 'start')}`],
  ])('clears it before %s says anything, and again at the end', async (_, args) => {
    const { exitCode, shown } = await interruptAt(args());
    expect(exitCode).toBe(130);
    const [before = '', after = ''] = shown.split('Stopping when');
    expect(before).toContain('█');
    expect(before.endsWith(clearLine)).toBe(true);
    const lastBar = after.lastIndexOf('░');
    if (lastBar >= 0) expect(after.slice(lastBar)).toContain(clearLine);
    expect(after.slice(after.lastIndexOf(clearLine))).not.toMatch(/[█░]/);
    expect(shown).not.toContain('\u001b[?');
  });
});
