import * as z from 'zod/mini';
import { lineSchema } from '../../lambda/core/ledger/line.ts';

type JsonSchema = z.core.JSONSchema.BaseSchema;

/** A type for each field, by its name. */
export type Columns = Readonly<Record<string, string>>;

/** What a kind of SQL calls the types of JSON. A count is a whole number from zero, and may be large. */
export type SqlTypes = Readonly<
  Record<'string' | 'date' | 'date-time' | 'boolean' | 'number' | 'integer' | 'count', string>
> & {
  readonly struct: (fields: Columns) => string;
  readonly list: (item: string) => string;
};

/** What a line of the ledger may hold, be its date measured or not. */
const fields: Readonly<Record<string, JsonSchema>> = Object.assign(
  {},
  ...(z.toJSONSchema(lineSchema).oneOf ?? []).map(fieldsOf),
);

/** The columns of the ledger's lines. */
export function ledgerColumns(types: SqlTypes): Columns {
  return typesOf(fields, types);
}

/** The names of the fields that each item of a list in a line has, in their order. */
export function itemFields(list: 'findings' | 'notices'): string[] {
  return Object.keys(fieldsOf(fields[list]?.items as JsonSchema));
}

function typesOf(fields: Readonly<Record<string, JsonSchema>>, types: SqlTypes): Columns {
  return Object.fromEntries(Object.entries(fields).map(([name, field]) => [name, typeOf(field, types)]));
}

function typeOf(schema: JsonSchema, types: SqlTypes): string {
  const { type, format, items, minimum } = schema;
  if (type === 'object') return types.struct(typesOf(fieldsOf(schema), types));
  if (type === 'array') return types.list(typeOf(items as JsonSchema, types));
  return types[type === 'integer' && minimum === 0 ? 'count' : ((format ?? type) as 'string')];
}

/** Who is telling a notice right now is left out: that is no history. */
function fieldsOf({ properties }: JsonSchema): Record<string, JsonSchema> {
  const { claim: _claim, ...fields } = properties as Record<string, JsonSchema>;
  return fields;
}
