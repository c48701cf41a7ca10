import { stripVTControlCharacters } from 'node:util';
import { columnsOf } from '../../../lambda/core/text/columns.ts';
import { formatCsv, toText } from '../../../lambda/core/text/csv.ts';
import { toPlainText } from '../../../lambda/core/text/plain-text.ts';
import { countOf } from '../../cli/count.ts';
import type { Paint } from '../../cli/paint.ts';
import { absent, type Column, formatFacts, formatTable } from '../../cli/table.ts';
import type { Screen } from '../../cli/terminal.ts';
import type { QueryResult } from './database.ts';

/** How an answer can be shown. */
export const formats = ['table', 'json', 'csv'] as const;

const maxTextLength = 400;

/** An answer in one of the {@link formats}, without a line feed at its end. A table too wide for the screen is turned on its side. */
export function formatResult(answer: QueryResult, format: string, screen: Screen): string {
  if (format === 'json') return formatJson(answer);
  if (format === 'csv') return formatCsv(answer);
  const count = screen.paint('dim', `(${countOf(answer.rows.length, 'row')})`);
  const lines = formatRows(answer, screen.paint);
  const isTooWide = lines.some((line) => columnsOf(stripVTControlCharacters(line)) > screen.width);
  return [...(isTooWide ? formatRecords(answer, screen) : lines), count].join('\n');
}

/** Each row below the other, a column a line. */
function formatRecords({ columns, rows }: QueryResult, screen: Screen): string[] {
  return rows.map((row, index) =>
    formatFacts(
      `row ${index + 1}`,
      columns.map((name, column) => [name, toPlainText(toCell(row[column]), maxTextLength)]),
      screen,
    ),
  );
}

/** One array of one object a row; of columns with the same name the last one stands. */
function formatJson({ columns, rows }: QueryResult): string {
  return JSON.stringify(
    rows.map((row) => Object.fromEntries(columns.map((name, column) => [name, row[column]]))),
  );
}

/** Numbers to the right, text to the left. */
function formatRows({ columns, rows }: QueryResult, paint: Paint): string[] {
  const titled = columns.map((title, column): Column => {
    const isNumber = isNumeric(rows.map((row) => row[column]));
    return { title, ...(isNumber && { align: 'right' }) };
  });
  const cells = rows.map((row) => row.map(toCell));
  return formatTable(titled, cells, { paint });
}

function isNumeric(values: readonly unknown[]): boolean {
  const present = values.filter((value) => value !== null);
  return present.length > 0 && present.every((value) => typeof value === 'number');
}

function toCell(value: unknown): string {
  return value === null || value === undefined ? absent : toText(value);
}
