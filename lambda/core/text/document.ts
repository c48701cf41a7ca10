import * as z from 'zod/mini';

/**
 * Reads a JSON document of the archive by its schema.
 * @param what names it, such as `record of a muster`
 * @throws SyntaxError that says what is wrong with it
 */
export function parseDocument<Schema extends z.ZodMiniType>(
  schema: Schema,
  what: string,
  text: string,
): z.output<Schema> {
  const result = z.safeParse(schema, JSON.parse(text));
  if (result.success) return result.data;
  throw new SyntaxError(`it is no ${what}: ${z.prettifyError(result.error)}`);
}

/** What a text says as JSON; nothing where it is none. Then its text gets into no error either: it may be a secret. */
export function parseJson(text: string): unknown {
  try {
    return JSON.parse(text);
  } catch {
    return undefined;
  }
}

/** A document as it lies in the archive. */
export function formatDocument(document: object): string {
  return `${JSON.stringify(document)}\n`;
}
