import { once } from 'node:events';
import { readFile } from 'node:fs/promises';
import { join } from 'node:path';
import { afterAll, beforeAll, describe, expect, inject, it } from 'vitest';
import { addDays, localDateOf } from '../../lambda/core/time/day.ts';
import { startCommand } from '../support/command-line.ts';
import { textOf } from '../support/report-pages.ts';
import { type ScriptedSimulator, startScriptedSimulator } from '../support/services/scripted-simulator.ts';
import { badDay } from '../support/stage.ts';
import { followLink, getPage } from './deployed-reader.ts';
import { type Deployment, openDeployment } from './deployment.ts';
import { isNotice } from './notice-document.ts';
import { drainQueue } from './queues.ts';

const url = inject('emulators').MiniStack ?? '';
const awsCli = inject('awsCli');
const keys = { accessKey: 'the-access-key', secretKey: 'the-secret-key' };
/** The life of a stack, from nothing to nothing: each test goes on where the one before it ended. */
describe.runIf(url !== '' && awsCli !== '')('the stack on MiniStack', () => {
  const yesterday = addDays(localDateOf(Date.now(), 'Asia/Seoul'), -1);
  let simulator: ScriptedSimulator;
  let deployment: Deployment;

  beforeAll(async () => {
    simulator = await startScriptedSimulator(keys);
    simulator.world.setCounts(yesterday, badDay);
    deployment = await openDeployment(url, awsCli);
    await deployment.configure(configurationOf('acme', 'other'));
  });
  afterAll(async () => {
    await deployment[Symbol.asyncDispose]();
    await simulator.stop();
  });

  const configurationOf = (...names: readonly string[]) => ({
    accounts: names.map((name) => ({ name, baseUrl: simulator.url })),
    alerts: {
      email: ['ops@example.com'],
      sms: ['+821012345678'],
      https: ['https://hooks.invalid/vod-nightly'],
    },
    reports: { email: ['boss@example.com'], links: {} },
  });

  it('is deployed into an account in which there is nothing', async () => {
    expect(await deployment.bootstrap()).toContain('bootstrapped');
    await deployment.deploy();
    expect(Object.keys(await deployment.outputs())).toEqual(
      expect.arrayContaining(['Bucket', 'AlertsTopic', 'ReportsTopic', 'ReaderUrl', 'StoreKeys', 'RunNight']),
    );
  });

  it('runs no night for want of keys: RunNight shows the error, and ends with 1', async () => {
    const { exitCode, stdout } = await deployment.runNight('acme');
    expect(exitCode).toBe(1);
    expect(JSON.parse(stdout).errorMessage).toContain(
      'no access key and secret key are set for this account',
    );
    expect(await deployment.runNight('nobody')).toMatchObject({ exitCode: 254, stdout: '' });
  });

  it.each(['acme', 'other'])(
    'takes the keys of %s from StoreKeys, and shows them to nobody',
    async (name) => {
      const { exitCode, stdout, stderr } = await deployment.storeKeys(name, keys);
      expect({ exitCode, stderr }).toEqual({ exitCode: 0, stderr: '' });
      expect(JSON.parse(stdout).VersionId).toMatch(/.{32}/);
      expect(stdout).not.toContain(keys.secretKey);
    },
  );

  it.each(['acme', 'other'])('runs the night of %s, whose function takes the new keys', async (name) => {
    const { exitCode, stdout } = await deployment.runNight(name);
    expect(exitCode).toBe(0);
    expect(JSON.parse(stdout)).toMatchObject({ account: name, date: yesterday, counts: badDay });
  });

  it('tells each queue what it asked for, by its attributes, in documents that keep to their schema', async () => {
    const all = await drainQueue(url, 'AllAlerts');
    const reports = await drainQueue(url, 'AllReports');
    expect(all.map(({ attributes }) => attributes)).toEqual([
      attributesOf('acme', 'unavailable', `acme/${yesterday}/1`),
      attributesOf('acme', 'breached', `acme/${yesterday}/2`),
      attributesOf('other', 'breached', `other/${yesterday}/1`),
    ]);
    expect(await drainQueue(url, 'OtherAlerts')).toEqual(all.slice(2));
    expect(await drainQueue(url, 'CriticalAlerts')).toEqual([]);
    expect(reports.map(({ attributes }) => attributes)).toEqual([
      attributesOf('acme', 'summary', `acme/${yesterday}/summary`),
      attributesOf('acme', 'summary', `acme/${yesterday}/summary`),
      attributesOf('other', 'summary', `other/${yesterday}/summary`),
    ]);
    const documents = [...all, ...reports].map(({ body }) => JSON.parse(body));
    expect(documents.filter((document) => !isNotice(document))).toEqual([]);
    expect(documents[1].notices).toMatchObject([{ counts: badDay, verdict: '12 of 43 files failed' }]);
  });

  function attributesOf(account: string, kind: string, noticeId: string) {
    const sms = { 'AWS.SNS.SMS.SMSType': 'Transactional' };
    return { account, date: yesterday, kind, severity: 'warning', noticeId, ...sms };
  }

  it('tells critical news to whoever asked for these only, and marks a test as one', async () => {
    const sent = await deployment.nightly('test-alert', '--account', 'acme', '--severity', 'critical');
    expect(sent).toMatchObject({ exitCode: 0, stderr: '' });
    const [critical, ...others] = await drainQueue(url, 'CriticalAlerts');
    expect(others).toEqual([]);
    expect(critical?.attributes).toMatchObject({ account: 'acme', severity: 'critical' });
    expect(critical?.body).toMatch(/test/i);
  });

  it('lets a link into the pages of its account, and into no others', async () => {
    const { stdout } = await deployment.nightly('link', '--account', 'acme');
    const [link = ''] = /^https:\S+$/m.exec(stdout) ?? [];
    expect(await followLink(url, link.replace(/.$/, '-'))).toEqual({ status: 403 });
    const { status, cookies } = await followLink(url, link);
    expect(status).toBe(302);
    const cookie = cookies?.map((text: string) => text.split(';')[0]);
    const page = await getPage(deployment, `/acme/${yesterday}`, cookie);
    expect(page).toMatchObject({ status: 200, text: expect.stringContaining('12 of 43 files failed') });
    expect(await getPage(deployment, '/other', cookie)).toMatchObject({ status: 403 });
  });

  it('shows the same pages on this machine', async () => {
    const served = startCommand(['serve', ...deployment.options()], deployment.variables);
    const exited = once(served, 'exit');
    const [said] = served.stdout ? await once(served.stdout, 'data') : [''];
    const page = await fetch(`${String(said).trim()}/other/${yesterday}`);
    expect(textOf(await page.text())).toContain('12 of 43 files failed');
    served.kill();
    await exited;
  });

  it('shows what stands in the archive, by each command that reads it', async () => {
    const rows = await deployment.nightly('history');
    expect(rows.stdout).toMatch(
      new RegExp(`acme +${yesterday} +settled +12 +43 .*\nother +${yesterday} +settled +12 +43`),
    );
    const shown = await deployment.nightly('show', yesterday, '--account', 'acme', '--json');
    expect(JSON.parse(shown.stdout)).toMatchObject({ account: 'acme', date: yesterday });
    const sql = 'SELECT account, sum(failure) AS failed FROM days GROUP BY account ORDER BY account';
    expect(JSON.parse((await deployment.nightly('query', sql, '--json')).stdout)).toEqual([
      { account: 'acme', failed: 12 },
      { account: 'other', failed: 12 },
    ]);
    const { stdout } = await deployment.nightly('report', '--json');
    const [acme, other] = JSON.parse(stdout);
    expect(textOf(await readFile(acme.file, 'utf8'))).toContain('12 of 43 files failed');
    expect(other).toMatchObject({ account: 'other', date: yesterday });
  });

  it('measures the past by backfill, whose ledger agrees with one that is rebuilt', async () => {
    const [from, to] = [addDays(yesterday, -20), addDays(yesterday, -10)];
    const backfilled = await deployment.nightly('backfill', '--account', 'acme', '--from', from, '--to', to);
    expect(backfilled).toMatchObject({ exitCode: 0, stdout: expect.stringContaining('11 dates') });
    const rebuilt = await deployment.nightly('rebuild', '--account', 'acme');
    expect(rebuilt).toMatchObject({ exitCode: 0, stdout: expect.stringContaining('agrees') });
  });

  it('tells nothing while it is muted, and what was held back afterwards', async () => {
    const muted = ['--account', 'other', '--until', addDays(yesterday, 3), '--reason', 'moving house'];
    expect(await deployment.nightly('mute', ...muted)).toMatchObject({ exitCode: 0 });
    simulator.world.setCounts(yesterday, { ...badDay, failure: 25 });
    await drainQueue(url, 'OtherAlerts');
    expect(await deployment.runNight('other')).toMatchObject({ exitCode: 0 });
    expect(await drainQueue(url, 'OtherAlerts')).toEqual([]);
    expect(await deployment.nightly('unmute', '--account', 'other')).toMatchObject({ exitCode: 0 });
    expect(await deployment.runNight('other')).toMatchObject({ exitCode: 0 });
    const told = await drainQueue(url, 'OtherAlerts');
    expect(told.map(({ attributes }) => attributes.kind)).toEqual(['revised']);
    simulator.world.setCounts(yesterday, badDay);
  });

  it('is found well by doctor, but for the time zone that MiniStack drops, and its file for an issue gives nothing away', async () => {
    const issue = join(deployment.folder, 'issue.md');
    const { stdout } = await deployment.nightly('doctor', '--json', '--report', issue);
    const wrong = JSON.parse(stdout).filter(({ verdict }: { verdict: string }) => verdict === 'wrong');
    expect(wrong).toEqual(
      ['acme', 'other'].map((section) => ({
        section,
        check: 'schedule',
        verdict: 'wrong',
        detail: 'cron(10 1 * * ? *) in UTC; the configuration says cron(10 1 * * ? *) in Asia/Seoul',
        fix: 'deploy the stack with this configuration',
      })),
    );
    const { Bucket = '' } = await deployment.outputs();
    const secrets = [keys.accessKey, keys.secretKey, Bucket, 'ops@example.com', 'acme'];
    const written = await readFile(issue, 'utf8');
    expect(secrets.filter((secret) => written.includes(secret))).toEqual([]);
  });

  it('differs in nothing from what was deployed', async () => {
    expect(await deployment.diff()).toContain('There were no differences');
  });

  it('lives on with an account more and one less: what stays is as it was, and what goes leaves its archive', async () => {
    const [objects, outputs] = [await deployment.listObjects(), await deployment.outputs()];
    await deployment.configure(configurationOf('acme', 'third'));
    await deployment.deploy();
    expect(await deployment.outputs()).toEqual(outputs);
    expect(await deployment.listObjects()).toEqual(objects);
    expect(await deployment.aws('scheduler', 'list-schedules', '--query', 'Schedules[].Name')).toMatch(
      /acme.*third/s,
    );
    expect(await deployment.runNight('acme')).toMatchObject({ exitCode: 0 });
    expect(await deployment.runNight('other')).toMatchObject({ exitCode: 254 });
  });

  it('misses in the morning the night of the new account, and reports the others until it has run', async () => {
    await drainQueue(url, 'AllAlerts');
    const { Function: name = '', RunNight = '' } = await deployment.outputs();
    const [, group = ''] = /--group-name (\S+)/.exec(RunNight) ?? [];
    const asked = ['get-schedule', '--group-name', group, '--name', '_check', '--query', 'Target.Input'];
    const input: string = JSON.parse(await deployment.aws('scheduler', ...asked));
    const dueTime = `${yesterday}T19:10:00Z`; // 04:10 of the next day in Seoul
    const event = JSON.parse(input.replace('<aws.scheduler.scheduled-time>', dueTime));
    const missed = [{ account: 'third', missing: [yesterday] }];
    expect(await deployment.invoke(name, event)).toMatchObject({ accounts: 2, missed });
    const told = await drainQueue(url, 'AllAlerts');
    expect(told.map(({ attributes }) => attributes.account)).toEqual(['third']);
    const reported = await deployment.nightly('report');
    expect(reported).toMatchObject({ exitCode: 1, stdout: expect.stringMatching(/acme/) });
    expect(reported.stderr).toContain('third: nothing is known yet');
    expect(await deployment.storeKeys('third', keys)).toMatchObject({ exitCode: 0 });
    expect(await deployment.runNight('third')).toMatchObject({ exitCode: 0 });
  });

  it('goes without a rest, but for the bucket and all that is in it', async () => {
    const objects = await deployment.listObjects();
    await deployment.destroy();
    expect(await deployment.listObjects()).toEqual(objects);
    const query = (service: string, action: string, of: string) =>
      deployment.aws(service, action, '--query', of, '--output', 'text');
    const left = await Promise.all([
      query('lambda', 'list-functions', 'Functions[].FunctionName'),
      query('sns', 'list-topics', `Topics[?contains(TopicArn, 'VodNightly')].TopicArn`),
      query('scheduler', 'list-schedules', 'Schedules[].Name'),
      query('cloudwatch', 'describe-alarms', 'MetricAlarms[].AlarmName'),
      query('glue', 'get-databases', 'DatabaseList[].Name'),
    ]);
    expect(left.join('').trim()).toBe('');
  });
});
