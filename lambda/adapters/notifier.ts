import { type MessageAttributeValue, PublishCommand, type SNSClient } from '@aws-sdk/client-sns';
import type { MessageAttributes } from '../core/messages.ts';
import { fitMessage } from '../core/sns-limits.ts';
import type { Notifier } from '../ports.ts';

/** Tells through one SNS topic: a body for each protocol, and attributes that subscriptions filter by. */
export function createNotifier(client: SNSClient, topicArn: string): Notifier {
  return {
    async publish(message) {
      const { subject, body } = fitMessage(message);
      const { MessageId } = await client.send(
        new PublishCommand({
          TopicArn: topicArn,
          Subject: subject,
          Message: body,
          MessageStructure: 'json',
          MessageAttributes: toAttributes(message.attributes),
        }),
      );
      return MessageId ?? 'unknown';
    },
  };
}

function toAttributes(attributes: MessageAttributes): Record<string, MessageAttributeValue> {
  const entries = Object.entries({ ...attributes, 'AWS.SNS.SMS.SMSType': 'Transactional' });
  return Object.fromEntries(
    entries.map(([name, value]) => [name, { DataType: 'String', StringValue: value }] as const),
  );
}
