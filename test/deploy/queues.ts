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
export async function createQueue(url: string, name: string): Promise<string> {
  await askSqs(url, 'CreateQueue', { QueueName: name });
  return `arn:aws:sqs:${region}:${accountId}:${name}`;
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
