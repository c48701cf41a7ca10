import { type Columns, ledgerColumns, type SqlTypes } from '../../../infra/history/ledger-columns.ts';
import { ledgerPrefix, snapshotsPrefix } from '../../../lambda/core/ledger/keys.ts';

/** One kind of object as it lies in the archive, and how DuckDB reads it: fields that nobody lists are left out. */
export type Source = {
  readonly table: string;
  /** Where the objects of an account lie. */
  readonly prefixOf: (account: string) => string;
  /** The partitions in the key, and the fields of a document: each with its type. */
  readonly partitions: Columns;
  readonly fields: Columns;
};

/** DuckDB's words. */
const duckDbTypes: SqlTypes = {
  string: 'VARCHAR',
  date: 'DATE',
  'date-time': 'TIMESTAMP',
  boolean: 'BOOLEAN',
  number: 'DOUBLE',
  integer: 'INTEGER',
  count: 'BIGINT',
  struct: (fields) => `STRUCT(${Object.entries(fields).map(([name, type]) => `"${name}" ${type}`)})`,
  list: (item) => `${item}[]`,
};

const ledger = ledgerColumns(duckDbTypes);
const { counts = '' } = ledger;

/** What the views are made from; docs/snapshot.schema.json describes what is no line of a ledger. */
export const sources: readonly Source[] = [
  {
    table: 'ledger_lines',
    prefixOf: ledgerPrefix,
    partitions: { account: 'VARCHAR', year: 'INTEGER' },
    fields: ledger,
  },
  {
    table: 'snapshot_documents',
    prefixOf: snapshotsPrefix,
    partitions: { account: 'VARCHAR', date: 'DATE' },
    fields: {
      askedAt: 'TIMESTAMP',
      counts,
      order: 'VARCHAR',
      proof: 'VARCHAR',
      reply: 'STRUCT(httpStatus INTEGER, traceId VARCHAR)',
    },
  },
];

const fiveCounts =
  'counts.waiting AS waiting, counts.running AS running, counts.complete AS complete, counts.failure AS failure, counts.canceled AS canceled';

/** What people ask; docs/queries.md describes the columns, and infra/history/saved-queries.ts has the same ones for Athena. */
export const views: Readonly<Record<string, string>> = {
  days: `SELECT account, date, isodow(date)::INTEGER AS weekday, state, ${fiveCounts}, settled, revision,
    "order" AS window_order, proof, firstMeasuredAt AS first_measured_at, measuredAt AS measured_at,
    lastSeenAt AS last_seen_at, askedAt AS asked_at, fault.code AS fault_code, fault.detail AS fault_detail,
    snapshot, rejected FROM ledger_lines`,
  findings: `SELECT account, date, finding.rule AS rule, finding.severity AS severity, finding."value" AS found,
    finding.threshold AS threshold, finding.usual AS usual
    FROM (SELECT account, date, unnest(findings) AS finding FROM ledger_lines)`,
  notices: `SELECT notice.id AS id, account, date, notice.kind AS kind, notice.severity AS severity,
    notice.state AS state, notice.counts.failure AS failure, notice.committedAt AS committed_at,
    notice.sentAt AS sent_at, notice.messageId AS message_id
    FROM (SELECT account, date, unnest(notices) AS notice FROM ledger_lines)`,
  snapshots: `SELECT account, date, askedAt AS asked_at, ${fiveCounts}, "order" AS window_order, proof,
    reply.httpStatus AS http_status, reply.traceId AS trace_id, key FROM snapshot_documents`,
};
