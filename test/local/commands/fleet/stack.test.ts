import { afterEach, beforeEach, describe, expect, it } from 'vitest';
import { addDays, dateReportedBy } from '../../../../lambda/core/time/day.ts';
import { dueToReport, lastDue } from '../../../../lambda/core/time/last-due.ts';
import { startAwsAccount } from '../../../support/aws-account.ts';
import { runCommand } from '../../../support/command-line.ts';
import { writeConfig } from '../../../support/doctor.ts';
import type { FleetHere } from '../../../support/fleet-here.ts';
import { type FleetStack, stackMachine as machine, openFleetStack } from '../../../support/fleet-stack.ts';
import { startStepFunctions } from '../../../support/services/step-functions.ts';
import type { Stage } from '../../../support/stage.ts';

describe('vod-nightly fleet --stack', () => {
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

  it('says which tag a secret needs that an account names, or nights may not read it', async () => {
    const accounts = [
      { name: 'acme', secret: 'vod/acme' },
      { name: 'globex', secret: { ring: 'gold' } },
      { name: 'hooli', secret: 'vod/hooli' },
    ].map((account) => ({ ...account, time: '02:30' }));
    const file = await fleet.put('a.json', JSON.stringify(accounts));
    expect(await on(['push', file])).toMatchObject({
      exitCode: 0,
      stderr: expect.stringContaining(
        'acme and 1 more name a secret of their own: nights may read it only where it has the tag vod-nightly with the value ' +
          "ours, and cannot where a customer's key of KMS encrypts it. A key ring needs neither: secret: { ring: … }.\n",
      ),
    });
  });

  it('puts accounts into the shifts of the schedules, whatever the configuration says', async () => {
    const file = await fleet.put('a.csv', 'name,time,secret.ring\nacme,02:30,gold\nglobex,05:30,\n');
    expect(await on(['push', file])).toMatchObject({
      exitCode: 0,
      stdout: 'Added, 2\n  deployed: acme\n  paused: globex\n',
      stderr: expect.stringContaining(
        'paused: its schedule is disabled: until somebody enables it in the console of EventBridge Scheduler, nobody asks for globex.\n' +
          'globex names neither a key ring nor a secret, so that nights have no keys to ask with: secret: { ring: … } names one.\n',
      ),
    });
    expect(await stage.objects('fleet/')).toEqual(
      new Map([
        [
          'fleet/accounts/deployed.jsonl',
          '{"name":"acme","timeZone":"Asia/Seoul","time":"02:30","secret":{"ring":"gold"}}\n',
        ],
        ['fleet/accounts/paused.jsonl', '{"name":"globex","timeZone":"Asia/Seoul","time":"05:30"}\n'],
      ]),
    );
    const wrong = await on(['push', await fleet.put('b.csv', 'name,time\nacme,01:10\n')]);
    expect(wrong.stderr).toContain(
      'line 2: time: no shift in Asia/Seoul is due at 01:10; there are deployed (02:30 in Asia/Seoul), paused (05:30',
    );
  });

  it('refuses an account that has a schedule of its own in the stack, whatever the configuration says', async () => {
    const file = await fleet.put('a.csv', 'name,time\nacme,02:30\nsolo,02:30\n');
    const { exitCode, stderr } = await on(['push', file]);
    expect([exitCode, await stage.objects('fleet/')]).toEqual([1, new Map()]);
    expect(stderr).toContain(
      '  - line 3: name: solo has a schedule of its own in the stack: take it out of the configuration and deploy first\n',
    );
  });

  it('says so of a stack without a fleet, and of schedules that may not be read', async () => {
    const file = await fleet.put('a.csv', 'name,time\nacme,02:30\n');
    const plain = await runCommand(
      ['fleet', 'push', file, '--stack', 'Plain', '--config', fleet.config],
      shell,
    );
    expect(plain).toMatchObject({ exitCode: 2, stdout: '' });
    expect(plain.stderr).toContain(
      '--stack Plain: has no fleet; put fleet: { shifts: [{ name: … }] } in the configuration, and deploy it',
    );
    await using refusing = await startAwsAccount({
      schedules: {},
      subscriptions: {},
      refuseWith: 'AccessDenied',
    });
    const refused = await on(['push', file], { ...shell, AWS_ENDPOINT_URL_SCHEDULER: refusing.url });
    expect(refused.stderr).toContain('allow scheduler:ListSchedules and scheduler:GetSchedule');
  });

  describe('rerun', () => {
    const dueMs = lastDue(Date.now(), 'Asia/Seoul', '02:30');
    const scheduledTime = new Date(dueMs).toISOString().replace('.000', '');
    const date = dateReportedBy(dueMs, 'Asia/Seoul');
    const muster = (counts: object) => JSON.stringify({ shift: {}, muster: { isDone: true, ...counts } });
    const inShell = (url: string) => ({ ...shell, AWS_ENDPOINT_URL_SFN: url });

    it('starts the state machine with the night that was due last', async () => {
      await using steps = await startStepFunctions({ status: 'RUNNING' });
      const { exitCode, stdout, stderr } = await on(['rerun', 'deployed'], inShell(steps.url));
      expect([exitCode, stderr]).toEqual([0, '']);
      expect(steps.started.map(({ input, stateMachineArn }) => [stateMachineArn, JSON.parse(input)])).toEqual(
        [[machine, { shift: { name: 'deployed', timeZone: 'Asia/Seoul', time: '02:30' }, scheduledTime }]],
      );
      const arn = 'arn:aws:states:ap-northeast-2:111122223333:execution:shift:1';
      expect(stdout.split('\n')).toEqual([
        `deployed: the night that reports ${date}, due ${scheduledTime}, was started`,
        arn,
        `https://ap-northeast-2.console.aws.amazon.com/states/home?region=ap-northeast-2#/v2/executions/details/${arn}`,
        '',
      ]);
    });

    it('starts the night of another date, with the due time that its schedule gave', async () => {
      await using steps = await startStepFunctions({ status: 'RUNNING' });
      const earlier = addDays(date, -3);
      const { stdout } = await on(['rerun', 'deployed', '--date', earlier, '--json'], inShell(steps.url));
      const due = new Date(dueToReport(earlier, 'Asia/Seoul', '02:30')).toISOString().replace('.000', '');
      expect(JSON.parse(stdout)).toMatchObject({ shift: 'deployed', date: earlier, scheduledTime: due });
      expect(JSON.parse(steps.started[0]?.input ?? '')).toMatchObject({ scheduledTime: due });
    });

    it('waits with --wait, and says what came of it', async () => {
      const counts = { accounts: 10_000, measured: 9_998, unavailable: 2, failed: 0 };
      await using steps = await startStepFunctions(
        { status: 'RUNNING' },
        { status: 'SUCCEEDED', output: muster(counts) },
      );
      const { exitCode, stdout } = await on(['rerun', 'deployed', '--wait'], inShell(steps.url));
      expect(stdout).toBe(`deployed, ${date}: 9,998 of 10,000 accounts measured, 2 unavailable, 0 failed\n`);
      expect(exitCode).toBe(1);
      const all = { accounts: 2, measured: 2, unavailable: 0, failed: 0 };
      await using well = await startStepFunctions({ status: 'SUCCEEDED', output: muster(all) });
      const done = await on(['rerun', 'deployed', '--wait', '--json'], inShell(well.url));
      expect(JSON.parse(done.stdout)).toMatchObject({ status: 'SUCCEEDED', ...all });
      expect(done.exitCode).toBe(0);
    });

    it('says why it ended without a muster', async () => {
      await using steps = await startStepFunctions({
        status: 'FAILED',
        error: 'States.Timeout',
        cause: 'too\nlong',
      });
      const { exitCode, stdout, stderr } = await on(['rerun', 'deployed', '--wait'], inShell(steps.url));
      expect(stderr).toContain('vod-nightly: deployed: FAILED, States.Timeout: too long; https://');
      expect([exitCode, stdout]).toEqual([1, '']);
    });

    it('refuses what cannot be started', async () => {
      await using refusing = await startStepFunctions();
      const environment = inShell(refusing.url);
      expect((await on(['rerun', 'nigth'], environment)).stderr).toContain(
        '  - nigth: is no shift; there are deployed (02:30 in Asia/Seoul), paused (05:30 in Asia/Seoul)\n',
      );
      const tomorrow = addDays(date, 2);
      expect((await on(['rerun', 'deployed', '--date', tomorrow], environment)).stderr).toContain(
        'is not over yet',
      );
      const denied = await on(['rerun', 'deployed'], environment);
      expect(denied.stderr).toContain(`${machine}: AccessDeniedException, No; allow states:StartExecution`);
      expect(denied.exitCode).toBe(1);
      const soon = await fleet.run('rerun', 'night', '--date', addDays(date, 2));
      expect(soon.stderr).toContain('is not over yet in Asia/Seoul');
    });
  });

  it('finds an account of the fleet in the bucket', async () => {
    await on(['push', await fleet.put('a.csv', 'name,time\nacme,02:30\n')]);
    const config = await writeConfig(fleet.directory, { fleet: { shifts: [{ name: 'night' }] } });
    const args = ['history', '--account', 'acme', '--stack', 'Fleet', '--config', config];
    expect((await runCommand(args, shell)).stdout).toContain('acme: nothing is archived yet');
  });
});
