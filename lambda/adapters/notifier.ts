import {
  type MessageAttributeValue,
  PublishCommand,
  type PublishCommandInput,
  SNSClient,
  type SNSClientConfig,
  SNSServiceException,
} from '@aws-sdk/client-sns';
import type { Message } from '../core/messages/alert.ts';
import type { MessageAttributes } from '../core/messages/attributes.ts';
import { fitMessage } from '../core/messages/sns-limits.ts';
import { toError } from '../errors.ts';
import type { CallLimit, Notifier, Telemetry } from '../ports.ts';
import {
  type Bounds,
  BrokenAnswerError,
  callUntil,
  describeAwsError,
  endOfCall,
  unhurried,
} from './bounded-call.ts';

/** Connects to SNS, with one client for all nights; gives what makes a notifier of a topic. */
export function connectTopics(config: SNSClientConfig, telemetry: Telemetry) {
  const client = new SNSClient(config);
  return (topicArn: string, bounds: Bounds) => createNotifier(client, topicArn, telemetry, bounds);
}

/**
 * Tells through one SNS topic: a body for each protocol, and attributes that subscriptions filter by. A message that SNS
 * refuses for what is in it is told in its simplest form instead. One whose acceptance SNS does not confirm is published
 * once more, under the same notice id: rather twice than never.
 * @param bounds those of the night that it is for
 */
export function createNotifier(
  client: SNSClient,
  topicArn: string,
  telemetry: Telemetry,
  bounds: Bounds = unhurried,
): Notifier {
  return {
    async publish(message, limit) {
      try {
        return await send(toFullForm(message), limit);
      } catch (error) {
        if (!isRefusal(error)) throw error;
        const { account, noticeId } = message.attributes;
        const reason = toError(error).message;
        telemetry.warn('SNS refused an alert; told in its simplest form', { account, noticeId, reason });
        return send(toFallbackInput(message), limit);
      }
    },
  };

  async function send(input: PublishCommandInput, limit?: CallLimit): Promise<string> {
    try {
      return await callUntil(endOfCall(bounds, limit), bounds, async (options) => {
        const command = new PublishCommand({ TopicArn: topicArn, ...input });
        const { MessageId } = await client.send(command, options);
        if (MessageId !== undefined) return MessageId;
        throw new BrokenAnswerError('the answer has no MessageId, so that it is not from SNS');
      });
    } catch (thrown) {
      const reason = describeAwsError(toError(thrown));
      throw new Error(`could not publish to ${topicArn}: ${reason}`, { cause: thrown });
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
function toFallbackInput({ fallback, attributes }: Message): PublishCommandInput {
  const { noticeId: _long, ...filtered } = attributes;
  return { Subject: fallback.subject, Message: fallback.body, MessageAttributes: toAttributes(filtered) };
}

/** A list becomes an array of SNS's, of which a filter asks for any element; an empty value, which SNS would refuse, is left out. */
function toAttributes(attributes: Partial<MessageAttributes>): Record<string, MessageAttributeValue> {
  const entries = Object.entries({ ...attributes, 'AWS.SNS.SMS.SMSType': 'Transactional' });
  return Object.fromEntries(
    entries.filter(([, value]) => value.length > 0).map(([name, value]) => [name, toAttribute(value)]),
  );
}

function toAttribute(value: string | readonly string[]): MessageAttributeValue {
  return typeof value === 'string'
    ? { DataType: 'String', StringValue: value }
    : { DataType: 'String.Array', StringValue: JSON.stringify(value) };
}
