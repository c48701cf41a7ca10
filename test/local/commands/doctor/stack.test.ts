import { mkdtemp, rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import type { ConfigInput } from '../../../../lambda/config/config.ts';
import { dateReportedBy } from '../../../../lambda/core/time/day.ts';
import { lastDue } from '../../../../lambda/core/time/last-due.ts';
import {
  type AwsAccountOptions,
  type ScheduleAnswer,
  startAwsAccount,
} from '../../../support/aws-account.ts';
import { runCommand } from '../../../support/command-line.ts';
import { examine, writeConfig } from '../../../support/doctor.ts';
import { type Stage, startStage } from '../../../support/stage.ts';

let directory: string;
beforeAll(async () => {
  directory = await mkdtemp(join(tmpdir(), 'vod-nightly-doctor-'));
});
afterAll(() => rm(directory, { recursive: true }));

describe('vod-nightly doctor on a stack', () => {
  const reportsTopic = 'arn:aws:sns:ap-northeast-2:111122223333:reports';
  const functionArn = 'arn:aws:lambda:ap-northeast-2:111122223333:function:night';
  let stage: Stage;
  let alertsTopic: string;
  beforeAll(async () => {
    stage = await startStage();
    alertsTopic = stage.environment.VOD_NIGHTLY_ALERTS_TOPIC ?? '';
    stage.aws.setSecret('keys-of-acme', JSON.stringify(stage.keys));
  });
  afterAll(() => stage[Symbol.asyncDispose]());

  const schedule = (change: Partial<ScheduleAnswer> = {}): ScheduleAnswer => ({
    State: 'ENABLED',
    ScheduleExpression: 'cron(10 1 * * ? *)',
    ScheduleExpressionTimezone: 'Asia/Seoul',
    Target: {
      Arn: functionArn,
      Input: JSON.stringify({
        account: { name: 'acme', secret: 'keys-of-acme' },
        scheduledTime: '<aws.scheduler.scheduled-time>',
      }),
    },
    ...change,
  });

  /** The doctor of a stack with these things in it, or with what is well. */
  async function examineStack(change: Partial<AwsAccountOptions>, more: ConfigInput['alerts'] = {}) {
    const subscriptions = { [alertsTopic]: { 'ops@example.com': true }, [reportsTopic]: {} };
    const other = schedule({ State: 'DISABLED', Target: { ...schedule().Target, Arn: `${functionArn}-2` } });
    const schedules = { another: other, acme: schedule() };
    await using account = await startAwsAccount({ subscriptions, schedules, ...change });
    const alerts = { email: ['ops@example.com'], ...more };
    const config = await writeConfig(directory, { accounts: [{ name: 'acme' }], alerts });
    const { NCP_ACCESS_KEY: _a, NCP_SECRET_KEY: _s, ...deployed } = stage.environment;
    return await examine(['--config', config], {
      ...deployed,
      VOD_NIGHTLY_REPORTS_TOPIC: reportsTopic,
      VOD_NIGHTLY_FUNCTION: 'night',
      AWS_ENDPOINT_URL_SNS: account.url,
      AWS_ENDPOINT_URL_SCHEDULER: account.url,
    });
  }

  it('finds that last night has not run', async () => {
    const { checks } = await examineStack({});
    const dueMs = lastDue(Date.now(), 'Asia/Seoul', '01:10');
    const isFresh = Date.now() - dueMs < 3_600_000;
    expect(checks['last night']?.verdict).toBe(isFresh ? 'unknown' : 'wrong');
    expect(checks['last night']?.detail).toContain(dateReportedBy(dueMs, 'Asia/Seoul'));
    expect(checks.ledger).toMatchObject({ verdict: 'unknown', detail: 'no night has run yet' });
    const config = await writeConfig(directory, { accounts: [{ name: 'acme' }] });
    await runCommand(['run', '--config', config], stage.environment);
  });

  it('finds all well after a night, with the keys from the secret that the schedule names', async () => {
    const { exitCode, checks } = await examineStack({});
    expect(Object.values(checks).filter(({ verdict }) => verdict === 'wrong')).toEqual([]);
    expect(checks.keys?.verdict).toBe('good');
    expect(checks['topic alerts']?.detail).toBe('1 subscribed and confirmed');
    expect(checks.schedule?.detail).toBe('enabled, at 01:10 in Asia/Seoul');
    expect(exitCode).toBe(0);
  });

  it.each([
    ['a subscriber who has not confirmed', { 'ops@example.com': false }, /ops@example.com: not confirmed/],
    ['one who was never subscribed', { 'dev@example.com': true }, /ops@example.com: not subscribed/],
  ])('finds %s', async (_, subscribers, detail) => {
    const subscriptions = { [alertsTopic]: subscribers, [reportsTopic]: {} };
    const { exitCode, checks } = await examineStack({ subscriptions });
    expect(checks['topic alerts']).toMatchObject({ verdict: 'wrong', detail: expect.stringMatching(detail) });
    expect(exitCode).toBe(1);
  });

  it('finds a topic that is gone', async () => {
    const { checks } = await examineStack({ subscriptions: { [alertsTopic]: { 'ops@example.com': true } } });
    expect(checks['topic reports']).toMatchObject({
      verdict: 'wrong',
      detail: expect.stringContaining('Topic does not exist'),
    });
  });

  it('finds one who has not confirmed by what is said of the subscription alone', async () => {
    const { checks } = await examineStack({ policies: {}, unconfirmed: ['ops@example.com'] });
    expect(checks['topic alerts']).toMatchObject({
      verdict: 'wrong',
      detail: expect.stringMatching(/^ops@example.com: not confirmed/),
    });
  });

  it.each([
    ['an empty text', ''],
    ['an empty policy', '{}'],
  ])('takes %s for no filter', async (_, policy) => {
    const { checks } = await examineStack({ policies: { 'ops@example.com': policy } });
    expect(checks['topic alerts']).toMatchObject({ verdict: 'good', detail: '1 subscribed and confirmed' });
  });

  it('takes a policy of another form for other routes than the configuration has', async () => {
    const policies = { 'ops@example.com': { severity: [{ prefix: 'crit' }], kind: { exists: true } } };
    const { checks } = await examineStack({ policies });
    expect(checks['topic alerts']?.detail).toBe("ops@example.com: other routes than the configuration's");
  });

  describe('with nobody under alerts', () => {
    it('finds that alerts reach nobody', async () => {
      const subscriptions = { [alertsTopic]: {}, [reportsTopic]: {} };
      const { exitCode, checks } = await examineStack({ subscriptions }, { email: [] });
      expect(checks['topic alerts']).toMatchObject({
        verdict: 'wrong',
        detail: 'nobody has subscribed: alerts reach nobody',
      });
      expect(exitCode).toBe(1);
    });

    it('goes by those who have subscribed by themselves, and by what their filters let pass', async () => {
      const { checks } = await examineStack({ policies: {} }, { email: [] });
      expect(checks['topic alerts']).toMatchObject({ verdict: 'good' });
      const policies = { 'ops@example.com': { account: ['globex'] } };
      const { checks: filtered } = await examineStack({ policies }, { email: [] });
      expect(filtered['topic alerts']?.detail).toContain('Critical alerts of acme would reach nobody');
    });
  });

  it('publishes nothing, and says what would', async () => {
    const before = stage.aws.deliveries();
    const { checks } = await examineStack({});
    expect(stage.aws.deliveries()).toEqual(before);
    expect(checks.publishing).toEqual({
      ...{ section: 's3://archive', check: 'publishing', verdict: 'unknown' },
      detail: 'not tried: it would disturb people',
      fix: expect.stringMatching(/^npx vod-nightly test-alert --config \S+\.config\.ts$/),
    });
  });

  describe('of routes', () => {
    const acme = 'acme@example.com';
    const subscriptions = () => ({
      [alertsTopic]: { 'ops@example.com': true, [acme]: true },
      [reportsTopic]: {},
    });
    const routed = (routes: { severities?: ('critical' | 'warning')[]; kinds?: 'revised'[] }) => ({
      address: acme,
      ...routes,
    });
    const policies = { [acme]: { severity: ['critical', 'warning'] } };

    it('says who is told of what only', async () => {
      const email = ['ops@example.com', routed({ severities: ['warning', 'critical'] })];
      const { checks } = await examineStack({ subscriptions: subscriptions(), policies }, { email });
      expect(checks['topic alerts']).toMatchObject({
        verdict: 'good',
        detail: `2 subscribed and confirmed; ${acme} of severity warning or critical only`,
      });
    });

    it.each([
      ['are other ones in the stack', [routed({ severities: ['critical'] })]],
      ['are in the stack only', [acme]],
    ])('finds that they %s', async (_, email) => {
      const change = { subscriptions: subscriptions(), policies };
      const { checks } = await examineStack(change, { email: ['ops@example.com', ...email] });
      expect(checks['topic alerts']).toMatchObject({
        verdict: 'wrong',
        detail: `${acme}: other routes than the configuration's`,
      });
    });

    it.each([
      [
        'critical alerts of an account',
        [routed({ kinds: ['revised'] })],
        'Critical alerts of acme would reach nobody',
      ],
      ['alarms', [routed({ severities: ['critical'] })], 'Nobody would hear that a night failed'],
    ])('finds that they keep %s from everybody', async (_, email, detail) => {
      const { checks } = await examineStack({ subscriptions: subscriptions() }, { email });
      expect(checks['topic alerts']).toMatchObject({
        verdict: 'wrong',
        detail: expect.stringContaining(detail),
      });
    });
  });

  const schedules: [string, Record<string, ScheduleAnswer>, RegExp][] = [
    ['is missing', {}, /there is none/],
    ['is disabled', { acme: schedule({ State: 'DISABLED' }) }, /it is disabled/],
    [
      'is of another hour',
      { acme: schedule({ ScheduleExpression: 'cron(0 9 * * ? *)' }) },
      /cron\(0 9 .* configuration says cron\(10 1/,
    ],
  ];
  it.each(schedules)('finds that the schedule %s', async (_, found, detail) => {
    const { checks } = await examineStack({ schedules: found });
    expect(checks.schedule).toMatchObject({ verdict: 'wrong', detail: expect.stringMatching(detail) });
  });

  it('finds that the Region sends no text messages', async () => {
    const { checks } = await examineStack({}, { sms: ['+821012345678'] });
    expect(checks['text messages']).toMatchObject({
      verdict: 'wrong',
      fix: expect.stringContaining('Tokyo'),
    });
  });
});
