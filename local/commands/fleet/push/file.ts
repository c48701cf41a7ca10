import { readFile } from 'node:fs/promises';
import { extname } from 'node:path';
import { importDefault } from '../../../../lambda/config/file/load-config.ts';
import { toPlainText } from '../../../../lambda/core/text/plain-text.ts';
import { InvalidInputError, toError } from '../../../../lambda/errors.ts';
import { readLines } from '../lines.ts';
import { readTable, type Written } from './table.ts';

const maxReasonLength = 300;
const code = ['.ts', '.mts', '.cts', '.js', '.mjs', '.cjs'];

/** How accounts are read from text, by the ending of the file's name. */
const readers: Readonly<Record<string, (text: string) => Written[]>> = {
  '.json': readDocument,
  '.jsonl': readDocuments,
  '.ndjson': readDocuments,
  '.csv': readTable,
};

/**
 * What a file says of accounts: a list of them as JSON, a JSON document a line, a table as CSV, or a configuration.
 * @throws InvalidInputError when it cannot be read
 */
export async function readWritten(file: string): Promise<Written[]> {
  const ending = extname(file).toLowerCase();
  if (code.includes(ending)) return listAccounts(await importDefault(file, file, usualExport), file);
  const read = readers[ending];
  if (!read) {
    const endings = [...Object.keys(readers), ...code].join(', ');
    throw new InvalidInputError(file, [`its name has to end in one of ${endings}`]);
  }
  try {
    return read(await readText(file));
  } catch (thrown) {
    throw thrown instanceof InvalidInputError
      ? new InvalidInputError(file, thrown.faults)
      : new InvalidInputError(file, [explain(toError(thrown))]);
  }
}

const usualExport = 'export default defineConfig({ accounts: [ … ] })';

function explain(error: Error): string {
  if ('code' in error && error.code === 'ENOENT') return 'there is no such file';
  return toPlainText(error.message, maxReasonLength); // what is no JSON is quoted
}

async function readText(file: string): Promise<string> {
  const bytes = await readFile(file);
  try {
    return new TextDecoder('utf-8', { fatal: true }).decode(bytes); // which leaves out a byte order mark
  } catch {
    throw new SyntaxError('has to be UTF-8: save it as "CSV UTF-8" where it is from a spreadsheet');
  }
}

function readDocument(text: string): Written[] {
  return listAccounts(JSON.parse(text), 'the document');
}

/** A list of accounts, or what has one. */
function listAccounts(document: unknown, subject: string): Written[] {
  const accounts: unknown = Array.isArray(document) ? document : Object(document).accounts;
  const prefix = Array.isArray(document) ? '' : 'accounts';
  if (Array.isArray(accounts))
    return accounts.map((account, index) => ({ place: `${prefix}[${index}]`, account }));
  throw new InvalidInputError(subject, ['has to be a list of accounts, or an object with one as accounts']);
}

/** @throws InvalidInputError with every line that is no JSON */
function readDocuments(text: string): Written[] {
  const lines = readLines(text);
  const faults = lines.flatMap(({ line, fault }) => (fault ? `line ${line}: ${explain(fault)}` : []));
  if (faults.length > 0) throw new InvalidInputError('the lines', faults);
  return lines.map(({ line, document }) => ({ place: `line ${line}`, account: document }));
}
