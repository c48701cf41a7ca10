import { columnsOf, wrap } from '../../lambda/core/text/columns.ts';
import { toPlainText } from '../../lambda/core/text/plain-text.ts';
import type { Format, Paint } from './paint.ts';

/** One column of a table. */
export type Column = {
  readonly title: string;
  /** Numbers stand on the right. */
  readonly align?: 'right';
  /** Columns with a rank are left out where there is no room, the lowest first. */
  readonly rank?: number;
  /** Makes it a column of bars, which take what room there is between these two, in characters; text is cut to it. */
  readonly bar?: { readonly least: number; readonly most: number };
};

/** What stands in one place: text, or a bar that is long by its share of the longest, from 0 to 1. */
export type Cell =
  | string
  | { readonly text: string; readonly format?: Format | undefined }
  | { readonly share: number; readonly format?: Format | undefined };

/** How a table looks. */
type TableStyle = {
  readonly paint: Paint;
  /** No line is longer, whatever the cells hold: columns are left out by rank, then cut. */
  readonly width?: number;
  /** Of the titles. */
  readonly heading?: Format;
  readonly indent?: string;
};

/** What stands where there is nothing: never a zero, and no empty text either. */
export const absent = '–';

/** A cell longer than this is cut, however wide the screen is. */
const maxCellLength = 120;
const gap = '  ';
/** Of facts, and of a title that goes on. */
const indent = '  ';
const eighths = ['', '▏', '▎', '▍', '▌', '▋', '▊', '▉'] as const;

/** The lines of a table, titles first. No cell can move the cursor or colour the screen, wherever its text is from. */
export function formatTable(
  columns: readonly Column[],
  rows: readonly (readonly Cell[])[],
  { paint, width = Number.POSITIVE_INFINITY, heading = 'bold', indent = '' }: TableStyle,
): string[] {
  const titles = columns.map(({ title }): Cell => ({ text: title, format: heading }));
  const widths = layOut(columns, naturalWidths(columns, [titles, ...rows]), width - indent.length);
  return [titles, ...rows].map((row) => {
    const cells = columns.flatMap(({ align }, column) => {
      const columnWidth = widths[column] ?? 0;
      return columnWidth === 0 ? [] : [formatCell(row[column] ?? '', columnWidth, align, paint)];
    });
    return `${indent}${cells.join(gap)}`.trimEnd();
  });
}

/**
 * One thing that is known: its name, what there is to say of it, each of several texts below the one before, and how that looks;
 * what is `whole` is never broken, to be copied. One without a text is left out.
 */
export type Fact = readonly [name: string, text: string | readonly string[], look?: Format | 'whole'];

/** So that those of one command stand below each other. */
const leastNameWidth = 9;
/** Below that nothing could be read, however narrow the screen. */
const leastRoom = 10;

/**
 * A title, and below it what is known, each fact beside its name. On a screen of so many columns text goes on below itself.
 */
export function formatFacts(
  title: string,
  facts: readonly Fact[],
  { paint, width = Number.POSITIVE_INFINITY }: Pick<TableStyle, 'paint' | 'width'>,
): string {
  const nameWidth = Math.max(leastNameWidth, ...facts.map(([name]) => name.length));
  const room = Math.max(width - indent.length - nameWidth - 1, leastRoom);
  const lines = facts.flatMap(([name, text, look]) => {
    const written = [text].flat().flatMap((one) => (look === 'whole' ? one : wrap(one, '', room)));
    return written.map((line, index) => {
      const left = index === 0 ? paint('dim', name.padEnd(nameWidth)) : ' '.repeat(nameWidth);
      return `${indent}${left} ${look === undefined || look === 'whole' ? line : paint(look, line)}`;
    });
  });
  return [...wrap(title, indent, width).map((line) => paint('bold', line)), ...lines].join('\n');
}

/** Text of at most so many columns, with an ellipsis where anything was cut. */
export function cutTo(width: number, text: string): string {
  if (columnsOf(text) <= width) return text;
  let cut = '';
  for (const character of text) {
    if (columnsOf(cut + character) >= width) break;
    cut += character;
  }
  return width < 1 ? '' : `${cut.trimEnd()}…`;
}

function naturalWidths(columns: readonly Column[], rows: readonly (readonly Cell[])[]): number[] {
  return columns.map((_, column) => rows.reduce((widest, row) => Math.max(widest, widthOf(row[column])), 0));
}

/** A bar asks for nothing: it takes what its column gets. */
function widthOf(cell: Cell | undefined): number {
  return cell === undefined || isBar(cell) ? 0 : columnsOf(textOf(cell));
}

/** The width of each column; 0 when it is left out. */
function layOut(columns: readonly Column[], naturals: readonly number[], room: number): number[] {
  const widths = naturals.map((natural, column) => columns[column]?.bar?.least ?? natural);
  const excess = () => {
    const shown = widths.filter((width) => width > 0);
    return shown.reduce((sum, width) => sum + width + gap.length, -gap.length) - room;
  };
  for (const column of leastWanted(columns)) {
    if (excess() > 0) widths[column] = 0;
  }
  while (excess() > 0 && widths.some((width) => width > 0)) {
    const widest = Math.max(...widths);
    widths[widest > 1 ? widths.lastIndexOf(widest) : widths.findLastIndex((width) => width > 0)] = widest - 1;
  }
  for (const [column, { bar }] of columns.entries()) {
    const width = widths[column] ?? 0;
    if (bar && width > 0) widths[column] = Math.max(width, Math.min(bar.most, width - excess()));
  }
  return widths;
}

function leastWanted(columns: readonly Column[]): number[] {
  const ranked = columns.flatMap(({ rank }, column) => (rank === undefined ? [] : [{ rank, column }]));
  return ranked.sort((a, b) => a.rank - b.rank).map(({ column }) => column);
}

function formatCell(cell: Cell, width: number, align: Column['align'], paint: Paint): string {
  const text = isBar(cell) ? drawBar(cell.share, width) : cutTo(width, textOf(cell));
  const format = typeof cell === 'string' ? undefined : cell.format;
  const painted = format === undefined || text === '' ? text : paint(format, text);
  const padding = ' '.repeat(width - columnsOf(text));
  return align === 'right' ? padding + painted : painted + padding;
}

/** To an eighth of a character; only nothing at all is no bar. */
function drawBar(share: number, width: number): string {
  const parts = share <= 0 ? 0 : Math.max(1, Math.round(share * width * 8));
  return '█'.repeat(Math.floor(parts / 8)) + (eighths[parts % 8] ?? '');
}

function isBar(cell: Cell): cell is Exclude<Cell, string | { text: string }> {
  return typeof cell !== 'string' && 'share' in cell;
}

function textOf(cell: Exclude<Cell, { share: number }>): string {
  return toPlainText(typeof cell === 'string' ? cell : cell.text, maxCellLength);
}
