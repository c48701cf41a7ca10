import { formatCsv, toText } from '../../../lambda/core/text/csv.ts';
import { countOf } from '../../cli/count.ts';
import type { Paint } from '../../cli/paint.ts';
import { absent, type Column, formatTable } from '../../cli/table.ts';
import type { QueryResult } from './database.ts';

/** How an answer can be shown. */
export const formats = ['table', 'json', 'csv'] as const;

/** See {@link formats}. */
export type OutputFormat = (typeof formats)[number];

/** An answer in one of the formats, without a line feed at its end. */
export function formatResult(answer: QueryResult, format: OutputFormat, paint: Paint): string {
  if (format === 'json') return formatJson(answer);
  return format === 'csv' ? formatCsv(answer) : formatRows(answer, paint);
}

/** One array of one object a row; of columns with the same name the last one stands. */
function formatJson({ columns, rows }: QueryResult): string {
  return JSON.stringify(
    rows.map((row) => Object.fromEntries(columns.map((name, column) => [name, row[column]]))),
  );
}

/** Numbers to the right, text to the left. */
function formatRows({ columns, rows }: QueryResult, paint: Paint): string {
  const titled = columns.map((title, column): Column => {
    const isNumber = isNumeric(rows.map((row) => row[column]));
    return { title, ...(isNumber && { align: 'right' }) };
  });
  const cells = rows.map((row) => row.map(toCell));
  return [...formatTable(titled, cells, { paint }), paint('dim', `(${countOf(rows.length, 'row')})`)].join(
    '\n',
  );
}

function isNumeric(values: readonly unknown[]): boolean {
  const present = values.filter((value) => value !== null);
  return present.length > 0 && present.every((value) => typeof value === 'number');
}

function toCell(value: unknown): string {
  return value === null || value === undefined ? absent : toText(value);
}
