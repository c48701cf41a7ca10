import { randomUUID } from 'node:crypto';
import type { Handler, HttpResponse } from '../../http/http-server.ts';
import { AwsError } from '../errors.ts';
import { toElements } from '../xml.ts';
import type { Delivery, Outbox } from './outbox.ts';
import { checkSms, invalid, readMessage } from './publish-rules.ts';
import { findDestinations, type Topic, toTopicArn } from './topics.ts';

/** What SNS is made from. */
type SnsOptions = {
  readonly region: string;
  readonly topics: readonly Topic[];
  readonly outbox: Outbox;
  readonly now: () => number;
};

/**
 * Answers as SNS does, Publish alone. All subscribers count as confirmed.
 * @throws AwsError, `InvalidAction` for whatever else SNS can do
 */
export function createSns({ region, topics, outbox, now }: SnsOptions): Handler {
  const byArn = new Map(topics.map((topic) => [toTopicArn(region, topic.name), topic]));

  function publish(fields: URLSearchParams): HttpResponse {
    const topicArn = fields.get('TopicArn');
    if (topicArn === null) throw invalid('TopicArn or TargetArn Reason: no value for required parameter');
    const topic = byArn.get(topicArn);
    if (!topic) throw new AwsError(404, 'NotFound', 'Topic does not exist');
    const message = readMessage(fields);
    const destinations = findDestinations(topic, message.attributes);
    if (destinations.some(({ protocol }) => protocol === 'sms')) checkSms(message);
    const messageId = randomUUID();
    const sentAtMs = now();
    const { subject, bodies, attributes } = message;
    const said = {
      topic: topic.name,
      ...(subject !== undefined && { subject }),
      messageId,
      attributes,
      sentAtMs,
    };
    for (const { protocol, recipient } of destinations) {
      const text = bodies[protocol] ?? bodies.default;
      const body = protocol === 'https' ? envelop(text, topicArn, said) : text;
      outbox.put({ ...said, protocol, recipient, body });
    }
    return toPublishResponse(messageId);
  }

  return ({ body }) => {
    const fields = new URLSearchParams(body.toString());
    const action = fields.get('Action') ?? '';
    if (action === 'Publish') return publish(fields);
    throw new AwsError(400, 'InvalidAction', `The embedded SNS does not do this: ${action}`);
  };
}

function toPublishResponse(messageId: string): HttpResponse {
  const body =
    '<PublishResponse xmlns="http://sns.amazonaws.com/doc/2010-03-31/">' +
    `<PublishResult>${toElements({ MessageId: messageId })}</PublishResult>` +
    `<ResponseMetadata>${toElements({ RequestId: 'embedded' })}</ResponseMetadata></PublishResponse>`;
  return { status: 200, headers: { 'content-type': 'text/xml' }, body };
}

/** Endpoints on the web get an envelope, here without the signature that only AWS can make. */
function envelop(
  text: string,
  topicArn: string,
  { messageId, subject, sentAtMs, attributes }: Omit<Delivery, 'protocol' | 'recipient' | 'body'>,
): string {
  const named = Object.entries(attributes).map(([name, { type, value }]) => [
    name,
    { Type: type, Value: value },
  ]);
  return JSON.stringify({
    Type: 'Notification',
    MessageId: messageId,
    TopicArn: topicArn,
    Subject: subject,
    Message: text,
    Timestamp: new Date(sentAtMs).toISOString(),
    MessageAttributes: named.length > 0 ? Object.fromEntries(named) : undefined,
  });
}
