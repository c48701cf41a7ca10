import { readdir, readFile } from 'node:fs/promises';
import { join } from 'node:path';
import { type MessageAttributeValue, PublishCommand } from '@aws-sdk/client-sns';
import { describe, expect, it } from 'vitest';
import type { Subscriber } from '../../../../local/embedded-aws/sns/topics.ts';
import { makeDirectory } from '../directories.ts';
import { startWithClients } from '../embedded-clients.ts';

const recipients: Subscriber[] = [
  { protocol: 'email', address: 'ops@example.com' },
  { protocol: 'sms', address: '+821012345678', filter: { severity: ['critical'] } },
  { protocol: 'https', address: 'https://hooks.example.com/services/T0/B0' },
];
const now = () => Date.UTC(2026, 10, 23, 1, 10, 2, 123);
const time = '20261123T011002.123Z';
const bodies = { default: 'for all', email: '12 of 42 jobs failed.\n자세히', sms: 'acme: 실패 12건' };

async function publish(directory: string, severity?: MessageAttributeValue, subject?: string) {
  const topics = [{ name: 'alerts', recipients }];
  const { aws, sns } = await startWithClients({ topics, now, directory });
  const { MessageId } = await sns.send(
    new PublishCommand({
      TopicArn: aws.topicArn('alerts'),
      Message: JSON.stringify(bodies),
      MessageStructure: 'json',
      ...(subject !== undefined && { Subject: subject }),
      ...(severity !== undefined && { MessageAttributes: { severity } }),
    }),
  );
  return { MessageId, deliveries: aws.deliveries() };
}

const critical = { DataType: 'String', StringValue: 'critical' };

describe('the outbox', () => {
  it('holds a file for each delivery that sorts by time and names the recipient, but not a webhook’s path', async () => {
    const directory = await makeDirectory();
    await publish(directory, critical);
    const names = await readdir(join(directory, 'outbox'));
    expect(names.filter((name) => name.endsWith('.txt')).sort()).toEqual([
      `${time}-0001-alerts-email-ops@example.com.txt`,
      `${time}-0002-alerts-sms-+821012345678.txt`,
      `${time}-0003-alerts-https-hooks.example.com.txt`,
    ]);
  });

  it('shows what each would get', async () => {
    const directory = await makeDirectory();
    const { MessageId } = await publish(directory, critical, '[critical] acme');
    const read = (name: string) => readFile(join(directory, 'outbox', `${time}-${name}.txt`), 'utf8');
    expect(await read('0001-alerts-email-ops@example.com')).toBe(
      'To: ops@example.com\nSubject: [critical] acme\nDate: Mon, 23 Nov 2026 01:10:02 GMT\n\n12 of 42 jobs failed.\n자세히\n',
    );
    expect(await read('0002-alerts-sms-+821012345678')).toBe(
      'To: +821012345678\nDate: Mon, 23 Nov 2026 01:10:02 GMT\nParts: 1 (UCS-2, 12 characters)\n\nacme: 실패 12건\n',
    );
    expect(JSON.parse(await read('0003-alerts-https-hooks.example.com'))).toEqual({
      Type: 'Notification',
      MessageId,
      TopicArn: 'arn:aws:sns:ap-northeast-2:000000000000:alerts',
      Subject: '[critical] acme',
      Message: 'for all',
      Timestamp: '2026-11-23T01:10:02.123Z',
      MessageAttributes: { severity: { Type: 'String', Value: 'critical' } },
    });
  });

  it.each<[string, MessageAttributeValue | undefined, boolean]>([
    ['the severity asked for', critical, true],
    ['another severity', { DataType: 'String', StringValue: 'warning' }, false],
    ['no severity', undefined, false],
    [
      'severities with one asked for',
      { DataType: 'String.Array', StringValue: '["warning","critical"]' },
      true,
    ],
    ['severities without one', { DataType: 'String.Array', StringValue: '["warning"]' }, false],
    ['severities that are no array', { DataType: 'String.Array', StringValue: 'critical' }, false],
    [
      'severities among much else',
      { DataType: 'String.Array', StringValue: '[5,null,true,"critical"]' },
      true,
    ],
    ['severities in an array within', { DataType: 'String.Array', StringValue: '[["critical"]]' }, false],
  ])('filters by severity: %s', async (_, severity, isSent) => {
    const { deliveries } = await publish(await makeDirectory(), severity);
    expect(deliveries.map(({ protocol }) => protocol)).toEqual(
      isSent ? ['email', 'sms', 'https'] : ['email', 'https'],
    );
  });

  it('asks of every attribute that a filter names that it is there and fits', async () => {
    const filter = { account: ['acme', 'globex'], kind: ['breached', 'digest'] };
    const topics = [
      { name: 'alerts', recipients: [{ protocol: 'email', address: 'ops@example.com', filter } as const] },
    ];
    const { aws, sns } = await startWithClients({ topics });
    const isSent = async (attributes: Readonly<Record<string, string>>) => {
      const before = aws.deliveries().length;
      const named = Object.entries(attributes).map(
        ([name, StringValue]) =>
          [name, { DataType: name === 'tags' ? 'String.Array' : 'String', StringValue }] as const,
      );
      await sns.send(
        new PublishCommand({
          TopicArn: aws.topicArn('alerts'),
          Message: 'x',
          MessageAttributes: Object.fromEntries(named),
        }),
      );
      return aws.deliveries().length > before;
    };
    expect(await isSent({ account: 'globex', kind: 'breached', severity: 'info' })).toBe(true);
    expect(await isSent({ account: 'acme', kind: 'digest' })).toBe(true);
    expect(await isSent({ account: 'acme', kind: 'digest', tags: '["gold"]' })).toBe(true);
    expect(await isSent({ account: 'acme', kind: 'digest', tags: 'gold' })).toBe(false);
    expect(await isSent({ account: 'acme', kind: 'revised' })).toBe(false);
    expect(await isSent({ account: 'Acme', kind: 'digest' })).toBe(false);
    expect(await isSent({ account: 'acme' })).toBe(false);
    expect(await isSent({})).toBe(false);
  });

  it('tells as data what was delivered', async () => {
    const { MessageId, deliveries } = await publish(await makeDirectory(), critical, 'acme');
    expect(deliveries[1]).toEqual({
      topic: 'alerts',
      protocol: 'sms',
      recipient: '+821012345678',
      subject: 'acme',
      body: 'acme: 실패 12건',
      messageId: MessageId,
      attributes: { severity: { type: 'String', value: 'critical' } },
      sentAtMs: now(),
    });
  });
});
