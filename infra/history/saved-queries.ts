import { readFileSync } from 'node:fs';
import { itemFields } from './ledger-columns.ts';

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

const counts = ['waiting', 'running', 'complete', 'failure', 'canceled'].map(
  (name) => [name, `counts.${name}`] as const,
);
const date = 'CAST("date" AS date)';

/** What a view's columns are in Athena, by name; its types and order are those that DuckDB has. */
type View = { readonly from: string; readonly columns: Readonly<Record<string, string>> };

const views: Readonly<Record<string, View>> = {
  days: {
    from: 'ledger',
    columns: {
      account: 'account',
      date,
      weekday: `day_of_week(${date})`,
      state: 'state',
      ...Object.fromEntries(counts),
      settled: 'settled',
      revision: 'revision',
      window_order: '"order"',
      proof: 'proof',
      first_measured_at: instantOf('firstmeasuredat'),
      measured_at: instantOf('measuredat'),
      last_seen_at: instantOf('lastseenat'),
      asked_at: instantOf('askedat'),
      fault_code: 'fault.code',
      fault_detail: 'fault.detail',
      snapshot: 'snapshot',
      rejected: 'rejected',
    },
  },
  findings: {
    from: unnest('findings', 'finding'),
    columns: {
      account: 'account',
      date,
      rule: 'finding.rule',
      severity: 'finding.severity',
      found: 'finding."value"',
      threshold: 'finding.threshold',
      usual: 'finding.usual',
    },
  },
  notices: {
    from: unnest('notices', 'notice'),
    columns: {
      id: 'notice.id',
      account: 'account',
      date,
      kind: 'notice.kind',
      severity: 'notice.severity',
      state: 'notice.state',
      failure: 'notice.counts.failure',
      committed_at: instantOf('notice.committedat'),
      sent_at: instantOf('notice.sentat'),
      message_id: 'notice.messageid',
    },
  },
  snapshots: {
    from: 'snapshots',
    columns: {
      account: 'account',
      date,
      asked_at: instantOf('askedat'),
      ...Object.fromEntries(counts),
      window_order: '"order"',
      proof: 'proof',
      http_status: 'reply.httpstatus',
      trace_id: 'reply.traceid',
      key: `regexp_extract("$path", '^s3://[^/]+/(.+)$', 1)`,
    },
  },
};

/** The columns of each view, by name. */
export const viewColumns: Readonly<Record<string, readonly string[]>> = Object.fromEntries(
  Object.entries(views).map(([name, { columns }]) => [name, Object.keys(columns)]),
);

/** A query with the views that it asks in front of it, over the tables of a database: Athena's SQL, which is Trino's. */
export function withViews(sql: string, database: string): string {
  const asked = Object.entries(views).filter(([name]) =>
    new RegExp(`\\b(FROM|JOIN)\\s+${name}\\b`).test(sql),
  );
  const definitions = asked.map(([name, { from, columns }]) => {
    const list = Object.entries(columns).map(([column, expression]) => `${expression} AS ${column}`);
    return `${name} AS (\n  SELECT ${list.join(',\n    ')}\n  FROM "${database}".${from}\n)`;
  });
  return `WITH ${definitions.join(',\n')}\n${sql}`;
}

/** A row for each item, in as many columns as it has fields: Trino takes no fewer names than these. */
function unnest(list: 'findings' | 'notices', item: string): string {
  const names = itemFields(list).map((name) => (name === 'value' ? '"value"' : name.toLowerCase()));
  return `ledger CROSS JOIN UNNEST(${list}) AS ${item} (${names.join(', ')})`;
}

/** Without a zone, in UTC, as DuckDB has it. */
function instantOf(column: string): string {
  return `CAST(from_iso8601_timestamp(${column}) AS timestamp)`;
}
