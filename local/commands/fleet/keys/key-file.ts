import { CsvError } from 'csv-parse/sync';
import { createSigner, type Keys } from '../../../../lambda/adapters/credentials.ts';
import { nameSchema } from '../../../../lambda/config/account.ts';
import { trimKey } from '../../../../lambda/core/text/key-text.ts';
import { UnusableKeysError } from '../../../../lambda/errors.ts';
import { readLines, readRows } from '../lines.ts';
import type { AllKeys } from './ring-writer.ts';

/** The keys that a file has, by account, and what is wrong with it, by line. Neither says a word of what may be a key. */
type KeyFile = { readonly keys: AllKeys; readonly faults: readonly string[] };

type Row = {
  readonly line: number;
  readonly account: unknown;
  readonly accessKey: unknown;
  readonly secretKey: unknown;
};

const titles = ['account', 'accessKey', 'secretKey'] as const;

/**
 * Reads keys of many accounts: JSON documents with account, accessKey and secretKey, one a line, or a table (CSV) with these three
 * titles. Which of them it is shows in its first character.
 */
export function parseKeyFile(text: string): KeyFile {
  const faults: string[] = [];
  const plain = text.replace(/^\ufeff/, '');
  const rows = readKeys(plain, faults);
  const keys = new Map<string, Keys>();
  const lines = new Map<string, number>();
  for (const row of rows) {
    const name = nameSchema.safeParse(row.account).data;
    const first = name === undefined ? undefined : lines.get(name);
    if (name !== undefined) lines.set(name, first ?? row.line);
    const { found, wrong } = checkKeys(row);
    const faultsOfRow = [
      name === undefined && 'account has to be 1 to 40 of a-z, 0-9 and inner hyphens',
      first !== undefined && `${name} is there already, in line ${first}`,
      ...wrong,
    ];
    faults.push(
      ...faultsOfRow.filter((fault) => fault !== false).map((fault) => `line ${row.line}: ${fault}`),
    );
    if (name !== undefined && found) keys.set(name, found);
  }
  if (rows.length === 0 && faults.length === 0) faults.push('has no keys in it');
  return { keys, faults };
}

/** What is no CSV is told by the code of its fault, for the text quotes. */
function readKeys(text: string, faults: string[]): Row[] {
  if (text.trimStart().startsWith('{')) return findInLines(text, faults);
  try {
    return findInTable(text, faults);
  } catch (error) {
    if (!(error instanceof CsvError)) throw error;
    faults.push(`line ${Number(error.lines)}: is no CSV (${error.code})`);
    return [];
  }
}

/** What is wrong with keys that somebody gave, if anything is, and the keys without what pasting put around them. */
export function checkKeys({ accessKey, secretKey }: Omit<Row, 'line' | 'account'>): {
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
function findInLines(text: string, faults: string[]): Row[] {
  return readLines(text).flatMap(({ line, document }) => {
    if (areTitles(Object.keys(Object(document)))) return [{ ...(document as Omit<Row, 'line'>), line }];
    faults.push(`line ${line}: has to be a JSON document with ${titles.join(', ')} and nothing else`);
    return [];
  });
}

function findInTable(text: string, faults: string[]): Row[] {
  const [head, ...body] = readRows(text);
  if (!head) return [];
  if (!areTitles(head.record)) {
    faults.push(`line ${head.line}: has to be ${titles.join()}, the titles of the columns`);
    return [];
  }
  return body.flatMap(({ record, line }) => {
    const [account, accessKey, secretKey] = titles.map((title) => record[head.record.indexOf(title)]);
    if (record.length === titles.length) return [{ line, account, accessKey, secretKey }];
    faults.push(`line ${line}: has to have three cells`);
    return [];
  });
}

function areTitles(names: readonly string[]): boolean {
  return names.toSorted().join() === titles.toSorted().join();
}
