/** What stands in a table: columns by name, and rows of as many values. */
export type Table = {
  readonly columns: readonly string[];
  readonly rows: readonly (readonly unknown[])[];
};

/** RFC 4180, without a line break at its end. */
export function formatCsv({ columns, rows }: Table): string {
  return [columns, ...rows].map((row) => row.map(toCsvCell).join(',')).join('\r\n');
}

/** Nothing is an empty cell. Text that a spreadsheet would take for a formula gets an apostrophe in front. */
function toCsvCell(value: unknown): string {
  if (value === null || value === undefined) return '';
  const text = typeof value === 'string' ? value.replace(/^(?=[=+\-@\t\r])/, "'") : toText(value);
  return /[",\r\n]/.test(text) ? `"${text.replaceAll('"', '""')}"` : text;
}

/** A value as text; objects and lists as JSON. */
export function toText(value: unknown): string {
  return typeof value === 'object' ? JSON.stringify(value) : String(value);
}
