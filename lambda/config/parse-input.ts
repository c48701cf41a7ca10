import { en } from 'zod/locales';
import * as z from 'zod/mini';
import { nearestWord } from '../core/text/nearest-word.ts';
import { toPlainText } from '../core/text/plain-text.ts';
import { InvalidInputError } from '../errors.ts';

z.config(en());

/** Under these keys people may put what nobody else should read: a webhook's address is its password. */
const confidentialKeys: ReadonlySet<PropertyKey> = new Set(['secret', 'https']);

const maxValueLength = 60;

/**
 * What a schema makes of an input.
 * @param subject what is checked, in words
 * @throws InvalidInputError with every fault: its place, what would be right, and what is there instead
 */
export function parseInput<Schema extends z.ZodMiniType>(
  schema: Schema,
  subject: string,
  input: unknown,
): z.output<Schema> {
  const result = z.safeParse(schema, input, { error: explainIssue, reportInput: false });
  if (result.success) return result.data;
  throw new InvalidInputError(
    subject,
    result.error.issues.flatMap((issue) => describeIssue(issue, input)),
  );
}

const nouns: Readonly<Record<string, string>> = {
  string: 'a text',
  number: 'a number',
  int: 'a whole number',
  boolean: 'true or false',
  array: 'a list',
  object: 'an object',
};

/** What would be right, where the schema itself does not say. */
function explainIssue(issue: z.core.$ZodRawIssue): string | undefined {
  switch (issue.code) {
    case 'invalid_type':
      return `has to be ${nouns[issue.expected] ?? issue.expected}`;
    case 'invalid_value':
      return issue.values.length === 1
        ? `has to be ${String(issue.values[0])}`
        : `has to be one of ${issue.values.join(', ')}`;
    case 'too_small':
      return `has to be at least ${issue.minimum}`;
    case 'too_big':
      return `has to be at most ${issue.maximum}`;
    case 'unrecognized_keys':
      return knownKeysOf(issue.inst).join(' '); // the names only: describeIssue makes a fault of each key
    default:
      return undefined;
  }
}

function knownKeysOf(schema: unknown): string[] {
  return schema instanceof z.ZodMiniObject ? Object.keys(schema._zod.def.shape) : [];
}

function describeIssue(issue: z.core.$ZodIssue, input: unknown): string[] {
  if (issue.code === 'invalid_union' && issue.errors[0]) {
    const faults = issue.errors.find((errors) => !errors.some(isOfAnotherForm)) ?? issue.errors[0];
    return faults.flatMap((inner) =>
      describeIssue({ ...inner, path: [...issue.path, ...inner.path] }, input),
    );
  }
  if (issue.code === 'unrecognized_keys') {
    const known = issue.message.split(' ');
    return issue.keys.map((key) => `${placeOf([...issue.path, key])}: ${describeUnknown(key, known)}`);
  }
  const value = issue.path.reduce<unknown>((outer, key) => Object(outer)[key], input);
  const isConfidential = issue.path.some((key) => confidentialKeys.has(key));
  const isOfWrongType = issue.code === 'invalid_type' || issue.code === 'invalid_value';
  const instead = isConfidential ? undefined : describeValue(value, isOfWrongType);
  return [`${placeOf(issue.path)}: ${issue.message}${instead === undefined ? '' : `; it is ${instead}`}`];
}

function describeUnknown(key: string, known: readonly string[]): string {
  const meant = nearestWord(key, known);
  return meant === undefined
    ? `there is no such option; there are ${known.join(', ')}`
    : `there is no such option; did you mean ${meant}?`;
}

function placeOf(path: readonly PropertyKey[]): string {
  const place = path.reduce<string>((outer, key) => {
    if (typeof key === 'number') return `${outer}[${key}]`;
    const text = String(key);
    if (!/^[\w$]+$/.test(text)) return `${outer}[${toPlainText(JSON.stringify(text), maxValueLength)}]`;
    return outer === '' ? text : `${outer}.${text}`;
  }, '');
  return place === '' ? 'the whole' : place;
}

/** What is there instead, short enough for a line; of what is missing or has parts only that, where it should not be so. */
function describeValue(value: unknown, isOfWrongType: boolean): string | undefined {
  if (value === undefined) return isOfWrongType ? 'missing' : undefined;
  if (typeof value === 'string') return toPlainText(JSON.stringify(withoutPassword(value)), maxValueLength);
  if (typeof value === 'function') return 'a function';
  if (typeof value !== 'object' || value === null) return String(value);
  if (!isOfWrongType) return undefined;
  return Array.isArray(value) ? 'a list' : 'an object';
}

/** An address may hold a user's name and password before its host. */
function withoutPassword(text: string): string {
  return text.replace(/:\/\/[^/]*@/g, '://…@');
}

/** Where several forms are allowed: whether not this one was meant. */
function isOfAnotherForm({ code, path }: z.core.$ZodIssue): boolean {
  return path.length === 0 && (code === 'invalid_type' || code === 'invalid_value');
}
