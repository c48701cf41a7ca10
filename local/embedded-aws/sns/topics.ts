import type { MessageAttribute, MessageAttributes } from './attributes.ts';

/** The account in all ARNs. */
export const accountId = '000000000000';

/** The protocols whose deliveries go to the outbox. */
export type Protocol = 'email' | 'sms' | 'https';

/** Who has subscribed to a topic. */
export type Subscriber = {
  readonly protocol: Protocol;
  readonly address: string;
  /** A filter policy of nothing but texts: by attribute, those of which a message has to carry one. */
  readonly filter?: Readonly<Record<string, readonly string[]>>;
};

/** A topic and its subscribers. */
export type Topic = { readonly name: string; readonly recipients: readonly Subscriber[] };

/** The topic's ARN. */
export function toTopicArn(region: string, name: string): string {
  return `arn:aws:sns:${region}:${accountId}:${name}`;
}

/**
 * Who gets a message with these attributes. Where one of them is an array that cannot be read, SNS takes the message all the same,
 * and gives it to nobody who filters. docs: SNS developer guide, metrics, NumberOfNotificationsFilteredOut-InvalidAttributes.
 */
export function findDestinations({ recipients }: Topic, attributes: MessageAttributes) {
  const isReadable = Object.values(attributes).every(
    ({ type, value }) => type !== 'String.Array' || readArray(value),
  );
  return recipients
    .filter(({ filter }) => !filter || (isReadable && passes(attributes, filter)))
    .map(({ protocol, address }) => ({ protocol, recipient: address }));
}

function passes(attributes: MessageAttributes, filter: NonNullable<Subscriber['filter']>): boolean {
  return Object.entries(filter).every(([name, texts]) => hasOneOf(attributes[name], texts));
}

/** A filter policy matches a String by its value and a String.Array by any of its elements; what is missing, never. */
function hasOneOf(attribute: MessageAttribute | undefined, texts: readonly string[]): boolean {
  if (attribute?.type === 'String') return texts.includes(attribute.value);
  if (attribute?.type === 'String.Array')
    return readArray(attribute.value)?.some((one) => typeof one === 'string' && texts.includes(one)) ?? false;
  return false;
}

/** Texts, numbers, true, false and null; nothing of what SNS would not read. docs: SNS developer guide, message attribute data types. */
function readArray(text: string): unknown[] | undefined {
  try {
    const values: unknown = JSON.parse(text);
    return Array.isArray(values) && values.every((value) => Object(value) !== value) ? values : undefined;
  } catch (cause) {
    if (!(cause instanceof SyntaxError)) throw cause;
    return undefined;
  }
}
