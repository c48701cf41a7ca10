import {
  type MessageAttributeValue,
  PublishCommand,
  type PublishCommandInput,
  type SNSClient,
  SNSServiceException,
} from '@aws-sdk/client-sns';
import type { Message, MessageAttributes } from '../core/messages.ts';
import { fitMessage } from '../core/sns-limits.ts';
import { toError } from '../errors.ts';
import type { Notifier, Telemetry } from '../ports.ts';

/**
 * Tells through one SNS topic: a body for each protocol, and attributes that subscriptions filter by. A message that SNS
 * refuses for what is in it is told in its simplest form instead.
 */
export function createNotifier(client: SNSClient, topicArn: string, telemetry: Telemetry): Notifier {
  return {
    async publish(message) {
      try {
        return await send(toFullForm(message));
      } catch (error) {
        if (!isRefusal(error)) throw error;
        const { account, noticeId } = message.attributes;
        const reason = toError(error).message;
        telemetry.warn('SNS refused an alert; told in its simplest form', { account, noticeId, reason });
        return send(toSimplestForm(message));
      }
    },
  };

  async function send(input: PublishCommandInput): Promise<string> {
    try {
      const { MessageId } = await client.send(new PublishCommand({ TopicArn: topicArn, ...input }));
      return MessageId ?? 'unknown';
    } catch (thrown) {
      const { name, message } = toError(thrown);
      throw new Error(`could not publish to ${topicArn}: ${name}, ${message}`, { cause: thrown });
    }
  }
}

/** What SNS answers where it objects to the message itself. docs: SNS API, Publish, Errors. */
const refusals: ReadonlySet<string> = new Set([
  'InvalidParameterException',
  'InvalidParameterValueException',
  'ValidationException',
]);

function isRefusal(error: unknown): boolean {
  const cause = error instanceof Error ? error.cause : undefined;
  return cause instanceof SNSServiceException && refusals.has(cause.name);
}

function toFullForm(message: Message): PublishCommandInput {
  const { subject, body } = fitMessage(message);
  const MessageAttributes = toAttributes(message.attributes);
  return { Subject: subject, Message: body, MessageStructure: 'json', MessageAttributes };
}

/** One text for every protocol, and of the attributes those alone that subscriptions filter by. */
function toSimplestForm({ simplest, attributes }: Message): PublishCommandInput {
  const { noticeId: _long, ...filtered } = attributes;
  return { Subject: simplest.subject, Message: simplest.body, MessageAttributes: toAttributes(filtered) };
}

function toAttributes(attributes: Partial<MessageAttributes>): Record<string, MessageAttributeValue> {
  const entries = Object.entries({ ...attributes, 'AWS.SNS.SMS.SMSType': 'Transactional' });
  return Object.fromEntries(
    entries.map(([name, value]) => [name, { DataType: 'String', StringValue: value }] as const),
  );
}
