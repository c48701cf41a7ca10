import { parse } from 'csv-parse/sync';
import { toError } from '../../../lambda/errors.ts';

/** A row of a table, and the line on which it ends, from 1. */
export type Row = { readonly record: readonly string[]; readonly line: number };

/** What one line of a text says as JSON, or why it says nothing: that quotes what is written there. */
type Line = { readonly line: number; readonly document?: unknown; readonly fault?: Error };

/** The rows of a table as CSV that have anything in them. @throws CsvError when it is none */
export function readRows(text: string): Row[] {
  const rows: Row[] = [];
  parse(text, {
    relax_column_count: true,
    skip_empty_lines: true,
    trim: true,
    on_record: (record: readonly string[], { lines }) => {
      rows.push({ record, line: lines });
      return null;
    },
  });
  return rows;
}

/** The lines of a text that have anything in them, a JSON document each. */
export function readLines(text: string): Line[] {
  return text.split('\n').flatMap((written, index): Line[] => {
    const line = index + 1;
    if (written.trim() === '') return [];
    try {
      return [{ line, document: JSON.parse(written) }];
    } catch (thrown) {
      return [{ line, fault: toError(thrown) }];
    }
  });
}
