import { accountId } from './aws-call.ts';
import type { MessageAttributes } from './message-attributes.ts';

/** The protocols whose deliveries are laid in the outbox. */
export type Protocol = 'email' | 'sms' | 'https';

/** Who has subscribed to a topic. */
export type TopicRecipients = {
  readonly email?: readonly string[];
  /** With `severities`, as with a filter policy, only messages with one of them as their `severity` attribute. */
  readonly sms?: readonly { readonly number: string; readonly severities?: readonly string[] }[];
  readonly https?: readonly string[];
};

/** A topic and its subscribers. */
export type Topic = { readonly name: string; readonly recipients: TopicRecipients };

/** Where one message goes. */
export type Destination = { readonly protocol: Protocol; readonly recipient: string };

/** The topic's ARN. */
export function toTopicArn(region: string, name: string): string {
  return `arn:aws:sns:${region}:${accountId}:${name}`;
}

/** Who gets a message with these attributes. */
export function findDestinations({ recipients }: Topic, attributes: MessageAttributes): Destination[] {
  const { email = [], sms = [], https = [] } = recipients;
  return [
    ...email.map((recipient) => ({ protocol: 'email', recipient }) as const),
    ...sms
      .filter(({ severities }) => severities === undefined || hasSeverity(attributes, severities))
      .map(({ number }) => ({ protocol: 'sms', recipient: number }) as const),
    ...https.map((recipient) => ({ protocol: 'https', recipient }) as const),
  ];
}

/** A filter policy matches a String by its value and a String.Array by any of its elements. */
function hasSeverity({ severity }: MessageAttributes, severities: readonly string[]): boolean {
  if (severity?.type === 'String') return severities.includes(severity.value);
  if (severity?.type === 'String.Array')
    return readArray(severity.value).some((one) => severities.includes(one));
  return false;
}

function readArray(text: string): string[] {
  try {
    const values: unknown = JSON.parse(text);
    return Array.isArray(values) ? values.filter((value) => typeof value === 'string') : [];
  } catch (cause) {
    if (!(cause instanceof SyntaxError)) throw cause;
    return [];
  }
}
