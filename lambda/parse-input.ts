import { en } from 'zod/locales';
import * as z from 'zod/mini';
import { InvalidInputError } from './errors.ts';

z.config(en());

/**
 * What a schema makes of an input.
 * @param subject what is checked, in words
 * @throws InvalidInputError with every fault, its path and what would be right
 */
export function parseInput<Schema extends z.ZodMiniType>(
  schema: Schema,
  subject: string,
  input: unknown,
): z.output<Schema> {
  const result = z.safeParse(schema, input, { reportInput: false });
  if (result.success) return result.data;
  throw new InvalidInputError(subject, result.error.issues.flatMap(describeIssue));
}

function describeIssue(issue: z.core.$ZodIssue): string[] {
  if (issue.code === 'invalid_union' && issue.errors[0]) {
    const faults = issue.errors.find((errors) => !errors.some(isOfAnotherForm)) ?? issue.errors[0];
    return faults.flatMap((inner) => describeIssue({ ...inner, path: [...issue.path, ...inner.path] }));
  }
  const place = issue.path.reduce<string>(
    (path, key) =>
      typeof key === 'number' ? `${path}[${key}]` : path === '' ? String(key) : `${path}.${String(key)}`,
    '',
  );
  return [`${place === '' ? 'the whole' : place}: ${issue.message}`];
}

/** Where several forms are allowed: whether not this one was meant. */
function isOfAnotherForm({ code, path }: z.core.$ZodIssue): boolean {
  return path.length === 0 && (code === 'invalid_type' || code === 'invalid_value');
}
