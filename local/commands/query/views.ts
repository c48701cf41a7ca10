import { type Columns, ledgerColumns, type SqlTypes } from '../../../infra/history/ledger-columns.ts';
import { viewsIn } from '../../../infra/history/views.ts';
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

/** What people ask. */
export const views = viewsIn({
  ledger: 'ledger_lines',
  snapshots: 'snapshot_documents',
  date: 'date',
  weekday: 'isodow(date)::INTEGER',
  key: 'key',
  instant: (column) => column,
  unnest: (list, item) => `(SELECT account, date, unnest(${list}) AS ${item} FROM ledger_lines)`,
});
