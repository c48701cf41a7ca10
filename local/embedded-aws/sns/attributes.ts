import { AwsError } from '../errors.ts';

/** A message attribute; the value of a binary one stays in base64. */
export type MessageAttribute = { readonly type: string; readonly value: string };

/** By name. */
export type MessageAttributes = Readonly<Record<string, MessageAttribute>>;

const nameMaxLength = 256;
const typePattern = /^(String|Number|Binary)(\..+)?$/;
/** Reserved prefixes are refused but for the names that AWS gives them: docs: SNS developer guide, attributes. */
const reservedPattern = /^(aws|amazon)\./i;
const reservedNames = /^AWS\.SNS\.(SMS|MOBILE)\./;

/**
 * Reads the attributes of a publish in the Query protocol.
 * @throws AwsError (`ParameterValueInvalid`) for the first that SNS would not take
 */
export function readAttributes(fields: URLSearchParams): MessageAttributes {
  const attributes: [string, MessageAttribute][] = [];
  for (let index = 1; fields.has(`MessageAttributes.entry.${index}.Name`); index += 1) {
    const entry = `MessageAttributes.entry.${index}`;
    const name = fields.get(`${entry}.Name`) ?? '';
    const type = fields.get(`${entry}.Value.DataType`) ?? '';
    checkName(name);
    if (!typePattern.test(type)) {
      throw invalid(
        `The message attribute '${name}' has an invalid message attribute type, the set of supported type prefixes is Binary, Number, and String.`,
      );
    }
    const field = type.startsWith('Binary') ? 'BinaryValue' : 'StringValue';
    const value = fields.get(`${entry}.Value.${field}`) ?? '';
    checkValue(name, type, value);
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

function checkName(name: string): void {
  if (name.length > nameMaxLength)
    throw invalid('Length of message attribute name must be less than 256 bytes.');
  if (!/^[A-Za-z0-9_.-]+$/.test(name) || /^\.|\.$|\.\./.test(name)) {
    throw invalid(
      `Invalid message attribute name '${name}'. Can only include alphanumeric characters, hyphens, underscores, or dots, no dot first, last or after another.`,
    );
  }
  if (reservedPattern.test(name) && !reservedNames.test(name)) {
    throw invalid(`The message attribute name '${name}' begins with a prefix that is reserved for AWS.`);
  }
}

function checkValue(name: string, type: string, value: string): void {
  if (value === '') {
    throw invalid(
      `The message attribute '${name}' must contain non-empty message attribute value for message attribute type '${type}'.`,
    );
  }
  if (type.startsWith('Number') && !/^[+-]?(\d+\.?\d*|\.\d+)(e[+-]?\d+)?$/i.test(value)) {
    throw invalid(`Could not cast message attribute '${name}' value to number.`);
  }
}

function invalid(message: string): AwsError {
  return new AwsError(400, 'ParameterValueInvalid', `Invalid parameter value: ${message}`);
}
