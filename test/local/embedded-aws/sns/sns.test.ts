import { type MessageAttributeValue, PublishCommand, type PublishCommandInput } from '@aws-sdk/client-sns';
import { describe, expect, it } from 'vitest';
import type { Subscriber } from '../../../../local/embedded-aws/sns/topics.ts';
import { answerTo, startWithClients } from '../embedded-clients.ts';

type Change = Partial<PublishCommandInput>;

const refused = '400 InvalidParameterException';
const refusedValue = '400 InvalidParameterValueException';

/** The answer to a publish, and how many deliveries it led to. */
async function publish(change: Change): Promise<[string, number]> {
  const recipients: Subscriber[] = [
    { protocol: 'email', address: 'ops@example.com' },
    { protocol: 'sms', address: '+821012345678' },
  ];
  const { aws, sns } = await startWithClients({ topics: [{ name: 'alerts', recipients }] });
  const input = { TopicArn: aws.topicArn('alerts'), Message: 'Failures: 12', ...change };
  const answer = await answerTo(sns.send(new PublishCommand(input)));
  return [answer, aws.deliveries().length];
}

function withAttribute(name: string, value: MessageAttributeValue): Change {
  return { MessageAttributes: { [name]: value } };
}

const json = (document: unknown): Change => ({
  MessageStructure: 'json',
  Message: typeof document === 'string' ? document : JSON.stringify(document),
});

describe('publish', () => {
  it.each<[string, Change]>([
    ['no subject', {}],
    ['a subject of 99 characters', { Subject: 'x'.repeat(99) }],
    ['a subject in Korean', { Subject: '[심각] 인코딩 실패 12건' }],
    ['a subject that begins with punctuation', { Subject: '[critical] acme' }],
    ['a document with a body for a protocol', json({ default: 'a', email: 'b' })],
    ['a document with keys and values that mean nothing', json({ default: 'a', pager: 'b', sms: 5 })],
    ['262,144 bytes', json({ default: 'a', email: 'x'.repeat(262_144 - 26) })],
    [
      'a reserved attribute',
      withAttribute('AWS.SNS.SMS.SMSType', { DataType: 'String', StringValue: 'Transactional' }),
    ],
    ['an array', withAttribute('tags', { DataType: 'String.Array', StringValue: '["gold"]' })],
  ])('takes %s', async (_, change) => {
    expect(await publish(change)).toEqual(['200', 2]);
  });

  it.each<[string, Change]>([
    ['an empty subject', { Subject: '' }],
    ['a subject of 100 characters', { Subject: 'x'.repeat(100) }],
    ['a line break in the subject', { Subject: 'a\nb' }],
    ['a Unicode line separator in the subject', { Subject: 'a\u2028b' }],
    ['a control character in the subject', { Subject: 'a\u0007b' }],
    ['a subject that begins with a space', { Subject: ' a' }],
    ['a structure other than json', { MessageStructure: 'xml' }],
    ['a document that is no JSON', json('{"default":')],
    ['a document that is no object', json(['default'])],
    ['a document without a default', json({ email: 'b' })],
    ['a default that is no text', json({ default: { text: 'a' } })],
    ['a key that is there twice', json('{"default":"a","default":"b"}')],
    ['262,145 bytes', json({ default: 'a', email: 'x'.repeat(262_145 - 26) })],
    ['text that is too long for SMS', { Message: 'x'.repeat(1601) }],
  ])('refuses %s', async (_, change) => {
    expect(await publish(change)).toEqual([refused, 0]);
  });

  it.each<[string, Change]>([
    ['an empty attribute', withAttribute('severity', { DataType: 'String', StringValue: '' })],
    ['an attribute without a value', withAttribute('severity', { DataType: 'String' })],
    ['an attribute of an unknown type', withAttribute('severity', { DataType: 'Text', StringValue: 'x' })],
    [
      'a number, which nothing here sends',
      withAttribute('failures', { DataType: 'Number', StringValue: '12' }),
    ],
    ['a space in a name', withAttribute('how bad', { DataType: 'String', StringValue: 'x' })],
    ['two dots in a name', withAttribute('how..bad', { DataType: 'String', StringValue: 'x' })],
    ['a dot before a name', withAttribute('.bad', { DataType: 'String', StringValue: 'x' })],
    ['a name of 257 characters', withAttribute('x'.repeat(257), { DataType: 'String', StringValue: 'x' })],
    ['a name of AWS', withAttribute('AWS.severity', { DataType: 'String', StringValue: 'x' })],
  ])('refuses %s', async (_, change) => {
    expect(await publish(change)).toEqual([refusedValue, 0]);
  });

  it('counts attributes as part of the message', async () => {
    const half = 262_144 / 2;
    const attribute = { DataType: 'String', StringValue: 'x'.repeat(half - 'noteString'.length) };
    const message = (length: number) => ({ ...json({ default: 'a', email: 'x'.repeat(length - 26) }) });
    expect(await publish({ ...message(half), ...withAttribute('note', attribute) })).toEqual(['200', 2]);
    expect(await publish({ ...message(half + 1), ...withAttribute('note', attribute) })).toEqual([
      refused,
      0,
    ]);
  });

  it('says what is wrong in the words of SNS', async () => {
    const { aws, sns } = await startWithClients({ topics: [{ name: 'alerts', recipients: [] }] });
    const TopicArn = aws.topicArn('alerts');
    const subject = sns.send(new PublishCommand({ TopicArn, Message: 'a', Subject: 'a\nb' }));
    await expect(subject).rejects.toThrow('Invalid parameter: Subject');
    const document = sns.send(new PublishCommand({ TopicArn, Message: '{}', MessageStructure: 'json' }));
    await expect(document).rejects.toThrow(
      'Invalid parameter: Message Structure - No default entry in JSON message body',
    );
  });

  it('answers 404 for a topic that is not there', async () => {
    expect(await publish({ TopicArn: 'arn:aws:sns:ap-northeast-2:000000000000:other' })).toEqual([
      '404 NotFoundException',
      0,
    ]);
  });
});
