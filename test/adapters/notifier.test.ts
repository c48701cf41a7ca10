import { SNSClient } from '@aws-sdk/client-sns';
import { afterAll, afterEach, beforeAll, describe, expect, it } from 'vitest';
import { unhurried } from '../../lambda/adapters/bounded-call.ts';
import { createNotifier } from '../../lambda/adapters/notifier.ts';
import { createTelemetry } from '../../lambda/adapters/telemetry.ts';
import { composeAlert } from '../../lambda/core/messages/alert.ts';
import { pendingNotices } from '../../lambda/core/notices/outbox.ts';
import type { Notifier } from '../../lambda/ports.ts';
import type { Subscriber } from '../../local/embedded-aws/sns/topics.ts';
import { accountOf } from '../support/accounts.ts';
import { countsWith } from '../support/counts.ts';
import { startFaultProxy } from '../support/fault-proxy.ts';
import { ledgerOf, measuredLine, noticeOf } from '../support/lines.ts';
import { type ScriptedAws, startScriptedAws } from '../support/services/scripted-aws.ts';
import { silentTelemetry } from '../support/silent-telemetry.ts';

const line = measuredLine('2026-11-22', {
  counts: countsWith({ complete: 30, failure: 12 }),
  findings: [{ rule: 'failureCount', severity: 'critical', value: 12, threshold: 5 }],
  notices: [noticeOf('breached', { id: 'acme/2026-11-22/1', severity: 'critical', state: 'pending' })],
});
const ledger = ledgerOf(line);
const message = composeAlert({ account: accountOf({ language: 'ko' }) }, pendingNotices(ledger), ledger);

describe('the notifier', () => {
  const logged: string[] = [];
  let aws: ScriptedAws;
  let client: SNSClient;
  let notifier: Notifier;

  beforeAll(async () => {
    const recipients: Subscriber[] = [
      { protocol: 'email', address: 'ops@example.com' },
      { protocol: 'sms', address: '+821012345678', filter: { severity: ['critical'] } },
      { protocol: 'email', address: 'gold@example.com', filter: { tags: ['silver', 'gold'] } },
    ];
    aws = await startScriptedAws({ buckets: [], topics: [{ name: 'alerts', recipients }] });
    const credentials = { accessKeyId: 'local', secretAccessKey: 'local' };
    client = new SNSClient({ region: 'ap-northeast-2', endpoint: aws.url, credentials, maxAttempts: 1 });
    const telemetry = createTelemetry((entry) => logged.push(entry), Date.now);
    notifier = createNotifier(client, aws.topicArn('alerts'), telemetry);
  });
  afterEach(() => {
    aws.intervene();
    logged.length = 0;
  });
  afterAll(async () => {
    client.destroy();
    await aws.stop();
  });

  /** Refuses so many publications, whatever is in them; gives what was delivered meanwhile. */
  async function publishRefused(times: number, status: number, code: string) {
    const before = aws.deliveries().length;
    let calls = 0;
    aws.intervene(() => {
      calls += 1;
      return calls <= times ? { status, code, message: 'Invalid parameter: Message' } : undefined;
    });
    const outcome = await notifier.publish(message).then(
      (messageId) => ({ messageId }),
      (error: Error) => ({ error }),
    );
    return { outcome, calls, deliveries: aws.deliveries().slice(before) };
  }

  it('tells in full where nothing is refused, and logs nothing', async () => {
    const { deliveries } = await publishRefused(0, 400, '');
    expect(deliveries).toMatchObject([
      { protocol: 'email', subject: message.headlines[0] },
      { protocol: 'sms' },
    ]);
    expect(logged).toEqual([]);
  });

  it.each(['InvalidParameter', 'ParameterValueInvalid', 'ValidationException'])(
    'tells an alert that SNS refuses with %s in plain ASCII, to the same recipients, and logs why',
    async (code) => {
      const { outcome, calls, deliveries } = await publishRefused(1, 400, code);
      expect(outcome).toEqual({ messageId: expect.any(String) });
      expect(calls).toBe(2);
      const { subject, body } = message.fallback;
      expect(deliveries).toMatchObject([
        { protocol: 'email', subject, body, attributes: { severity: { value: 'critical' } } },
        { protocol: 'sms', body },
      ]);
      expect(JSON.parse(String(logged))).toMatchObject({ level: 'WARN', account: 'acme' });
      expect(String(logged)).toContain('Invalid parameter: Message');
    },
  );

  it('publishes tags as an array of which subscriptions ask for any, and none where there are none', async () => {
    const tagsTold = async (tags: readonly string[] | undefined) => {
      const before = aws.deliveries().length;
      const attributes = { ...message.attributes, ...(tags && { tags }) };
      await notifier.publish({ ...message, attributes });
      const told = aws.deliveries().slice(before);
      return told.map((one) => [one.recipient, one.attributes.tags]);
    };
    const tags = { type: 'String.Array', value: '["team-a","gold"]' };
    expect(await tagsTold(['team-a', 'gold'])).toEqual([
      ['ops@example.com', tags],
      ['+821012345678', tags],
      ['gold@example.com', tags],
    ]);
    const untagged = [
      ['ops@example.com', undefined],
      ['+821012345678', undefined],
    ];
    expect(await tagsTold([])).toEqual(untagged);
    expect(await tagsTold(undefined)).toEqual(untagged);
  });

  it('believes nobody but SNS that an alert is accepted, and says so', async () => {
    await using proxy = await startFaultProxy(aws.url);
    const credentials = { accessKeyId: 'local', secretAccessKey: 'local' };
    const through = new SNSClient({ region: 'ap-northeast-2', endpoint: proxy.url, credentials });
    const bounds = { ...unhurried, deadlineMs: Date.now() + 600 };
    const publishing = () =>
      createNotifier(through, aws.topicArn('alerts'), silentTelemetry, bounds).publish(message);
    proxy.misbehave(() => 'is answered by another');
    await expect(publishing()).rejects.toThrow(
      "HTTP status 200 with an answer that is not the service's own",
    );
    proxy.misbehave(() => 'hangs');
    await expect(publishing()).rejects.toThrow(
      /^could not publish to .*: TimeoutError, no whole answer came/,
    );
    expect(Date.now()).toBeLessThan(bounds.deadlineMs + 3_000);
    through.destroy();
  });

  it('gives up when the fallback is refused as well', async () => {
    const { outcome, calls } = await publishRefused(2, 400, 'InvalidParameter');
    expect(outcome).toMatchObject({ error: { message: expect.stringContaining('InvalidParameter') } });
    expect(calls).toBe(2);
  });

  it.each([
    [400, 'Throttling'],
    [403, 'AuthorizationError'],
    [404, 'NotFound'],
    [500, 'InternalError'],
  ])('leaves the alert as it is where its form is not the cause: %d %s', async (status, code) => {
    const { outcome, calls, deliveries } = await publishRefused(1, status, code);
    expect(outcome).toMatchObject({ error: expect.any(Error) });
    expect({ calls, deliveries }).toEqual({ calls: 1, deliveries: [] });
  });
});
