import { writeFile } from 'node:fs/promises';
import { join } from 'node:path';
import { afterAll, beforeAll, describe, expect, inject, it } from 'vitest';
import type { Shift } from '../../lambda/config/event.ts';
import type { ScriptedSimulator } from '../support/services/scripted-simulator.ts';
import { quietDay } from '../support/stage.ts';
import { type Deployment, openDeployment } from './deployment.ts';
import { connectMachines } from './executions.ts';
import {
  countByAccount,
  isOf,
  keyFileOf,
  lastDue,
  nameAccounts,
  refuse,
  startVendor,
} from './fleet-accounts.ts';
import { isNotice } from './notice-document.ts';
import { createQueueLike, drainQueue } from './queues.ts';

const url = inject('emulators').MiniStack ?? '';
const awsCli = inject('awsCli');

/** 200 accounts of one shift, the first fifty of them of team A; and 20 of another. */
const [many, few] = [nameAccounts(200), nameAccounts(220).slice(200)];
/** They have no good night, ever; the first of them is of team A. */
const unavailable = ['customer-010', 'customer-110', 'customer-120'];
/** They have one in the second pass. */
const [failingOnce, hanging] = [many.slice(20, 30), 'customer-150'];
/** One of either shift, of team A and not, in whose eyes the one failed file of the day breaks a rule. */
const strict = ['customer-040', 'customer-210'];

/** A fleet as it is deployed, by hundreds: each test goes on where the one before it ended. */
describe.runIf(url !== '' && awsCli !== '')('a fleet on MiniStack', () => {
  const machines = connectMachines(url);
  const shifts: readonly [Shift, Shift] = [
    { name: 'seoul', timeZone: 'Asia/Seoul', time: '01:10' },
    { name: 'late', timeZone: 'Asia/Seoul', time: '02:20' },
  ];
  let vendor: ScriptedSimulator;
  let deployment: Deployment;
  let machine: string;

  beforeAll(async () => {
    vendor = await startVendor();
    for (const { time } of shifts) vendor.world.setCounts(lastDue(time).date, quietDay);
    deployment = await openDeployment(url, awsCli);
    await deployment.configure({
      fleet: { shifts: [...shifts], concurrency: 8, passes: [1, 2] },
      alerts: {
        email: [
          'ops@example.com',
          { address: 'team-a@example.com', tags: ['team-a'] },
          { address: 'one@example.com', accounts: ['customer-110'] },
          { address: 'other@example.com', accounts: ['customer-200'] },
        ],
      },
      reports: { email: ['boss@example.com', { address: 'boss-a@example.com', tags: ['team-a'] }] },
    });
    await deployment.bootstrap();
    await deployment.deploy();
    for (const name of ['ops', 'team-a', 'one', 'other', 'boss', 'boss-a'])
      await createQueueLike(url, name, `${name}@example.com`);
    const { Function: fn = '', FleetMachine = '' } = await deployment.outputs();
    machine = FleetMachine;
    // With less time a night waits less for a vendor that says nothing.
    await deployment.aws('lambda', 'update-function-configuration', '--function-name', fn, '--timeout', '30');
  });
  afterAll(async () => {
    await deployment.destroy();
    await deployment[Symbol.asyncDispose]();
    await vendor.stop();
  });

  /** What the schedule of a shift hands over, with the time at which it was last due. */
  const inputOf = async ({ name, time }: Shift): Promise<object> => {
    const { FleetScheduleGroup = '' } = await deployment.outputs();
    const asked = `get-schedule --group-name ${FleetScheduleGroup} --name ${name} --query Target.Input`;
    const input: string = JSON.parse(await deployment.aws('scheduler', ...asked.split(' ')));
    return JSON.parse(input.replace('<aws.scheduler.scheduled-time>', lastDue(time).scheduledTime));
  };

  const run = async (input: object) => {
    const execution = await machines.start(machine, input);
    return { ...(await machines.ended(execution)), passes: await machines.passes(execution) };
  };

  /** How bad each message is that somebody got since last asked, and who is named in it. */
  const hear = async (queue: string) => {
    const messages = await drainQueue(url, queue);
    expect(messages.filter(({ body }) => !isNotice(JSON.parse(body)))).toEqual([]);
    return messages.map(({ body, attributes }) => ({
      severity: attributes.severity,
      named: [...new Set(body.match(/customer-\d{3}/g))].toSorted(),
    }));
  };

  it('takes its accounts and their keys from files', async () => {
    const own = { baseUrl: vendor.url, secret: { ring: 'main' }, lookBackDays: 0, report: false };
    const accounts = [...many, ...few].map((name) => ({
      ...own,
      name,
      time: shifts[many.includes(name) ? 0 : 1].time,
      tags: [name <= 'customer-050' ? 'team-a' : 'team-b'],
      rules: { stuck: false, ...(strict.includes(name) && { failureCount: { warning: 1 } }) },
    }));
    const [accountsFile, keysFile] = [
      join(deployment.folder, 'accounts.json'),
      join(deployment.folder, 'keys.jsonl'),
    ];
    await writeFile(accountsFile, JSON.stringify(accounts));
    await writeFile(keysFile, keyFileOf([...many, ...few]));
    const pushed = await deployment.nightly('fleet', 'push', accountsFile);
    expect(pushed).toMatchObject({
      exitCode: 0,
      stderr: expect.stringMatching(/^(\d+ accounts joined the shift .*\n){2}$/),
    });
    const put = await deployment.nightly('fleet', 'keys', 'put', '--file', keysFile);
    expect(put).toMatchObject({ exitCode: 0, stderr: '' });
  });

  it('has measured all of 200 accounts but three when all passes are made', async () => {
    const hang = {
      when: isOf(hanging),
      transfer: { kind: 'slow', headersAfterMs: 3_600_000 },
      times: 2,
    } as const;
    const once = failingOnce.map((name) => ({ ...refuse(name), times: 1 }));
    vendor.behave(...unavailable.map(refuse), ...once, hang);
    expect(await run(await inputOf(shifts[0]))).toMatchObject({
      status: 'SUCCEEDED',
      output: { muster: { isDone: true, accounts: 200, measured: 197, unavailable: 3, failed: 0 } },
      passes: [
        { status: 'SUCCEEDED', total: 200, failed: 14 },
        { status: 'SUCCEEDED', total: 14, failed: 3 },
        { status: 'SUCCEEDED', total: 3, failed: 3 },
      ],
    });
    const asked = countByAccount(vendor.requests);
    expect(Object.keys(asked).toSorted()).toEqual(many);
    expect(unavailable.map((name) => asked[name])).toEqual([3, 3, 3]);
  });

  it('tells of these three in one message, and of a broken rule in that of its night', async () => {
    expect(await hear('ops')).toEqual([
      { severity: 'warning', named: [strict[0]] },
      { severity: 'warning', named: unavailable },
    ]);
    const summaries = (await drainQueue(url, 'boss')).map(({ body }) => JSON.parse(body).muster);
    expect(summaries).toMatchObject([{ accounts: 200, measured: 197, attempts: 217, measuredLater: 11 }]);
  });

  it('tells those who asked for some accounts of theirs only', async () => {
    expect(await hear('team-a')).toEqual([
      { severity: 'warning', named: [strict[0]] },
      { severity: 'warning', named: ['customer-010'] },
    ]);
    expect(await hear('one')).toEqual([{ severity: 'warning', named: ['customer-110'] }]);
    expect(await hear('other')).toEqual([]);
    expect(await hear('boss-a')).toEqual([{ severity: 'warning', named: ['customer-010', strict[0]] }]);
  });

  it('runs again only who failed, and tells of their recovery', async () => {
    vendor.behave();
    const before = vendor.requests.length;
    const { exitCode, stdout } = await deployment.nightly('fleet', 'rerun', 'seoul', '--wait', '--json');
    expect(exitCode).toBe(0);
    const { executionArn, ...came } = JSON.parse(stdout);
    expect(came).toMatchObject({ accounts: 200, measured: 200, unavailable: 0, failed: 0 });
    expect(await machines.passes(executionArn)).toEqual([{ status: 'SUCCEEDED', total: 3, failed: 0 }]);
    expect(Object.keys(countByAccount(vendor.requests.slice(before))).toSorted()).toEqual(unavailable);
    expect(await hear('ops')).toEqual([{ severity: 'info', named: unavailable }]);
    expect(await hear('team-a')).toEqual([{ severity: 'info', named: ['customer-010'] }]);
    expect(await hear('one')).toEqual([{ severity: 'info', named: ['customer-110'] }]);
    expect(await hear('other')).toEqual([]);
    expect(await hear('boss')).toHaveLength(1);
  });

  it('has nothing to do, and nothing to tell, when it is run once more', async () => {
    const before = vendor.requests.length;
    expect(await run(await inputOf(shifts[0]))).toMatchObject({ status: 'SUCCEEDED', passes: [] });
    expect(vendor.requests.slice(before)).toEqual([]);
    expect(await hear('ops')).toEqual([]);
    expect(await hear('boss')).toEqual([]);
  });

  it('tells everything once, and musters once, though it is started twice at once', async () => {
    vendor.behave(refuse('customer-220'));
    const input = await inputOf(shifts[1]);
    const runs = await Promise.all([run(input), run(input)]);
    const muster = { isDone: true, accounts: 20, measured: 19, unavailable: 1 };
    expect(runs).toMatchObject([{ output: { muster } }, { output: { muster } }]);
    expect(await hear('ops')).toEqual([
      { severity: 'warning', named: [strict[1]] },
      { severity: 'warning', named: ['customer-220'] },
    ]);
    expect(await hear('boss')).toHaveLength(1);
    expect(await hear('team-a')).toEqual([]);
  });
});
