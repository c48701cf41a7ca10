import { formatCsv, toText } from '../../lambda/core/csv.ts';
import { columnsOf } from '../../lambda/core/messages/columns.ts';
import { toPlainText } from '../../lambda/core/plain-text.ts';
import type { Paint } from '../screen.ts';
import type { Answer } from './database.ts';

/** How an answer can be shown. */
export const formats = ['table', 'json', 'csv'] as const;

/** See {@link formats}. */
export type Format = (typeof formats)[number];

/** A cell longer than this is cut in the table; JSON and CSV have it whole. */
const maxCellLength = 120;

/** What stands in a table where there is nothing: never a zero, and no empty text either. */
const absent = '–';

/** An answer in one of the formats, without a line feed at its end. */
export function formatAnswer(answer: Answer, format: Format, paint: Paint): string {
  if (format === 'json') return formatJson(answer);
  return format === 'csv' ? formatCsv(answer) : formatTable(answer, paint);
}

/** One array of one object a row; of columns with the same name the last one stands. */
function formatJson({ columns, rows }: Answer): string {
  return JSON.stringify(
    rows.map((row) => Object.fromEntries(columns.map((name, column) => [name, row[column]]))),
  );
}

/** Numbers to the right, text to the left, and no text that could move the cursor or colour the screen. */
function formatTable({ columns, rows }: Answer, paint: Paint): string {
  const cells = rows.map((row) => row.map((value) => toCell(value)));
  const header = columns.map((name) => toCell(name));
  const isNumber = columns.map((_, column) => isNumeric(rows.map((row) => row[column])));
  const widths = header.map((name, column) =>
    cells.reduce((widest, row) => Math.max(widest, columnsOf(row[column] ?? '')), columnsOf(name)),
  );
  const format = (row: readonly string[]) =>
    row
      .map((cell, column) => {
        const padding = ' '.repeat((widths[column] ?? 0) - columnsOf(cell));
        return isNumber[column] ? padding + cell : cell + padding;
      })
      .join('  ')
      .trimEnd();
  const count = `${rows.length} ${rows.length === 1 ? 'row' : 'rows'}`;
  return [paint('bold', format(header)), ...cells.map(format), paint('dim', `(${count})`)].join('\n');
}

function isNumeric(values: readonly unknown[]): boolean {
  const present = values.filter((value) => value !== null);
  return present.length > 0 && present.every((value) => typeof value === 'number');
}

function toCell(value: unknown): string {
  return value === null || value === undefined ? absent : toPlainText(toText(value), maxCellLength);
}
