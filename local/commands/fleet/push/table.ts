import { toPlainText } from '../../../../lambda/core/text/plain-text.ts';
import { InvalidInputError } from '../../../../lambda/errors.ts';
import { type Row, readRows } from '../lines.ts';

/** What a file says of one account, unchecked, and where. */
export type Written = {
  /** Such as `line 7`. */
  readonly place: string;
  readonly account: unknown;
};

type Cells = readonly (readonly [title: string, text: string])[];
type Fields = { [name: string]: unknown };

/** Cells with several texts, and spaces between. */
const lists: ReadonlySet<string> = new Set(['tags', 'quiet.weekdays']);
/** Cells with a text, be it like a number or not. */
const texts: ReadonlySet<string> = new Set([
  ...['name', 'timeZone', 'language', 'time', 'baseUrl', 'windowOrder'],
  ...['secret', 'secret.ring', 'secretKmsKey'],
]);

const maxTitleLength = 40;

/**
 * The accounts of a table, a row each. The titles in its first row are fields as a configuration has them, with dots before those
 * within others, such as `rules.failureCount.critical`. An empty cell leaves its field out.
 * @throws InvalidInputError with all that is wrong with the table itself
 */
export function readTable(text: string): Written[] {
  const [head, ...body] = readRows(text);
  const titles = head?.record ?? [];
  const faults = [...checkTitles(titles), ...body.flatMap((row) => checkRow(row, titles))];
  if (faults.length > 0) throw new InvalidInputError('the table', faults);
  return body
    .map((row) => ({ place: placeOf(row), cells: cellsOf(row, titles) }))
    .filter(({ cells }) => cells.length > 0)
    .map(({ place, cells }) => ({ place, account: toAccount(cells) }));
}

/** What names no field is found out with the accounts. */
function checkTitles(titles: readonly string[]): string[] {
  return titles.flatMap((title, index) => {
    const shown = toPlainText(JSON.stringify(title), maxTitleLength);
    if (!/^[a-z]+(\.[a-z]+)*$/i.test(title))
      return `line 1: title ${index + 1} has to be a field, such as name or rules.stuck.warning; it is ${shown}`;
    return titles.indexOf(title) === index ? [] : `line 1: the title ${shown} is there twice`;
  });
}

function checkRow(row: Row, titles: readonly string[]): string[] {
  const cells = cellsOf(row, titles);
  const given = cells.map(([title]) => title);
  const contradictions = given.flatMap((outer) => {
    const inner = given.find((title) => title.startsWith(`${outer}.`));
    return inner === undefined ? [] : `${placeOf(row)}: has to have ${outer} or ${inner}, and not both`;
  });
  const isTooLong = row.record.slice(titles.length).some((cell) => cell !== '');
  return isTooLong
    ? [`${placeOf(row)}: has more cells than there are titles`, ...contradictions]
    : contradictions;
}

function placeOf({ line }: Row): string {
  return `line ${line}`;
}

/** Those that are not empty. */
function cellsOf({ record }: Row, titles: readonly string[]): Cells {
  return titles
    .map((title, index) => [title, record[index] ?? ''] as const)
    .filter(([, text]) => text !== '');
}

function toAccount(cells: Cells): Fields {
  const account: Fields = {};
  for (const [title, text] of cells) {
    const path = title.split('.');
    const name = path.pop() ?? '';
    const outer = path.reduce<Fields>((fields, step) => {
      if (!Object.hasOwn(fields, step)) fields[step] = {};
      return fields[step] as Fields; // cells that contradict each other were refused
    }, account);
    outer[name] = toValue(title, text);
  }
  return account;
}

/** What else a text may stand for, as spreadsheets write it: what is none of that stays text, and the schema says what it wants. */
function toValue(title: string, text: string): unknown {
  if (texts.has(title)) return text;
  if (lists.has(title)) return text.split(/\s+/);
  if (/^(true|false)$/i.test(text)) return text.toLowerCase() === 'true';
  return /^-?\d+(\.\d+)?$/.test(text) ? Number(text) : text;
}
