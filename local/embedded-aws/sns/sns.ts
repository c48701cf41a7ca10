import { randomUUID } from 'node:crypto';
import type { Handler, HttpResponse } from '../../http/http-server.ts';
import { AwsError } from '../errors.ts';
import { toElements } from '../xml.ts';
import type { Outbox } from './outbox.ts';
import { checkSms, invalid, readMessage, type SnsMessage } from './publish-rules.ts';
import { type Destination, findDestinations, type Topic, toTopicArn } from './topics.ts';

/** What SNS is made from. */
type SnsOptions = {
  readonly region: string;
  readonly topics: readonly Topic[];
  readonly outbox: Outbox;
  readonly now: () => number;
};

type Publication = { readonly topicArn: string; readonly messageId: string; readonly sentAtMs: number };

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
    const publication = { topicArn, messageId: randomUUID(), sentAtMs: now() };
    const { messageId, sentAtMs } = publication;
    const { subject, attributes } = message;
    for (const destination of destinations) {
      outbox.put({
        topic: topic.name,
        ...destination,
        ...(subject !== undefined && { subject }),
        body: bodyFor(destination, message, publication),
        messageId,
        attributes,
        sentAtMs,
      });
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
function bodyFor(
  { protocol }: Destination,
  { subject, bodies, attributes }: SnsMessage,
  { topicArn, messageId, sentAtMs }: Publication,
): string {
  const body = bodies[protocol] ?? bodies.default;
  if (protocol !== 'https') return body;
  const named = Object.entries(attributes).map(([name, { type, value }]) => [
    name,
    { Type: type, Value: value },
  ]);
  return JSON.stringify({
    Type: 'Notification',
    MessageId: messageId,
    TopicArn: topicArn,
    ...(subject !== undefined && { Subject: subject }),
    Message: body,
    Timestamp: new Date(sentAtMs).toISOString(),
    ...(named.length > 0 && { MessageAttributes: Object.fromEntries(named) }),
  });
}
