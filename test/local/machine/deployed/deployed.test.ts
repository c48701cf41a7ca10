import { mkdtemp, readdir, rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { type AwsAccount, startAwsAccount } from '../../../support/aws-account.ts';
import { runCommand } from '../../../support/command-line.ts';
import { examine, writeConfig } from '../../../support/doctor.ts';
import { badDay, type Stage, startStage } from '../../../support/stage.ts';

const schedule = {
  State: 'ENABLED',
  ScheduleExpression: 'cron(10 1 * * ? *)',
  ScheduleExpressionTimezone: 'Asia/Seoul',
  Target: {
    Arn: 'arn:aws:lambda:ap-northeast-2:111122223333:function:night',
    Input: JSON.stringify({ account: { name: 'acme', secret: 'keys-of-acme' } }),
  },
} as const;

let directory: string;
let config: string;
let stage: Stage;
let account: AwsAccount;
let outputs: Readonly<Record<string, string>>;
/** AWS as it is seen from a shell in which somebody has signed in: neither a bucket nor keys. */
let shell: Readonly<Record<string, string>>;

beforeAll(async () => {
  directory = await mkdtemp(join(tmpdir(), 'vod-nightly-deployed-'));
  const alerts = { email: ['ops@example.com'] };
  config = await writeConfig(directory, { accounts: [{ name: 'acme' }], alerts });
  stage = await startStage();
  stage.aws.setSecret('keys-of-acme', JSON.stringify(stage.keys));
  const { VOD_NIGHTLY_BUCKET, NCP_ACCESS_KEY, NCP_SECRET_KEY, ...others } = stage.environment;
  const { VOD_NIGHTLY_ALERTS_TOPIC, VOD_NIGHTLY_REPORTS_TOPIC, ...aws } = others;
  const [alertsTopic, reportsTopic] = [VOD_NIGHTLY_ALERTS_TOPIC ?? '', VOD_NIGHTLY_REPORTS_TOPIC ?? ''];
  outputs = {
    ...{ Bucket: VOD_NIGHTLY_BUCKET ?? '', AlertsTopic: alertsTopic, ReportsTopic: reportsTopic },
    ...{ Function: 'night', Queries: 'a workgroup', StoreKeysacme432E5040: 'printf …' },
  };
  const nestedIn = (id: string, said: object) =>
    Object.fromEntries(Object.entries(said).map(([key, value]) => [`${id}${key}0A1B2C3D`, value]));
  const elsewhere = { ...outputs, Bucket: 'of-somebody-else' };
  account = await startAwsAccount({
    schedules: { acme: schedule },
    subscriptions: { [alertsTopic]: { 'ops@example.com': true }, [reportsTopic]: {} },
    stacks: {
      VodNightly: outputs,
      Nested: nestedIn('OutputsOf', outputs),
      Several: { ...nestedIn('OtherOne', elsewhere), ...nestedIn('One', outputs) },
      Other: { Bucket: 'some-bucket', Url: 'https://example.com' },
    },
  });
  shell = {
    ...aws,
    AWS_ENDPOINT_URL_CLOUDFORMATION: account.url,
    AWS_ENDPOINT_URL_SCHEDULER: account.url,
  };
});
afterAll(async () => {
  await Promise.all([stage[Symbol.asyncDispose](), account[Symbol.asyncDispose]()]);
  await rm(directory, { recursive: true });
});

const on = (stack: string, ...args: readonly string[]) => [
  ...args,
  ...['--stack', stack, '--config', config, '--directory', join(directory, 'local')],
];
const archived = async () => [...(await stage.objects()).keys()];

describe('a bucket without keys', () => {
  const bucketOnly = (): Record<string, string> => ({
    ...shell,
    VOD_NIGHTLY_BUCKET: outputs.Bucket ?? '',
    VOD_NIGHTLY_ALERTS_TOPIC: outputs.AlertsTopic ?? '',
  });

  it.each(['run', 'start'])(
    'gets no simulated counts from %s, which says what is missing',
    async (command) => {
      const { VOD_STATION_URL: _url, ...environment } = bucketOnly();
      const { exitCode, stdout, stderr } = await runCommand([command, '--config', config], environment);
      expect(await archived()).toEqual([]);
      expect(stderr).toContain('acme: has no keys; name its stack with --stack');
      expect(stderr).toContain('or set NCP_ACCESS_KEY and NCP_SECRET_KEY');
      expect([exitCode, stdout]).toEqual([1, '']);
    },
  );

  it('can be read without keys, and without a topic', async () => {
    const { VOD_NIGHTLY_ALERTS_TOPIC: _topic, ...environment } = bucketOnly();
    const { exitCode, stdout } = await runCommand(
      ['query', 'SELECT count(*) AS dates FROM days', '--json', '--config', config],
      environment,
    );
    expect([exitCode, stdout]).toEqual([0, '[{"dates":0}]\n']);
  });
});

describe('--stack', () => {
  it('runs a night on the stack, with the keys from the secret that its schedule names', async () => {
    const otherKeys = { NCP_ACCESS_KEY: 'somebody', NCP_SECRET_KEY: 'else' };
    const { exitCode, stdout, stderr } = await runCommand(
      on('VodNightly', 'run', '--json', '--date', stage.yesterday),
      {
        ...shell,
        ...otherKeys,
      },
    );
    expect([exitCode, stderr]).toEqual([0, '']);
    expect(JSON.parse(stdout)).toMatchObject({ date: stage.yesterday, counts: badDay });
    expect(await archived()).toContain(JSON.parse(stdout).snapshot);
    expect(await readdir(directory)).not.toContain('local');
  });

  it.each([
    ['of another stack', 'Nested'],
    ['among several of one stack', 'Several/One'],
  ])('finds outputs in a construct %s', async (_, stack) => {
    const { stdout } = await runCommand(on(stack, 'query', 'SELECT date FROM days', '--json'), shell);
    expect(JSON.parse(stdout)).toContainEqual({ date: stage.yesterday });
  });

  it('lets the doctor look at the stack', async () => {
    const { checks } = await examine(on('VodNightly'), {
      ...shell,
      AWS_ENDPOINT_URL_SNS: account.url,
    });
    expect(checks.schedule).toMatchObject({ verdict: 'good' });
    expect(checks.keys).toMatchObject({ verdict: 'good' });
    expect(checks['topic alerts']).toMatchObject({ detail: '1 subscribed and confirmed' });
    const { checks: gone, exitCode } = await examine(on('Gone'), shell);
    expect(gone.stack?.detail).toContain('--stack Gone: Stack with id Gone does not exist');
    expect(exitCode).toBe(1);
  });

  it('looks at the schedules of its own group alone, and at all where a stack does not name its group', async () => {
    await using aws = await startAwsAccount({
      schedules: {
        'acme-as-it-was': { ...schedule, State: 'DISABLED' },
        acme: { ...schedule, GroupName: 'nights' },
      },
      subscriptions: {},
      stacks: { VodNightly: { ...outputs, ScheduleGroup: 'nights' }, Older: outputs },
    });
    const environment = {
      ...shell,
      AWS_ENDPOINT_URL_CLOUDFORMATION: aws.url,
      AWS_ENDPOINT_URL_SCHEDULER: aws.url,
      AWS_ENDPOINT_URL_SNS: aws.url,
    };
    const { checks } = await examine(on('VodNightly'), environment);
    expect(checks.schedule).toMatchObject({ verdict: 'good' });
    const { checks: older } = await examine(on('Older'), environment);
    expect(older.schedule).toMatchObject({ verdict: 'wrong', detail: 'it is disabled' });
  });

  it('takes an environment that says the same, and refuses one that says something else', async () => {
    const sql = 'SELECT count(*) AS dates FROM days';
    const same = { ...shell, VOD_NIGHTLY_BUCKET: outputs.Bucket ?? '' };
    expect((await runCommand(on('VodNightly', 'query', sql), same)).exitCode).toBe(0);
    const other = { ...shell, VOD_NIGHTLY_BUCKET: 'mine', VOD_NIGHTLY_FUNCTION: 'noon' };
    const { exitCode, stdout, stderr } = await runCommand(on('VodNightly', 'query', sql), other);
    expect(stderr).toContain(
      'VOD_NIGHTLY_BUCKET: is mine, but the output Bucket of --stack VodNightly is archive; unset one of them\n' +
        '  - VOD_NIGHTLY_FUNCTION: is noon, but',
    );
    expect([exitCode, stdout]).toEqual([2, '']);
  });

  it.each([
    ['Gone', 'Stack with id Gone does not exist in ap-northeast-2; npx cdk list names', 2],
    ['Several', 'it does not have each of the outputs Bucket, AlertsTopic, ReportsTopic, Function once', 2],
    ['Several/None', 'it does not have each of the outputs', 2],
    ['Other', 'it does not have each of the outputs AlertsTopic, ReportsTopic, Function once', 2],
  ])('says what is wrong with the stack %s', async (stack, text, exitCode) => {
    const failed = await runCommand(on(stack, 'run'), shell);
    expect(failed.stderr).toContain(`--stack ${stack}: ${text}`);
    expect([failed.exitCode, failed.stdout]).toEqual([exitCode, '']);
  });

  it.each([
    ['AccessDenied', 'allow cloudformation:DescribeStacks'],
    ['ExpiredToken', 'sign in to AWS'],
  ])('says what to do when CloudFormation answers %s', async (refuseWith, text) => {
    await using refusing = await startAwsAccount({ schedules: {}, subscriptions: {}, refuseWith });
    const environment = { ...shell, AWS_ENDPOINT_URL_CLOUDFORMATION: refusing.url };
    const { exitCode, stderr } = await runCommand(on('VodNightly', 'run'), environment);
    expect(stderr).toContain('the stack cannot be used:\n  - --stack VodNightly: ');
    expect(stderr).toContain(`; ${text}`);
    expect(exitCode).toBe(1);
  });

  it('says so when nobody has signed in, and when no Region is set', async () => {
    const { AWS_ACCESS_KEY_ID: _id, AWS_SECRET_ACCESS_KEY: _key, ...signedOut } = shell;
    const nowhere = { HOME: directory, AWS_EC2_METADATA_DISABLED: 'true' };
    const { stderr } = await runCommand(on('VodNightly', 'run'), { ...signedOut, ...nowhere });
    expect(stderr).toContain('CredentialsProviderError');
    expect(stderr).toContain('sign in to AWS');
    const { AWS_REGION: _region, ...anywhere } = shell;
    expect((await runCommand(on('VodNightly', 'run'), { ...anywhere, ...nowhere })).stderr).toContain(
      'set AWS_REGION',
    );
  });

  it('says so when the schedules may not be read, or none is of the account', async () => {
    await using refusing = await startAwsAccount({
      schedules: {},
      subscriptions: {},
      refuseWith: 'AccessDenied',
    });
    const refused = { ...shell, AWS_ENDPOINT_URL_SCHEDULER: refusing.url };
    const { exitCode, stderr } = await runCommand(on('VodNightly', 'run'), refused);
    expect(stderr).toContain('allow scheduler:ListSchedules and scheduler:GetSchedule');
    expect(exitCode).toBe(1);
    const globex = await writeConfig(directory, { accounts: [{ name: 'globex' }] });
    const { stderr: unknown } = await runCommand(['run', '--stack', 'VodNightly', '--config', globex], shell);
    expect(unknown).toContain('globex: has no keys; the stack has no schedule that names its secret');
  });
});
