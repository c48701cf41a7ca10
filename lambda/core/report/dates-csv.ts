import type { Finding, LedgerLine, Notice } from '../ledger/line.ts';
import { countNames, failureRateOf } from '../ledger/measurement.ts';
import { formatCsv } from '../text/csv.ts';
import type { Day, Report } from './report.ts';

const columns = [
  ...['date', 'state', ...countNames, 'settled', 'revision', 'failureRate'],
  ...['findings', 'notices', 'snapshot', 'fault'],
];

/** The twelve months as a table, one row a date; what is not known is an empty cell. */
export function formatDatesCsv({ days }: Report): string {
  return `${formatCsv({ columns, rows: days.map(toRow) })}\r\n`;
}

function toRow({ date, line }: Day): unknown[] {
  if (line === undefined) return columns.map((name) => (name === 'date' ? date : undefined));
  const values: Readonly<Record<string, unknown>> = { date, state: line.state, ...valuesOf(line) };
  return columns.map((name) => values[name]);
}

function valuesOf(line: LedgerLine): Readonly<Record<string, unknown>> {
  const notices = listOf(line.notices, describeNotice);
  if (line.state === 'unavailable') return { notices, fault: line.fault.code };
  const { counts, settled, revision, findings, snapshot } = line;
  const rate = failureRateOf(counts);
  return {
    ...counts,
    ...{ settled, revision, snapshot, notices },
    ...(rate !== undefined && { failureRate: Math.round(rate * 100) / 100 }),
    findings: listOf(findings, describeFinding),
  };
}

/** Several in one cell; none is an empty cell. */
function listOf<Item>(items: readonly Item[], describe: (item: Item) => string): string {
  return items.map(describe).join('; ');
}

function describeFinding({ rule, severity, value, threshold }: Finding): string {
  return `${severity} ${rule} ${value} at ${threshold}`;
}

function describeNotice({ kind, severity, state, messageId }: Notice): string {
  return [severity, kind, state, ...(messageId === undefined ? [] : [messageId])].join(' ');
}
