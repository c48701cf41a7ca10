import { mkdtemp, readFile, rm, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { addDays, localDateOf } from '../../../../lambda/core/time/day.ts';
import manifest from '../../../../package.json' with { type: 'json' };
import { startAwsAccount } from '../../../support/aws-account.ts';
import { runCommand } from '../../../support/command-line.ts';
import { examine, writeConfig } from '../../../support/doctor.ts';
import { startStage } from '../../../support/stage.ts';

let directory: string;
const local = () => ['--directory', join(directory, 'local')];
beforeAll(async () => {
  directory = await mkdtemp(join(tmpdir(), 'vod-nightly-doctor-'));
  await runCommand(['start', ...local()]);
});
afterAll(() => rm(directory, { recursive: true }));

describe('vod-nightly doctor with --report', () => {
  it('writes what it has seen of this machine, and with which versions', async () => {
    const file = join(directory, 'here.md');
    const { exitCode, stderr } = await runCommand(['doctor', ...local(), '--report', file]);
    expect([exitCode, stderr]).toEqual([0, `${file}: written; read it before others do\n`]);
    const text = await readFile(file, 'utf8');
    expect(text).toContain(`| vod-nightly | \`${manifest.version}\` |\n| Node.js | \`${process.version}\` |`);
    expect(text).toContain(`| platform | \`${process.platform} `);
    expect(text).toContain('| examined | without `--stack` |');
    expect(text).toMatch(/^\| `path-\d\S*` \| write \| ✓ \| `doctor\/probe.json has just been written/m);
    expect(text).toMatch(/^\| `account-1` \| schedule \| – \| `not tried: needs a stack` \|$/m);
    expect(text).toMatch(/Nothing is (wrong|broken).*\.\n$/);
    expect(text).not.toContain(directory);
  });

  it('leaves out who has muted an account, and why', async () => {
    const file = join(directory, 'muted.md');
    const mute = [
      'mute',
      ...local(),
      '--account',
      'example',
      '--until',
      addDays(localDateOf(Date.now(), 'Asia/Seoul'), 1),
    ];
    await runCommand([...mute, '--reason', 'Jane | is `away`', '--by', 'Joe']);
    const { checks } = await examine([...local(), '--report', file]);
    await runCommand(['unmute', ...local(), '--account', 'example']);
    expect(checks.mutes?.detail).toContain('by Joe: Jane | is `away`');
    expect(checks.mutes).not.toHaveProperty('reported');
    const text = await readFile(file, 'utf8');
    expect(text).toMatch(/mutes \| ✓ \| `muted up to \d{4}-\d\d-\d\d` \|$/m);
    expect(text).not.toMatch(/Jane|Joe/);
  });

  it('says of faults where they are, not what was written there', async () => {
    const file = join(directory, 'faults.md');
    const config = await writeConfig(directory, { accounts: [{ name: 'Hush', timeZone: 'Mars/Hush' }] });
    const { exitCode, checks } = await examine(['--config', config, '--report', file]);
    expect(exitCode).toBe(1);
    expect(checks.configuration?.detail).toContain('Hush');
    const text = await readFile(file, 'utf8');
    expect(text).toContain('configuration | ✗ | `2 faults: accounts[0].name, accounts[0].timeZone`');
    expect(text).not.toContain('Hush');
  });

  it('overwrites nothing, and says so with all else that is wrong, before anything is examined', async () => {
    const file = join(directory, 'kept.md');
    await writeFile(file, 'mine');
    const args = ['doctor', ...local(), '--account', 'nobody', '--report'];
    const taken = await runCommand([...args, file]);
    expect([taken.exitCode, taken.stdout]).toEqual([2, '']);
    expect(taken.stderr).toContain('--account nobody: has to be one of example');
    expect(taken.stderr).toContain(`--report ${file}: is there already, and is not overwritten`);
    expect(await readFile(file, 'utf8')).toBe('mine');
    const nowhere = await runCommand(['doctor', ...local(), '--report', join(directory, 'no/where.md')]);
    expect(nowhere.exitCode).toBe(2);
    expect(nowhere.stderr).toContain('has to be in a folder that is there');
  });

  it('writes of a stack what it has seen, and nothing that is only for its owner to know', async () => {
    await using stage = await startStage();
    const { NCP_ACCESS_KEY: _a, NCP_SECRET_KEY: _s, ...deployed } = stage.environment;
    const { VOD_NIGHTLY_ALERTS_TOPIC: alerts = '', VOD_NIGHTLY_REPORTS_TOPIC: reports = '' } = deployed;
    const Arn = 'arn:aws:lambda:ap-northeast-2:111122223333:function:night';
    stage.aws.setSecret('keys-of-acme', JSON.stringify(stage.keys));
    const Input = JSON.stringify({ account: { name: 'acme', secret: 'keys-of-acme' } });
    const at = { ScheduleExpression: 'cron(10 1 * * ? *)', ScheduleExpressionTimezone: 'Asia/Seoul' };
    await using aws = await startAwsAccount({
      schedules: { acme: { State: 'ENABLED', ...at, Target: { Arn, Input } } },
      subscriptions: { [alerts]: { 'ops@example.com': true, 'jane@example.com': false } },
      stacks: {
        Hush: { Bucket: 'archive', AlertsTopic: alerts, ReportsTopic: reports, Function: 'night' },
      },
    });
    const config = await writeConfig(directory, {
      accounts: [{ name: 'acme' }],
      alerts: { email: ['ops@example.com'] },
    });
    const file = join(directory, 'stack.md');
    const { exitCode, stdout } = await examine(['--config', config, '--stack', 'Hush', '--report', file], {
      ...deployed,
      AWS_ENDPOINT_URL_CLOUDFORMATION: aws.url,
      AWS_ENDPOINT_URL_SNS: aws.url,
      AWS_ENDPOINT_URL_SCHEDULER: aws.url,
    });
    expect([exitCode, stdout]).toEqual([1, expect.stringContaining('jane@example.com: not confirmed')]);
    const text = await readFile(file, 'utf8');
    expect(text).toContain('| examined | with `--stack` |');
    expect(text).toContain('| `s3://bucket-1` | topic alerts | ✗ | `address-2: not confirmed, ');
    expect(text).toMatch(/topic reports \| ✗ \| `arn:aws:sns:[\w-]+:aws-account-1:resource-1: NotFound/);
    expect(text).toContain('| `account-1` | schedule | ✓ | `enabled, at 01:10 in Asia/Seoul` |');
    const hidden = [...Object.values(stage.keys), directory, 's3://archive', 'acme', 'example.com', 'Hush'];
    for (const words of hidden) expect(text).not.toContain(words);
  });
});
