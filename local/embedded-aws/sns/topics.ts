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

/** Where one message goes. */
export type Destination = { readonly protocol: Protocol; readonly recipient: string };

/** The topic's ARN. */
export function toTopicArn(region: string, name: string): string {
  return `arn:aws:sns:${region}:${accountId}:${name}`;
}

/** Who gets a message with these attributes. */
export function findDestinations({ recipients }: Topic, attributes: MessageAttributes): Destination[] {
  return recipients
    .filter(({ filter = {} }) =>
      Object.entries(filter).every(([name, texts]) => hasOneOf(attributes[name], texts)),
    )
    .map(({ protocol, address }) => ({ protocol, recipient: address }));
}

/** A filter policy matches a String by its value and a String.Array by any of its elements; what is missing, never. */
function hasOneOf(attribute: MessageAttribute | undefined, texts: readonly string[]): boolean {
  if (attribute?.type === 'String') return texts.includes(attribute.value);
  if (attribute?.type === 'String.Array')
    return readArray(attribute.value).some((one) => texts.includes(one));
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
