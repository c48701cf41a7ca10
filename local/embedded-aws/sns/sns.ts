import type { Answer } from '../answer.ts';
import type { Operation } from '../aws-call.ts';
import type { Engine } from '../engine.ts';
import type { ReceivedRequest } from '../received-request.ts';
import { Refusal } from '../refusal.ts';
import type { Outbox } from './outbox.ts';
import { invalid, readMessage, type SnsMessage, smsMaxLength } from './sns-rules.ts';
import { type Destination, findDestinations, type Topic, toTopicArn } from './topics.ts';

/** What SNS is made from. */
type SnsOptions = {
  readonly engine: Engine;
  readonly region: string;
  readonly topics: readonly Topic[];
  readonly outbox: Outbox;
  readonly now: () => number;
};

/** The embedded SNS. */
type Sns = {
  /** @throws Refusal */
  recognize(request: ReceivedRequest): Operation;
};

type Published = { readonly topicArn: string; readonly messageId: string; readonly sentAtMs: number };

const formHeaders = { 'content-type': 'application/x-www-form-urlencoded' };

/** Creates the topics. All subscribers count as confirmed. */
export async function startSns({ engine, region, topics, outbox, now }: SnsOptions): Promise<Sns> {
  const byArn = new Map(topics.map((topic) => [toTopicArn(region, topic.name), topic]));

  function ask(fields: URLSearchParams): Promise<Answer> {
    return engine.send({ method: 'POST', target: '/', headers: formHeaders, body: fields.toString() });
  }

  async function publish(fields: URLSearchParams): Promise<Answer> {
    const topicArn = fields.get('TopicArn');
    if (topicArn === null) throw invalid('TopicArn or TargetArn Reason: no value for required parameter');
    const topic = byArn.get(topicArn);
    if (!topic) throw new Refusal(404, 'NotFound', 'Topic does not exist');
    const message = readMessage(fields);
    const destinations = findDestinations(topic, message.attributes);
    checkSms(message, destinations);
    const answer = await ask(fields);
    const [, messageId] = /<MessageId>([^<]+)</.exec(String(answer.body)) ?? [];
    if (messageId === undefined) return answer;
    const published = { topicArn, messageId, sentAtMs: now() };
    for (const destination of destinations) {
      const { subject, attributes } = message;
      const body = toBody(message, destination, published);
      const sent = {
        messageId,
        attributes,
        sentAtMs: published.sentAtMs,
        ...(subject !== undefined && { subject }),
      };
      await outbox.lay({ topic: topic.name, ...destination, body, ...sent });
    }
    return answer;
  }

  for (const { name } of topics) await ask(new URLSearchParams({ Action: 'CreateTopic', Name: name }));
  return {
    recognize(request) {
      const fields = new URLSearchParams(request.body.toString());
      const operation = fields.get('Action') ?? '';
      if (operation !== 'Publish') {
        throw new Refusal(400, 'InvalidAction', `The embedded SNS does not do this: ${operation}`);
      }
      const resource = fields.get('TopicArn') ?? '*';
      return {
        call: { service: 'sns', operation, action: 'sns:Publish', resource, conditions: {} },
        perform: () => publish(fields),
      };
    },
  };
}

function checkSms({ bodies }: SnsMessage, destinations: readonly Destination[]): void {
  const text = bodies.sms ?? bodies.default;
  if (text.length > smsMaxLength && destinations.some(({ protocol }) => protocol === 'sms'))
    throw invalid('Message too long');
}

/** Endpoints on the web get an envelope, here without the signature that only AWS can make. */
function toBody(
  { subject, bodies, attributes }: SnsMessage,
  { protocol }: Destination,
  sent: Published,
): string {
  const body = bodies[protocol] ?? bodies.default;
  if (protocol !== 'https') return body;
  const named = Object.entries(attributes).map(([name, { type, value }]) => [
    name,
    { Type: type, Value: value },
  ]);
  return JSON.stringify({
    Type: 'Notification',
    MessageId: sent.messageId,
    TopicArn: sent.topicArn,
    ...(subject !== undefined && { Subject: subject }),
    Message: body,
    Timestamp: new Date(sent.sentAtMs).toISOString(),
    ...(named.length > 0 && { MessageAttributes: Object.fromEntries(named) }),
  });
}
