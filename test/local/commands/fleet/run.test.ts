import { once } from 'node:events';
import { mkdtemp, readFile, rm, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { text } from 'node:stream/consumers';
import { afterEach, beforeEach, describe, expect, it } from 'vitest';
import { runCommand, startCommand } from '../../../support/command-line.ts';
import { writeConfig } from '../../../support/doctor.ts';
import {
  type ScriptedSimulator,
  startScriptedSimulator,
} from '../../../support/services/scripted-simulator.ts';

const keys = { accessKey: 'access-key-of-the-test', secretKey: 'secret-key-of-the-test' };
const shifts = [
  { name: 'night', time: '01:10' },
  { name: 'paris', timeZone: 'Europe/Paris' },
];

describe('vod-nightly fleet run', () => {
  let directory: string;
  let config: string;
  let simulator: ScriptedSimulator;
  let environment: Record<string, string>;
  beforeEach(async () => {
    directory = await mkdtemp(join(tmpdir(), 'vod-nightly-'));
    config = await writeConfig(directory, { accounts: [{ name: 'main' }], fleet: { shifts } });
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

  const command = (...args: string[]) => [
    ...['fleet', 'run', '--config', config, '--directory', directory, '--shift', 'night', '--passes', '0,1'],
    ...args,
  ];
  const run = (...args: string[]) => runCommand(command(...args), environment);

  async function accountsFile(count: number): Promise<string> {
    const file = join(directory, 'accounts.jsonl');
    const lines = Array.from({ length: count }, (_, index) => JSON.stringify({ name: `customer-${index}` }));
    await writeFile(file, lines.join('\n'));
    return file;
  }
  const stored = async (key: string) =>
    JSON.parse(await readFile(join(directory, 's3/vod-nightly', key), 'utf8'));

  it('runs the nights of a file of accounts and musters them, against the simulator, numbers of its own for each', async () => {
    environment = {};
    const { exitCode, stdout, stderr } = await run('--accounts', await accountsFile(12), '--json');
    expect([exitCode, stderr]).toEqual([0, '']);
    const report = JSON.parse(stdout);
    expect(report).toMatchObject({
      ...{ shift: 'night', accounts: 12, measured: 12, unavailable: 0, failed: 0, interrupted: false },
      passes: [{ accounts: 12, failed: 0 }],
    });
    const { accounts, date } = await stored('fleet/overviews/night.json');
    expect(date).toBe(report.date);
    expect(accounts).toHaveLength(12);
    const counts = accounts.map((account: { counts: object }) => JSON.stringify(account.counts));
    expect(new Set(counts).size).toBeGreaterThan(8);
  });

  it('shows what came of it and what was told, and the second time tells nothing twice', async () => {
    environment = {};
    const first = await run('--accounts', await accountsFile(3));
    expect(first.stdout).toMatch(
      /^night, \d{4}-\d\d-\d\d\n {2}passes {4}3 nights\n {2}asked {5}the simulator at .*\n {2}took/,
    );
    expect(first.stdout).toContain('measured  3 of 3 accounts');
    expect(first.stdout).toMatch(/told {6}\S.*\n/);
    const second = await run();
    expect(second.stdout).toContain('measured  3 of 3 accounts');
    expect(second.stdout).not.toMatch(/passes|told/);
  });

  it('runs those without a good night again, pass by pass, and none of the others', async () => {
    simulator.behave({ times: 3, reply: { kind: 'truncated' } });
    const { exitCode, stdout, stderr } = await run(
      ...['--accounts', await accountsFile(6), '--concurrency', '1', '--json'],
    );
    expect(exitCode).toBe(0);
    expect(stderr).toBe('');
    expect(JSON.parse(stdout)).toMatchObject({
      ...{ accounts: 6, measured: 6, unavailable: 0, failed: 0 },
      passes: [
        { accounts: 6, failed: 3 },
        { accounts: 3, failed: 0 },
      ],
    });
  });

  it('fails when some cannot be measured in any pass, and says how many, and which passes there were', async () => {
    simulator.behave({ reply: { kind: 'truncated' } });
    const { exitCode, stdout, stderr } = await run('--accounts', await accountsFile(4));
    expect(exitCode).toBe(1);
    expect(stderr).toMatch(/4 accounts without a good night: pass 3 of 3 in 1 s\n/);
    expect(stderr).toMatch(/night: \d{4}-\d\d-\d\d could not be measured for 4 accounts/);
    expect(stdout).toContain('4 accounts unavailable');
    expect(stdout.match(/4 nights, 4 without a good end/g)).toHaveLength(3);
  });

  it('stops at Ctrl-C, lets the nights end that are under way, and goes on when it is given again', async () => {
    const file = await accountsFile(40);
    let requests = 0;
    const child = startCommand(command('--accounts', file, '--concurrency', '4', '--json'), environment);
    simulator.behave({
      when: () => {
        requests += 1;
        if (requests === 30) child.kill('SIGINT');
        return true;
      },
      transfer: { kind: 'slow', headersAfterMs: 20 },
    });
    const exited = once(child, 'exit');
    const stdout = child.stdout ? await text(child.stdout) : '';
    expect((await exited)[0]).toBe(130);
    const [pass] = JSON.parse(stdout).passes;
    expect(JSON.parse(stdout)).toMatchObject({ interrupted: true });
    expect(pass.failed).toBe(0);
    expect(pass.accounts).toBeLessThan(20);

    simulator.behave();
    const again = JSON.parse((await run('--json')).stdout);
    expect(again).toMatchObject({ accounts: 40, measured: 40, interrupted: false });
    expect(again.passes).toEqual([{ accounts: 40 - pass.accounts, failed: 0 }]);
  });

  it('refuses what it cannot run, and says all of it', async () => {
    const wrong = await run('--shift', 'day', '--passes', '1,x', '--concurrency', '0');
    expect(wrong.exitCode).toBe(2);
    expect(wrong.stderr).toContain('--shift day: has to be one of night, paris');
    expect(wrong.stderr).toContain('--passes x: has to be a whole number from 0 to 43200');
    expect(wrong.stderr).toContain('--concurrency 0: has to be');
    const empty = await run();
    expect(empty.exitCode).toBe(2);
    expect(empty.stderr).toContain(
      '--shift night: has no accounts; name a file of them with --accounts, or use npx vod-nightly fleet push',
    );
    environment = { ...environment, VOD_NIGHTLY_BUCKET: 'b', VOD_NIGHTLY_ALERTS_TOPIC: 'arn:aws:sns:x:1:t' };
    const bucket = await run('--accounts', await accountsFile(1));
    expect(bucket.exitCode).toBe(2);
    expect(bucket.stderr).toContain('is for a fleet on this machine; use npx vod-nightly fleet push');
  });
});
