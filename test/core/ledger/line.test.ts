import { readFileSync } from 'node:fs';
import { describe, expect, it } from 'vitest';
import * as z from 'zod/mini';
import { lineSchema } from '../../../lambda/core/ledger/line.ts';

type JsonSchema = z.core.JSONSchema.BaseSchema;

/** The whole numbers that zod admits end where JavaScript's do; the document does not mention that. */
const leastIsSaid = (minimum?: number) => minimum !== undefined && minimum > Number.MIN_SAFE_INTEGER;

/** What a schema says of each field: its type or what it may be, and whether it has to be there. */
function describeFields(schema: JsonSchema, defs: JsonSchema['$defs'] = {}): unknown {
  const { $ref, type, properties, items, minimum, required = [] } = schema;
  const referred = $ref && defs[$ref.replace('#/$defs/', '')];
  if (typeof referred === 'object') return describeFields(referred, defs);
  if (type === 'array') return [describeFields(items as JsonSchema, defs)];
  const values = schema.enum ?? ('const' in schema ? [schema.const] : undefined);
  if (!properties) return values?.toSorted() ?? [type, ...(leastIsSaid(minimum) ? [minimum] : [])].join(' ');
  return Object.fromEntries(
    Object.entries(properties).map(([name, field]) => [
      required.includes(name) ? name : `${name}?`,
      describeFields(field as JsonSchema, defs),
    ]),
  );
}

/** Both forms of a line as the document has them: what they share stands beside them. */
function describeDocument(document: JsonSchema): unknown[] {
  const { version: _never, ...shared } = document.properties ?? {};
  const forms = (document.oneOf ?? []).map(({ $ref = '' }) => document.$defs?.[$ref.replace('#/$defs/', '')]);
  return (forms as JsonSchema[]).map((form) =>
    describeFields(
      {
        properties: { ...shared, ...form.properties },
        required: [...(document.required ?? []), ...(form.required ?? [])],
      },
      document.$defs,
    ),
  );
}

describe('docs/ledger-line.schema.json', () => {
  const path = new URL('../../../docs/ledger-line.schema.json', import.meta.url);
  const document: JsonSchema = JSON.parse(readFileSync(path, 'utf8'));

  it('describes the lines that nights read and write, field for field', () => {
    const { oneOf = [] } = z.toJSONSchema(lineSchema);
    expect(oneOf).toHaveLength(2);
    expect(describeDocument(document)).toEqual(oneOf.map((form) => describeFields(form)));
  });
});
