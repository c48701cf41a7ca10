import type { FailedFiles } from '../ledger/failed-files.ts';
import type { Finding, Notice } from '../ledger/line.ts';
import { countNames, failureRateOf } from '../ledger/measurement.ts';
import { formatCsv } from '../text/csv.ts';
import type { DatedLine, Report } from './report.ts';
import { statusOf } from './status.ts';

const dateColumns = [
  ...['date', 'state', ...countNames, 'settled', 'revision', 'failureRate'],
  ...['findings', 'notices', 'snapshot', 'fault'],
];

/** The twelve months as a table, one row a date; what is not known is an empty cell. */
export function formatDatesCsv({ days }: Report): string {
  return `${formatCsv({ columns: dateColumns, rows: days.map(toRow) })}\r\n`;
}

function toRow({ date, line }: DatedLine): unknown[] {
  const measured = line?.state === 'measured' ? line : undefined;
  const rate = measured && failureRateOf(measured.counts);
  return [
    ...[date, line?.state, ...countNames.map((name) => measured?.counts[name])],
    ...[measured?.settled, measured?.revision, rate === undefined ? undefined : Math.round(rate * 100) / 100],
    measured?.findings.map(describeFinding).join('; '),
    line?.notices.map(describeNotice).join('; '),
    ...[measured?.snapshot, line?.state === 'unavailable' ? line.fault.code : undefined],
  ];
}

function describeFinding({ rule, severity, value, threshold }: Finding): string {
  return `${severity} ${rule} ${value} at ${threshold}`;
}

function describeNotice({ kind, severity, state, messageId }: Notice): string {
  return [severity, kind, state, ...(messageId === undefined ? [] : [messageId])].join(' ');
}

/**
 * What the page of a date says, for programs: how the date stands, its failed files, the mute, and the ledger's lines of the
 * twelve months, which docs/ledger-line.schema.json describes. A date without a line is not among them: nothing is known of it.
 */
export function formatDatesJson({ account, date, asOf, line, failed, mute, days }: Report): string {
  const { name, timeZone } = account;
  const lines = days.flatMap((day) => day.line ?? []);
  return `${JSON.stringify({ account: name, timeZone, date, asOf, status: statusOf(line), failed, mute, lines })}\n`;
}

/** The failed files of a date as a table, one a row; what is not known is an empty cell. */
export function formatFilesCsv({ files }: FailedFiles): string {
  const columns = ['path', 'category', 'lastWorkTime'];
  const rows = files.map(({ path, category, lastWorkTime }) => [path, category, lastWorkTime]);
  return `${formatCsv({ columns, rows })}\r\n`;
}
