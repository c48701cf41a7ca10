import { readFile } from 'node:fs/promises';
import { join } from 'node:path';
import { afterEach, beforeEach, describe, expect, it } from 'vitest';
import { startAwsAccount } from '../../../support/aws-account.ts';
import { runCommand } from '../../../support/command-line.ts';
import { examine } from '../../../support/doctor.ts';
import type { FleetHere } from '../../../support/fleet-here.ts';
import { type FleetStack, openFleetStack } from '../../../support/fleet-stack.ts';
import type { Stage } from '../../../support/stage.ts';

describe('vod-nightly doctor on the fleet of a stack', () => {
  let opened: FleetStack;
  let shell: FleetStack['shell'];
  let fleet: FleetHere;
  let stage: Stage;
  beforeEach(async () => {
    opened = await openFleetStack();
    ({ shell, fleet, stage } = opened);
  });
  afterEach(() => opened[Symbol.asyncDispose]());
  const on: FleetStack['run'] = (...args) => opened.run(...args);

  it('sees whether the shift of an account is started', async () => {
    await on(['push', await fleet.put('a.csv', 'name,time\nacme,02:30\nglobex,05:30\n')]);
    const scheduleOfAccount = async (name: string) => {
      const { stdout } = await runCommand(
        ['doctor', '--json', '--account', name, '--stack', 'Fleet', '--config', fleet.config],
        shell,
      );
      const checks: { check: string; verdict: string; detail: string }[] = JSON.parse(stdout);
      return checks.find(({ check }) => check === 'schedule');
    };
    expect(await scheduleOfAccount('acme')).toMatchObject({
      verdict: 'good',
      detail: 'enabled, at 02:30 in Asia/Seoul',
    });
    expect(await scheduleOfAccount('globex')).toMatchObject({ verdict: 'wrong', detail: 'it is disabled' });
    expect(await scheduleOfAccount('main')).toMatchObject({ verdict: 'wrong', detail: 'there is none' });
  });

  it('compares the accounts with the shifts that schedules start', async () => {
    await on(['push', await fleet.put('a.csv', 'name,time\nacme,02:30\nglobex,05:30\n')]);
    const line = (name: string) => `{"name":"${name}","timeZone":"Asia/Seoul","time":"03:30"}\n`;
    await stage.put('fleet/accounts/former.jsonl', `${line('hooli')}${line('initech')}{"na\n`);
    const report = join(fleet.directory, 'doctor.md');
    const { exitCode, checks } = await examine(
      ['--stack', 'Fleet', '--config', fleet.config, '--report', report],
      shell,
    );
    expect(checks.shifts).toEqual({
      section: 'fleet',
      check: 'shifts',
      verdict: 'wrong',
      detail:
        'former: 3 accounts, and no schedule starts that shift: nobody asks for them; paused: 1 account, and its schedule is disabled',
      fix:
        'push the file of these accounts again, with the time of a shift that there is, or remove them with npx vod-nightly fleet remove; ' +
        'enable it in the console of EventBridge Scheduler',
    });
    expect(exitCode).toBe(1);
    const text = await readFile(report, 'utf8');
    expect(text).toContain('| shifts | ✗ | `1 without a schedule, 1 disabled` |');
    expect(text).not.toMatch(/former|paused/);
    await using refusing = await startAwsAccount({
      schedules: {},
      subscriptions: {},
      refuseWith: 'AccessDenied',
    });
    const refused = await examine(['--stack', 'Fleet', '--config', fleet.config], {
      ...shell,
      AWS_ENDPOINT_URL_SCHEDULER: refusing.url,
    });
    expect(refused.checks.shifts?.fix).toContain('allow scheduler:ListSchedules');
    const plain = await examine(['--stack', 'Plain', '--config', fleet.config], shell);
    expect(plain.checks.shifts?.detail).toMatch(
      /^deployed: 1 account, .*; former: 3 accounts, .*; paused: 1 account, and no schedule/,
    );
  });

  it('names accounts that are asked twice, by the fleet and by a schedule of their own', async () => {
    const line = (name: string) => `{"name":"${name}","timeZone":"Asia/Seoul","time":"02:30"}\n`;
    await stage.put('fleet/accounts/deployed.jsonl', line('acme'));
    const args = ['--stack', 'Fleet', '--config', fleet.config];
    expect((await examine(args, shell)).checks['asked once']?.verdict).toBe('good');
    await stage.put('fleet/accounts/deployed.jsonl', `${line('acme')}${line('main')}${line('solo')}`);
    const report = join(fleet.directory, 'twice.md');
    expect((await examine([...args, '--report', report], shell)).checks['asked once']).toMatchObject({
      verdict: 'wrong',
      detail: 'solo: in the fleet, and of the configuration as well: asked for and told of twice',
      fix: 'take each out of the configuration and deploy, or out of the fleet with npx vod-nightly fleet remove',
    });
    expect(await readFile(report, 'utf8')).toContain('| asked once | ✗ | `1 account asked twice` |');
  });
});
