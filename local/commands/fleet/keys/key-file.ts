import { CsvError } from 'csv-parse/sync';
import { createSigner, type Keys } from '../../../../lambda/adapters/credentials.ts';
import { nameRule, nameSchema } from '../../../../lambda/config/account.ts';
import { trimKey } from '../../../../lambda/core/text/key-text.ts';
import { UnusableKeysError } from '../../../../lambda/errors.ts';
import { type Row as CsvRow, readLines, readRows } from '../lines.ts';
import type { AllKeys } from './ring-writer.ts';

/** The keys that a file has, by account, and what is wrong with it, by line. Neither says a word of what may be a key. */
type KeyFile = { readonly keys: AllKeys; readonly faults: readonly string[] };

type Fields = { readonly account: unknown; readonly accessKey: unknown; readonly secretKey: unknown };

/** What a line has, or why it has nothing. */
type Row = { readonly line: number; readonly fields?: Fields; readonly fault?: string };

const titles = ['account', 'accessKey', 'secretKey'] as const;

/**
 * Reads keys of many accounts: JSON documents with account, accessKey and secretKey, one a line, or a table (CSV) with these three
 * titles. Which of them it is shows in its first character.
 */
export function parseKeyFile(text: string): KeyFile {
  const plain = text.replace(/^\ufeff/, '');
  const rows = plain.trimStart().startsWith('{') ? findInLines(plain) : findInTable(plain);
  const keys = new Map<string, Keys>();
  const lines = new Map<string, number>();
  const faults = rows.flatMap(({ line, fields, fault }) => {
    if (!fields) return `line ${line}: ${fault}`;
    const name = nameSchema.safeParse(fields.account).data ?? '';
    const first = lines.get(name);
    if (name) lines.set(name, first ?? line);
    const { found, wrong } = checkKeys(fields);
    if (name && found) keys.set(name, found);
    const unnamed = !name && `account ${nameRule}`;
    const again = first !== undefined && `${name} is there already, in line ${first}`;
    return [unnamed, again, ...wrong].filter((one) => one !== false).map((one) => `line ${line}: ${one}`);
  });
  return { keys, faults: rows.length === 0 ? ['has no keys in it'] : faults };
}

/** What is wrong with keys that somebody gave, if anything is, and the keys without what pasting put around them. */
export function checkKeys({ accessKey, secretKey }: Omit<Fields, 'account'>): {
  readonly found?: Keys;
  readonly wrong: readonly string[];
} {
  if (typeof accessKey !== 'string' || typeof secretKey !== 'string')
    return { wrong: ['accessKey and secretKey have to be texts'] };
  try {
    if (createSigner(accessKey, secretKey))
      return { found: { accessKey: trimKey(accessKey), secretKey: trimKey(secretKey) }, wrong: [] };
    return { wrong: ['accessKey and secretKey have to be set'] };
  } catch (error) {
    if (error instanceof UnusableKeysError) return { wrong: [error.message] };
    throw error;
  }
}

/** The text of a fault of JSON quotes what it is about: it is not told. */
function findInLines(text: string): Row[] {
  const fault = `has to be a JSON document with ${titles.join(', ')} and nothing else`;
  return readLines(text).map(({ line, document }) =>
    areTitles(Object.keys(Object(document))) ? { line, fields: document as Fields } : { line, fault },
  );
}

/** What is no CSV is told by the code of its fault, for the text quotes. */
function findInTable(text: string): Row[] {
  let rows: readonly CsvRow[];
  try {
    rows = readRows(text);
  } catch (error) {
    if (!(error instanceof CsvError)) throw error;
    return [{ line: Number(error.lines), fault: `is no CSV (${error.code})` }];
  }
  const [head, ...body] = rows;
  if (!head) return [];
  if (!areTitles(head.record))
    return [{ line: head.line, fault: `has to be ${titles.join()}, the titles of the columns` }];
  return body.map(({ record, line }) => {
    if (record.length !== titles.length) return { line, fault: 'has to have three cells' };
    const [account, accessKey, secretKey] = titles.map((title) => record[head.record.indexOf(title)]);
    return { line, fields: { account, accessKey, secretKey } };
  });
}

function areTitles(names: readonly string[]): boolean {
  return names.toSorted().join() === titles.toSorted().join();
}
