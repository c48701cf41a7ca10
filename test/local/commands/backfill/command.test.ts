import type { ChildProcess } from 'node:child_process';
import { once } from 'node:events';
import { mkdtemp, readdir, readFile, rm, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { text } from 'node:stream/consumers';
import { afterEach, beforeEach, describe, expect, it } from 'vitest';
import type { LedgerLine } from '../../../../lambda/core/ledger/line.ts';
import { parseLedgerYear } from '../../../../lambda/core/ledger/line.ts';
import { datesBetween } from '../../../../lambda/core/time/day.ts';
import { runCommand, startCommand } from '../../../support/command-line.ts';
import type { Behaviour } from '../../../support/services/behaviours.ts';
import {
  type ScriptedSimulator,
  startScriptedSimulator,
} from '../../../support/services/scripted-simulator.ts';

const keys = { accessKey: 'access-key-of-the-test', secretKey: 'secret-key-of-the-test' };
const slow = { kind: 'slow', headersAfterMs: 20 } as const;

describe('vod-nightly backfill', () => {
  let directory: string;
  let simulator: ScriptedSimulator;
  let environment: Record<string, string>;
  beforeEach(async () => {
    directory = await mkdtemp(join(tmpdir(), 'vod-nightly-'));
    simulator = await startScriptedSimulator(keys);
    environment = {
      NCP_ACCESS_KEY: keys.accessKey,
      NCP_SECRET_KEY: keys.secretKey,
      VOD_STATION_URL: simulator.url,
    };
  });
  afterEach(async () => {
    await simulator.stop();
    await rm(directory, { recursive: true, force: true });
  });

  const command = (from: string, to: string, ...args: string[]) => [
    ...['backfill', '--from', from, '--to', to, '--directory', directory],
    ...args,
  ];
  const backfill = (from: string, to: string, ...args: string[]) =>
    runCommand(command(from, to, ...args), environment);

  async function readLedger(): Promise<LedgerLine[]> {
    const folder = join(directory, 's3/vod-nightly/ledger');
    const files = await readdir(folder, { recursive: true, withFileTypes: true }).catch(() => []);
    const years = files.filter((file) => file.isFile()).map(({ parentPath, name }) => join(parentPath, name));
    return (await Promise.all(years.map((year) => readFile(year, 'utf8')))).flatMap(parseLedgerYear);
  }
  const measured = async () => (await readLedger()).filter(({ state }) => state === 'measured');

  /** Does something when the request of this number comes; all are answered slowly. */
  function atRequest(number: number, deed: () => void): Behaviour {
    let count = 0;
    const when = () => {
      count += 1;
      if (count === number) deed();
      return true;
    };
    return { when, transfer: slow };
  }

  async function endOf(child: ChildProcess) {
    const exited = once(child, 'exit');
    const [stdout = '', stderr = ''] = await Promise.all(
      [child.stdout, child.stderr].map((stream) => (stream ? text(stream) : '')),
    );
    const [exitCode, signal] = await exited;
    return { exitCode, signal, stdout, stderr };
  }

  it('measures a range and prints one JSON document, and nothing else where there is no terminal', async () => {
    const { exitCode, stdout, stderr } = await backfill('2026-01-01', '2026-02-09', '--json');
    expect(stderr).toBe('');
    expect(exitCode).toBe(0);
    expect(JSON.parse(stdout)).toEqual({
      ...{ account: 'example', from: '2026-01-01', to: '2026-02-09', measured: 40, skipped: 0 },
      ...{ leftToNights: [], unavailable: [], remaining: 0, interrupted: false },
    });
    expect(await measured()).toHaveLength(40);
  });

  it('is summed up, with what lies between the range and the present', async () => {
    await backfill('2026-01-01', '2026-01-10');
    const { exitCode, stdout, stderr } = await backfill('2026-01-05', '2026-01-20');
    expect([exitCode, stderr]).toEqual([0, '']);
    expect(stdout).toMatch(
      /^example, 2026-01-05 to 2026-01-20\n {2}measured {2}10 dates\n {2}skipped {3}6 dates, .*\n {2}gap {7}2026-01-21 to /,
    );
    expect(stdout).toMatch(
      /npx vod-nightly backfill --account example --from 2026-01-21 --to \S+ --directory /,
    );
  });

  it('says why dates could not be measured and what to do about it, and fails', async () => {
    simulator.behave({ reply: { kind: 'error', httpStatus: 401, code: 210 } });
    const { exitCode, stdout, stderr } = await backfill('2026-01-01', '2026-01-10');
    expect(exitCode).toBe(1);
    expect(stderr).toBe('vod-nightly: example: 1 date could not be measured\n');
    expect(stdout).toContain('2026-01-01: permission, ');
    expect(stdout).toContain('Give the sub account of these keys permission');
    expect(stdout).toContain('9 dates (given up: permission)');
    const json = JSON.parse((await backfill('2026-01-01', '2026-01-10', '--json')).stdout);
    expect(json).toMatchObject({
      ...{ measured: 0, remaining: 9, stoppedBy: { code: 'permission' }, interrupted: false },
      unavailable: [{ date: '2026-01-01', fault: { code: 'permission' } }],
    });
  });

  it('stops at Ctrl-C, records what it has, and goes on where it was', async () => {
    const child = startCommand(command('2025-10-01', '2026-01-08', '--json'), environment);
    simulator.behave(atRequest(40, () => child.kill('SIGINT')));
    const { exitCode, stdout, stderr } = await endOf(child);
    expect(exitCode).toBe(130);
    expect(stderr).toMatch(/^Stopping .*\n$/);
    const first = JSON.parse(stdout);
    expect(first).toMatchObject({ interrupted: true, unavailable: [] });
    expect(first.measured).toBeGreaterThan(30);
    expect(first.measured + first.remaining).toBe(100);
    expect(await measured()).toHaveLength(first.measured);

    const asked = simulator.requests.length;
    const second = JSON.parse((await backfill('2025-10-01', '2026-01-08', '--json')).stdout);
    expect(second).toMatchObject({ measured: first.remaining, skipped: first.measured, interrupted: false });
    expect(simulator.requests.length - asked).toBe(first.remaining);
    const dates = (await measured()).map(({ date }) => date);
    expect(dates.sort()).toEqual(datesBetween('2025-10-01', '2026-01-08'));
  });

  it('takes the Ctrl-C that npx passes on for the one that it is', async () => {
    const child = startCommand(command('2025-10-01', '2026-01-08', '--json'), environment);
    simulator.behave(
      atRequest(20, () => {
        child.kill('SIGINT');
        child.stderr?.once('data', () => child.kill('SIGINT'));
      }),
    );
    const { exitCode, stdout } = await endOf(child);
    expect(exitCode).toBe(130);
    expect(JSON.parse(stdout)).toMatchObject({ interrupted: true });
  });

  it('ends at once at a second Ctrl-C, although it waits for an answer', async () => {
    const child = startCommand(command('2026-01-01', '2026-01-10'), environment);
    let again: NodeJS.Timeout | undefined;
    const interruptOften = () => {
      again = setInterval(() => child.kill('SIGINT'), 100);
    };
    simulator.behave({
      ...atRequest(1, interruptOften),
      transfer: { kind: 'slow', headersAfterMs: 600_000 },
    });
    const { exitCode, stdout } = await endOf(child);
    clearInterval(again);
    expect([exitCode, stdout]).toEqual([130, '']);
  });

  it('loses no more than a batch when it is killed, and asks again for that alone', async () => {
    const child = startCommand(command('2025-10-01', '2026-01-08', '--json'), environment);
    simulator.behave(atRequest(90, () => child.kill('SIGKILL')));
    expect(await endOf(child)).toMatchObject({ signal: 'SIGKILL', stdout: '' });
    const recorded = (await measured()).length;
    expect(recorded).toBeGreaterThanOrEqual(25);
    const asked = simulator.requests.length;
    const second = JSON.parse((await backfill('2025-10-01', '2026-01-08', '--json')).stdout);
    expect(second).toMatchObject({ measured: 100 - recorded, skipped: recorded });
    expect(simulator.requests.length - asked).toBe(100 - recorded);
    const dates = (await measured()).map(({ date }) => date);
    expect(dates.sort()).toEqual(datesBetween('2025-10-01', '2026-01-08'));
  });

  it.each([
    [
      ['--from', '2026-02-30', '--to', '2099-01-01', '--concurrency', '0', '--config', 'none.ts'],
      ['2026-02-30: has to be a date', '--concurrency 0: has to be'],
    ],
    [['--from', '2026-02-20', '--to', '2099-01-01'], ['--to 2099-01-01: is not over yet in Asia/Seoul']],
    [['--from', '2026-02-20', '--to', '2026-02-19'], ['has to be no later than --to 2026-02-19']],
    [
      ['--concurrency', '65'],
      ['--from: has to be given', '--to: has to be given', '--concurrency 65'],
    ],
    [['--from', '2026-01-01', '--to', '2026-01-02', '--account', 'nobody'], ['has to be one of example']],
  ])('refuses %j with exit code 2, all faults together', async (args, texts) => {
    const { exitCode, stdout, stderr } = await runCommand(['backfill', ...args, '--directory', directory]);
    for (const part of texts) expect(stderr).toContain(part);
    expect([exitCode, stdout]).toEqual([2, '']);
    expect(await readLedger()).toEqual([]);
  });

  it('refuses dates that an account’s zone skipped', async () => {
    const config = join(directory, 'samoa.config.ts');
    const lambda = JSON.stringify(join(import.meta.dirname, '../../../../lambda/config/config.ts'));
    await writeFile(
      config,
      `import { defineConfig } from ${lambda};\nexport default defineConfig({ accounts: [{ name: 'samoa', timeZone: 'Pacific/Apia' }] });\n`,
    );
    const { exitCode, stderr } = await backfill('2011-12-30', '2011-12-31', '--config', config);
    expect(exitCode).toBe(2);
    expect(stderr).toContain('--from 2011-12-30: does not exist in Pacific/Apia');
  });

  it('explains whom it tells, how it ends, and how it is used', async () => {
    const { exitCode, stdout } = await runCommand(['backfill', '--help']);
    expect(exitCode).toBe(0);
    for (const part of ['Who is told: nobody', 'Exit codes:', 'stopped by Ctrl-C', 'Examples:'])
      expect(stdout).toContain(part);
  });
});
