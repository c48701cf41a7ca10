import { once } from 'node:events';
import { mkdtemp, readdir, readFile, rm, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { createInterface } from 'node:readline';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { addDays, localDateOf } from '../../lambda/core/time/day.ts';
import { computeSignature, stringToSign } from '../../lambda/core/vendor/signature.ts';
import { runCommand, runProcess, startCommand } from '../support/command-line.ts';
import { startScriptedSimulator } from '../support/services/scripted-simulator.ts';

describe('vod-nightly', () => {
  let directory: string;
  beforeAll(async () => {
    directory = await mkdtemp(join(tmpdir(), 'vod-nightly-'));
  });
  afterAll(() => rm(directory, { recursive: true, force: true }));

  const filesBelow = async (folder: string) => {
    const entries = await readdir(join(directory, folder), { recursive: true, withFileTypes: true });
    return entries.filter((entry) => entry.isFile()).map(({ parentPath, name }) => join(parentPath, name));
  };

  describe('start', () => {
    it('measures the last 30 dates, then runs last night and shows what came of it', async () => {
      const { exitCode, stdout, stderr } = await runProcess(['start', '--directory', directory]);
      expect(stderr).toBe('');
      expect(exitCode).toBe(0);
      expect(stdout).toContain('measured 30 past dates');
      expect(stdout).toMatch(/\d+ files: \d+ waiting, \d+ running, \d+ complete, \d+ failed, \d+ canceled/);
      expect(stdout).toContain('told      breached');
      expect(stdout).toContain('→ email ops@example.com');
      expect(stdout).toMatch(/^Look around: npx vod-nightly serve --open --directory \S+$/m);
      expect(await filesBelow('s3/vod-nightly/snapshots')).toHaveLength(31);
      const [mail = ''] = (await filesBelow('outbox')).filter((file) =>
        file.endsWith('-email-ops@example.com.txt'),
      );
      expect(await readFile(mail, 'utf8')).toMatch(
        /^Subject: (CRITICAL|WARNING) example: \d+ of \d+ files failed(?: so far)?, /m,
      );
    });

    it('asks no real API in a folder with simulated counts, and no simulator in one with real ones', async () => {
      const keys = { accessKey: 'A'.repeat(20), secretKey: 'S'.repeat(40) };
      const simulator = await startScriptedSimulator(keys);
      const real = {
        NCP_ACCESS_KEY: keys.accessKey,
        NCP_SECRET_KEY: keys.secretKey,
        VOD_STATION_URL: simulator.url,
      };
      const before = await filesBelow('s3/vod-nightly');
      const mixed = await runCommand(['start', '--directory', directory], real);
      expect([mixed.exitCode, mixed.stderr]).toEqual([
        1,
        expect.stringContaining(`${directory}: has the counts of a simulated world, among which real ones`),
      ]);
      expect(await filesBelow('s3/vod-nightly')).toEqual(before);
      const own = ['run', '--directory', join(directory, 'real')];
      expect((await runCommand(own, real)).exitCode).toBe(0);
      await simulator.stop();
      const simulated = await runCommand(own);
      expect([simulated.exitCode, simulated.stderr]).toEqual([
        1,
        expect.stringContaining('has real counts, among which those of a simulator have no place'),
      ]);
    });

    it('adds no duplicate the second time, and says so', async () => {
      const before = await filesBelow('outbox');
      const { exitCode, stdout } = await runProcess(['--directory', directory]);
      expect(exitCode).toBe(0);
      expect(stdout).toContain('nothing was told twice');
      expect(await filesBelow('s3/vod-nightly/snapshots')).toHaveLength(31);
      expect(await filesBelow('outbox')).toEqual(before);
    });
  });

  describe('run', () => {
    it('prints one JSON document on stdout and nothing else', async () => {
      const { exitCode, stdout } = await runCommand(['run', '--json', '--directory', directory]);
      expect(exitCode).toBe(0);
      const summary = JSON.parse(stdout);
      expect(Object.keys(summary)).toEqual(
        expect.arrayContaining([
          'account',
          'date',
          'state',
          'counts',
          'findings',
          'notices',
          'snapshot',
          'ledger',
        ]),
      );
      expect(summary).toMatchObject({ account: 'example', state: 'measured', notices: [] });
    });

    const run = (date: string) => runCommand(['run', '--date', date, '--json', '--directory', directory]);

    it('reports the date it is told to', async () => {
      const date = addDays(localDateOf(Date.now(), 'Asia/Seoul'), -5);
      expect(JSON.parse((await run(date)).stdout)).toMatchObject({ date, state: 'measured' });
    });

    it('goes by the clock of the API where its own is ahead, with which its own S3 agrees', async () => {
      const keys = { accessKey: 'A'.repeat(20), secretKey: 'S'.repeat(40) };
      const simulator = await startScriptedSimulator({ ...keys, now: () => Date.now() - 9 * 3_600_000 });
      const environment = {
        NCP_ACCESS_KEY: keys.accessKey,
        NCP_SECRET_KEY: keys.secretKey,
        VOD_STATION_URL: simulator.url,
      };
      const folder = join(directory, 'ahead');
      const date = addDays(localDateOf(Date.now(), 'Asia/Seoul'), -2);
      const args = ['run', '--date', date, '--json', '--directory', folder];
      const { stdout, stderr } = await runCommand(args, environment);
      await simulator.stop();
      expect(stderr).toBe('');
      expect(JSON.parse(stdout)).toMatchObject({ date, state: 'measured' });
    });

    it('leaves a date of long ago to a backfill, and names the command', async () => {
      const { exitCode, stderr } = await run('2026-01-02');
      expect(exitCode).toBe(1);
      expect(stderr).toContain('npx vod-nightly backfill --from 2026-01-02 --to 2026-01-02');
      expect(stderr).not.toContain('    at ');
    });

    it('fails with exit code 1 when the date cannot be measured, and still prints what is known', async () => {
      const simulator = await startScriptedSimulator({ accessKey: 'a', secretKey: 'the right one' });
      const environment = {
        NCP_ACCESS_KEY: 'a',
        NCP_SECRET_KEY: 'a wrong one',
        VOD_STATION_URL: simulator.url,
      };
      const folder = await mkdtemp(join(tmpdir(), 'vod-nightly-'));
      const { exitCode, stdout, stderr } = await runCommand(
        ['run', '--json', '--directory', folder],
        environment,
      );
      await simulator.stop();
      expect(exitCode).toBe(1);
      expect(stderr).toContain('could not be measured');
      expect(JSON.parse(stdout)).toMatchObject({
        state: 'unavailable',
        counts: null,
        fault: { code: 'wrongKeys' },
      });
    });

    const wrong: [string[], string][] = [
      [['run', '--date', '2026-02-30'], 'has to be a date'],
      [['run', '--date', '2099-01-01'], 'is not over yet'],
      [['run', '--account', 'nobody'], 'has to be one of example'],
      [['run', '--config', 'missing.config.ts'], 'cannot be found'],
      [['run', '--colour'], "unknown option '--colour'"],
      [['dance'], "unknown command 'dance'"],
      [['--json', 'dance'], 'too many arguments'],
      [['hsitory'], 'Did you mean history?'],
      [['run', '--acount', 'example'], 'Did you mean --account?'],
      [['show'], "missing required argument 'date'\nUsage: vod-nightly show [options] <date>\n"],
      [['fleet', 'show'], '(npx vod-nightly fleet show --help says more)'],
      [['help', 'dance'], 'this is no command; there are those below\nUsage: vod-nightly '],
      [['fleet'], 'this is no command; there are those below\nUsage: vod-nightly fleet '],
      [['simulator', '--port', '99999', '--edition', '1999', '--seed', 'x'], '--edition 1999'],
      [['sign', 'get', 'status'], 'NCP_SECRET_KEY: has to be set'],
    ];
    it.each(wrong)('refuses %j with exit code 2 and says what would be right', async (args, text) => {
      const { exitCode, stdout, stderr } = await runCommand([...args, '--directory', directory]);
      expect(stderr).toContain(text);
      expect(stderr).toMatch(/^vod-nightly: /);
      expect(stdout).toBe('');
      expect(exitCode).toBe(2);
    });
  });

  describe('rebuild', () => {
    const rebuild = (...args: string[]) =>
      runCommand(['rebuild', '--account', 'example', '--json', '--directory', directory, ...args]);

    it('finds that the ledger agrees with the snapshots, finds where it does not, and mends it', async () => {
      expect(JSON.parse((await rebuild()).stdout)).toMatchObject({ account: 'example', differences: [] });
      const [ledger = ''] = await filesBelow('s3/vod-nightly/ledger');
      const [line = '', ...others] = (await readFile(ledger, 'utf8')).split('\n');
      const { date, counts } = JSON.parse(line);
      const wrong = JSON.stringify({
        ...JSON.parse(line),
        counts: { ...counts, failure: counts.failure + 1 },
      });
      await writeFile(ledger, [wrong, ...others].join('\n'));
      expect(JSON.parse((await rebuild()).stdout).differences).toMatchObject([{ date }]);
      expect(JSON.parse((await rebuild('--write')).stdout)).toMatchObject({ written: true });
      expect(JSON.parse((await rebuild()).stdout).differences).toEqual([]);
    });
  });

  it('refuses one key without the other', async () => {
    const { exitCode, stderr } = await runCommand(['run', '--directory', directory], { NCP_ACCESS_KEY: 'a' });
    expect(stderr).toContain('NCP_SECRET_KEY: has to be set together with the other key');
    expect(exitCode).toBe(1);
  });

  describe('simulator', () => {
    it('prints its address first, and answers requests that `sign` has signed', async () => {
      const keys = ['--access-key', 'some-access-key', '--secret-key', 'some-secret-key'];
      const simulator = startCommand(['simulator', '--edition', '2025', ...keys]);
      const lines = createInterface({ input: simulator.stdout ?? process.stdin });
      const [url] = (await once(lines, 'line')) as [string];
      const target = '/api/v2/status/status-statistic';
      const environment = { NCP_ACCESS_KEY: 'some-access-key', NCP_SECRET_KEY: 'some-secret-key' };
      const { stdout } = await runCommand(['sign', 'GET', target], environment);
      const headers = Object.fromEntries(
        stdout
          .trim()
          .split('\n')
          .map((line) => line.split(': ') as [string, string]),
      );
      const response = await fetch(`${url}${target}`, { headers });
      simulator.kill();
      expect(response.status).toBe(200);
      expect(await response.json()).toMatchObject({ content: [{ failure: expect.stringMatching(/^\d+$/) }] });
    });

    it('prints its address and its keys as one JSON document', async () => {
      const simulator = startCommand(['simulator', '--json']);
      const lines = createInterface({ input: simulator.stdout ?? process.stdin });
      const [line] = (await once(lines, 'line')) as [string];
      const { url, accessKey, secretKey, ...others } = JSON.parse(line);
      const environment = { NCP_ACCESS_KEY: accessKey, NCP_SECRET_KEY: secretKey };
      const target = '/api/v2/status/status-statistic';
      const { stdout } = await runCommand(['sign', 'GET', target, '--json'], environment);
      const response = await fetch(`${url}${target}`, JSON.parse(stdout));
      simulator.kill();
      expect(response.status).toBe(200);
      expect(others).toEqual({});
    });

    it('signs what it is told for the time it is told', async () => {
      const environment = { NCP_ACCESS_KEY: 'k', NCP_SECRET_KEY: 's' };
      const { stdout } = await runCommand(
        ['sign', 'GET', '/x?y=1', '--timestamp', '1521787414578'],
        environment,
      );
      const request = { method: 'GET', requestTarget: '/x?y=1', timestampMs: 1521787414578, accessKey: 'k' };
      expect(stdout).toBe(
        `x-ncp-apigw-timestamp: 1521787414578\nx-ncp-iam-access-key: k\nx-ncp-apigw-signature-v2: ${computeSignature(stringToSign(request), 's')}\n`,
      );
    });
  });
});
