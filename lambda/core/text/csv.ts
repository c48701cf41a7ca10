/** What stands in a table: columns by name, and rows of as many values. */
type Table = {
  readonly columns: readonly string[];
  readonly rows: readonly (readonly unknown[])[];
};

/**
 * What a cell may not begin with, as a spreadsheet takes it for a formula or skips it and looks at what follows; the wide
 * forms count in East Asian locales. docs: OWASP, CSV Injection.
 */
const formula = /^(?= *[=+\-@＝＋－＠\t\r\n])/u;

/** Those that can move a terminal's cursor and do more; a line break and a tab are text. */
const controls = /[^\P{Cc}\t\r\n]/gu;

/** RFC 4180, without a line break at its end. */
export function formatCsv({ columns, rows }: Table): string {
  return [columns, ...rows].map((row) => row.map(toCsvCell).join(',')).join('\r\n');
}

/** Nothing is an empty cell. Control characters become spaces; text that begins a formula gets an apostrophe in front. */
function toCsvCell(value: unknown): string {
  if (value === null || value === undefined) return '';
  const plain = toText(value).replace(controls, ' ');
  const text = typeof value === 'string' ? plain.replace(formula, "'") : plain;
  return /[",\r\n]/.test(text) ? `"${text.replaceAll('"', '""')}"` : text;
}

/** A value as text; objects and lists as JSON. */
export function toText(value: unknown): string {
  return typeof value === 'object' ? JSON.stringify(value) : String(value);
}
