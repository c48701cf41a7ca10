import {
  CreateTopicCommand,
  GetSubscriptionAttributesCommand,
  paginateListSubscriptions,
  SNSClient,
  SubscribeCommand,
} from '@aws-sdk/client-sns';
import { accountId, region } from './place.ts';

/** A message of a topic as a queue gives it, raw. */
export type QueuedMessage = {
  readonly body: string;
  /** Their values by name. */
  readonly attributes: Readonly<Record<string, string>>;
};

type Message = {
  readonly Body: string;
  readonly ReceiptHandle: string;
  readonly MessageAttributes?: Readonly<Record<string, { readonly StringValue: string }>>;
};

/** Makes a queue; gives its ARN. */
async function createQueue(url: string, name: string): Promise<string> {
  await askSqs(url, 'CreateQueue', { QueueName: name });
  return `arn:aws:sqs:${region}:${accountId}:${name}`;
}

/** Makes a topic, and a queue of the same name that hears all of it; gives the topic's ARN. */
export async function createHeardTopic(url: string, name: string): Promise<string> {
  const { TopicArn = '' } = await connectSns(url).send(new CreateTopicCommand({ Name: name }));
  await subscribeQueue(url, TopicArn, await createQueue(url, name));
  return TopicArn;
}

/** Makes a queue that hears what somebody who is subscribed hears, by the same filters. */
export async function createQueueLike(url: string, name: string, address: string): Promise<void> {
  const sns = connectSns(url);
  const queue = await createQueue(url, name);
  for await (const { Subscriptions = [] } of paginateListSubscriptions({ client: sns }, {}))
    for (const { SubscriptionArn, TopicArn = '' } of Subscriptions.filter(
      (each) => each.Endpoint === address,
    )) {
      const { Attributes } = await sns.send(new GetSubscriptionAttributesCommand({ SubscriptionArn }));
      await subscribeQueue(url, TopicArn, queue, Attributes?.FilterPolicy);
    }
}

async function subscribeQueue(
  url: string,
  TopicArn: string,
  Endpoint: string,
  FilterPolicy = '',
): Promise<void> {
  const Attributes = { RawMessageDelivery: 'true', ...(FilterPolicy !== '' && { FilterPolicy }) };
  await connectSns(url).send(new SubscribeCommand({ TopicArn, Protocol: 'sqs', Endpoint, Attributes }));
}

function connectSns(endpoint: string): SNSClient {
  return new SNSClient({ region, endpoint, credentials: { accessKeyId: 'test', secretAccessKey: 'test' } });
}

/** All that a queue holds, in the order of their coming; it holds them no more. */
export async function drainQueue(url: string, name: string): Promise<QueuedMessage[]> {
  const QueueUrl = `${url}/${accountId}/${name}`;
  const drained: QueuedMessage[] = [];
  for (;;) {
    const options = { QueueUrl, MaxNumberOfMessages: 10, MessageAttributeNames: ['All'] };
    const { Messages: messages = [] } = await askSqs(url, 'ReceiveMessage', options);
    if (messages.length === 0) return drained;
    for (const { Body: body, ReceiptHandle, MessageAttributes: given = {} } of messages) {
      const attributes = Object.entries(given).map(([key, { StringValue }]) => [key, StringValue]);
      drained.push({ body, attributes: Object.fromEntries(attributes) });
      await askSqs(url, 'DeleteMessage', { QueueUrl, ReceiptHandle });
    }
  }
}

/** One call of an SQS that verifies no signature: the program itself needs no queue, and so no client of SQS. */
async function askSqs(
  url: string,
  action: string,
  input: object,
): Promise<{ readonly Messages?: Message[] }> {
  const response = await fetch(url, {
    method: 'POST',
    headers: {
      'content-type': 'application/x-amz-json-1.0',
      'x-amz-target': `AmazonSQS.${action}`,
      authorization: `AWS4-HMAC-SHA256 Credential=test/20260101/${region}/sqs/aws4_request, SignedHeaders=host, Signature=0`,
    },
    body: JSON.stringify(input),
  });
  const text = await response.text();
  if (!response.ok) throw new Error(`SQS ${action}: ${response.status} ${text}`);
  return text === '' ? {} : JSON.parse(text);
}
