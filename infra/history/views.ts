import { countNames } from '../../lambda/core/ledger/measurement.ts';

/** What the views are made of in one kind of SQL. */
export type Dialect = {
  /** The tables. */
  readonly ledger: string;
  readonly snapshots: string;
  /** The date of a row, and its day of the week as in ISO 8601. */
  readonly date: string;
  readonly weekday: string;
  /** The key of the object that a row is from. */
  readonly key: string;
  /** A column's time, without a zone, in UTC. */
  readonly instant: (column: string) => string;
  /** The ledger with a row for each item of a list. */
  readonly unnest: (list: 'findings' | 'notices', item: string) => string;
  /** Which rows of the tables are asked for, as a clause that starts with a space; all, unless given. */
  readonly where?: string;
};

const fiveCounts = countNames.map((name) => `counts.${name} AS ${name}`).join(', ');

/** What people ask, by name: docs/queries.md describes the columns. */
export function viewsIn({ ledger, snapshots, date, weekday, key, instant, unnest, where = '' }: Dialect) {
  return {
    days: `SELECT account, ${date} AS date, ${weekday} AS weekday, state, ${fiveCounts}, settled, revision,
  "order" AS window_order, proof, ${instant('firstmeasuredat')} AS first_measured_at,
  ${instant('measuredat')} AS measured_at, ${instant('lastseenat')} AS last_seen_at, ${instant('askedat')} AS asked_at,
  fault.code AS fault_code, fault.detail AS fault_detail, snapshot, rejected
  FROM ${ledger}${where}`,
    findings: `SELECT account, ${date} AS date, finding.rule AS rule, finding.severity AS severity,
  finding."value" AS found, finding.threshold AS threshold, finding.usual AS usual
  FROM ${unnest('findings', 'finding')}${where}`,
    notices: `SELECT notice.id AS id, account, ${date} AS date, notice.kind AS kind, notice.severity AS severity,
  notice.state AS state, notice.counts.failure AS failure, ${instant('notice.committedat')} AS committed_at,
  ${instant('notice.sentat')} AS sent_at, notice.messageid AS message_id
  FROM ${unnest('notices', 'notice')}${where}`,
    snapshots: `SELECT account, ${date} AS date, ${instant('askedat')} AS asked_at, ${fiveCounts},
  "order" AS window_order, proof, reply.httpstatus AS http_status, reply.traceid AS trace_id, ${key} AS key
  FROM ${snapshots}${where}`,
  };
}
