import { readFileSync } from 'node:fs';
import { itemFields } from './ledger-columns.ts';
import { type Dialect, viewsIn } from './views.ts';

/** A query that works on the views of `vod-nightly query` and, with {@link withViews} before it, in Athena. */
type SavedQuery = { readonly name: string; readonly description: string; readonly sql: string };

/** The queries of docs/queries.md: under each heading its description, then the SQL. */
export function readSavedQueries(): SavedQuery[] {
  const text = readFileSync(new URL('../../docs/queries.md', import.meta.url), 'utf8');
  return [
    ...text.matchAll(/^## (?<name>.+)\n\n(?<description>[^`#|]+)\n\n```sql\n(?<sql>[^`]+)\n```$/gm),
  ].map(({ groups: { name = '', description = '', sql = '' } = {} }) => ({
    name,
    description: description.replaceAll('\n', ' '),
    sql,
  }));
}

/** What whoever asks a fleet's archive replaces by the names of accounts; there may be several, with commas between them. */
const accountsAsked = " WHERE account IN ('ACCOUNT')";

/**
 * A query with the views that it asks in front of it, over the tables of a database: Athena's SQL, which is Trino's.
 * @param options whether the views have to name the accounts that are asked about
 */
export function withViews(
  sql: string,
  database: string,
  { namesAccounts = false }: { readonly namesAccounts?: boolean } = {},
): string {
  const dialect = { ...athenaOver(database), ...(namesAccounts && { where: accountsAsked }) };
  const asked = Object.entries(viewsIn(dialect)).filter(([name]) =>
    new RegExp(`\\b(FROM|JOIN)\\s+${name}\\b`).test(sql),
  );
  return `WITH ${asked.map(([name, view]) => `${name} AS (\n  ${view}\n)`).join(',\n')}\n${sql}`;
}

function athenaOver(database: string): Dialect {
  const date = 'CAST("date" AS date)';
  const ledger = `"${database}".ledger`;
  return {
    ledger,
    snapshots: `"${database}".snapshots`,
    date,
    weekday: `day_of_week(${date})`,
    key: `regexp_extract("$path", '^s3://[^/]+/(.+)$', 1)`,
    instant: (column) => `CAST(from_iso8601_timestamp(${column}) AS timestamp)`,
    // In as many columns as an item has fields: Trino takes no fewer names.
    unnest: (list, item) => {
      const names = itemFields(list).map((name) => `"${name.toLowerCase()}"`);
      return `${ledger} CROSS JOIN UNNEST(${list}) AS ${item} (${names.join(', ')})`;
    },
  };
}
