import { parse } from 'lossless-json';
import { AwsError } from '../errors.ts';
import { type MessageAttributes, readAttributes, sizeOfAttributes } from './attributes.ts';

/** A message that SNS takes. */
type SnsMessage = {
  readonly subject?: string;
  /** By protocol; `default` for every other. */
  readonly bodies: Readonly<Record<string, string>> & { readonly default: string };
  readonly attributes: MessageAttributes;
};

/** "Less than 100 characters": AWS has been seen to take exactly 100, but only the documented limit can be relied on. */
const subjectMaxLength = 99;
/** 256 KiB, attributes included. */
const messageMaxBytes = 262_144;
const smsMaxLength = 1600;

/**
 * Reads a publish as SNS does, and refuses what SNS refuses. docs: SNS API, Publish; the codes and texts are as others
 * have recorded them.
 * @throws AwsError (`InvalidParameter` or `ParameterValueInvalid`)
 */
export function readMessage(fields: URLSearchParams): SnsMessage {
  const text = fields.get('Message') ?? '';
  if (text === '') throw invalid('Empty message');
  const subject = fields.get('Subject');
  if (subject !== null && !isSubject(subject)) throw invalid('Subject');
  const attributes = readAttributes(fields);
  if (Buffer.byteLength(text) + sizeOfAttributes(attributes) > messageMaxBytes)
    throw invalid('Message too long');
  const bodies = readBodies(text, fields.get('MessageStructure'));
  return { ...(subject !== null && { subject }), bodies, attributes };
}

/**
 * SNS sends at most 1,600 characters of SMS; whether it refuses more on publishing to a topic is not documented.
 * @throws AwsError
 */
export function checkSms({ bodies }: SnsMessage): void {
  if ((bodies.sms ?? bodies.default).length > smsMaxLength) throw invalid('Message too long');
}

/** The error of a parameter with a value that SNS does not take. */
export function invalid(what: string): AwsError {
  return new AwsError(400, 'InvalidParameter', `Invalid parameter: ${what}`);
}

/** Begins with a letter, number or punctuation mark (ASCII's symbols among them); no line breaks, no controls. */
function isSubject(subject: string): boolean {
  return (
    subject.length <= subjectMaxLength &&
    /^[\p{L}\p{N}\p{P}$+<=>^`|~]/u.test(subject) &&
    !/[\p{Cc}\p{Zl}\p{Zp}]/u.test(subject)
  );
}

function readBodies(text: string, structure: string | null): SnsMessage['bodies'] {
  if (structure === null) return { default: text };
  if (structure !== 'json') throw invalid('MessageStructure');
  const document = parseDocument(text);
  // Values that are not strings are ignored, and so is a default that is not one.
  const bodies = Object.entries(document).flatMap(([protocol, body]) =>
    typeof body === 'string' ? [[protocol, body] as const] : [],
  );
  const { default: body, ...others } = Object.fromEntries(bodies);
  if (body === undefined) throw invalid('Message Structure - No default entry in JSON message body');
  return { ...others, default: body };
}

/** Unlike JSON.parse, this one refuses a key that is there twice with different values, as SNS does. */
function parseDocument(text: string): object {
  try {
    const document = parse(text);
    if (typeof document === 'object' && document !== null && !Array.isArray(document)) return document;
  } catch (cause) {
    if (!(cause instanceof SyntaxError)) throw cause;
  }
  throw invalid('Message Structure - JSON message body failed to parse');
}
