import { AwsError } from '../errors.ts';

/** A message attribute. */
export type MessageAttribute = { readonly type: string; readonly value: string };

/** By name. */
export type MessageAttributes = Readonly<Record<string, MessageAttribute>>;

const namePattern = /^[A-Za-z0-9_.-]{1,256}$/;
const loneDots = /^\.|\.$|\.\./;
/** Reserved prefixes are refused but for the names that AWS gives them: docs: SNS developer guide, attributes. */
const reserved = /^(aws|amazon)\.(?!SNS\.(SMS|MOBILE)\.)/i;

/**
 * Reads the attributes of a publish in the Query protocol: texts, and arrays as texts.
 * @throws AwsError (`ParameterValueInvalid`) for the first that SNS would not take, or that this one does not know
 */
export function readAttributes(fields: URLSearchParams): MessageAttributes {
  const attributes: [string, MessageAttribute][] = [];
  for (let index = 1; fields.has(`MessageAttributes.entry.${index}.Name`); index += 1) {
    const entry = `MessageAttributes.entry.${index}`;
    const name = fields.get(`${entry}.Name`) ?? '';
    const type = fields.get(`${entry}.Value.DataType`) ?? '';
    const value = fields.get(`${entry}.Value.StringValue`) ?? '';
    if (!namePattern.test(name) || loneDots.test(name) || reserved.test(name))
      throw invalid(`Invalid message attribute name '${name}'.`);
    if (type !== 'String' && type !== 'String.Array')
      throw invalid(`The embedded SNS does not do this: message attribute '${name}' of type '${type}'.`);
    if (value === '')
      throw invalid(`The message attribute '${name}' must contain non-empty message attribute value.`);
    attributes.push([name, { type, value }]);
  }
  return Object.fromEntries(attributes);
}

/** Bytes that the attributes add to a message's size: names, types and values. */
export function sizeOfAttributes(attributes: MessageAttributes): number {
  return Object.entries(attributes)
    .flatMap(([name, { type, value }]) => [name, type, value])
    .reduce((bytes, text) => bytes + Buffer.byteLength(text), 0);
}

function invalid(message: string): AwsError {
  return new AwsError(400, 'ParameterValueInvalid', `Invalid parameter value: ${message}`);
}
