import { rmSync } from 'node:fs';
import { mkdtemp, open, rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { type DuckDBConnection, DuckDBInstance, type DuckDBResultReader } from '@duckdb/node-api';
import pMap from 'p-map';
import * as z from 'zod/mini';
import { DamagedArchiveError, toError } from '../../../lambda/errors.ts';
import type { ReadableArchive } from '../../../lambda/reader/read-report.ts';
import { usageError } from '../../cli/failures.ts';
import { type Source, sources, views } from './views.ts';

/** Requests under way at once. */
const concurrency = 32;

/** So many objects are in memory at once. */
const batchSize = 256;

/** What a query gave: its columns, and the rows as JSON values; instants are in UTC. */
export type QueryResult = {
  readonly columns: readonly string[];
  readonly rows: readonly (readonly unknown[])[];
};

/** Where documents come from, and the folder that they pass through. */
type Origin = {
  readonly accounts: readonly string[];
  readonly archive: ReadableArchive;
  readonly folder: string;
};

/** The archive of some accounts as an SQL database. */
export type Database = Disposable & {
  /**
   * Carries out one statement.
   * @throws InvalidInputError for SQL that cannot be carried out; DamagedArchiveError for a document that is not what nights
   * write; ForbiddenError
   */
  ask(sql: string): Promise<QueryResult>;
};

/** Of what DuckDB holds at once; what is beyond it goes to files. */
const memoryLimit = '256MB';

/**
 * Opens the archive as a database in memory: nothing is read before a statement asks for it, and then only what the
 * statement's views rest on. The SQL can neither read nor write anything else: no other files, no network.
 */
export async function openDatabase(accounts: readonly string[], archive: ReadableArchive): Promise<Database> {
  const folder = await mkdtemp(join(tmpdir(), 'vod-nightly-query-'));
  const instance = await DuckDBInstance.create(':memory:', {
    memory_limit: memoryLimit,
    temp_directory: join(folder, 'spilled'),
    threads: '2',
  });
  const connection = await instance.connect();
  for (const source of sources) await connection.run(createTable(source));
  for (const [name, sql] of Object.entries(views)) await connection.run(`CREATE VIEW ${name} AS ${sql}`);
  await connection.run(`SET allowed_directories = [${quote(`${folder}/`)}]`);
  await connection.run('SET enable_external_access = false');
  await connection.run('SET lock_configuration = true');
  const loaded = new Set<string>();
  return {
    async ask(sql) {
      const tables = await tablesUnder(connection, sql);
      for (const source of sources) {
        if (loaded.has(source.table) || !tables.has(source.table)) continue;
        await load(connection, source, { accounts, archive, folder });
        loaded.add(source.table);
      }
      return run(connection, sql);
    },
    [Symbol.dispose]: () => {
      connection.closeSync();
      instance.closeSync();
      rmSync(folder, { recursive: true });
    },
  };
}

/**
 * The tables that one statement reads, under whatever views and however it names them: DuckDB itself says so.
 * @throws InvalidInputError when it is not one statement
 */
async function tablesUnder(connection: DuckDBConnection, sql: string): Promise<ReadonlySet<string>> {
  try {
    // Of nothing at all DuckDB says only that a callback failed.
    const count = sql.trim() === '' ? 0 : (await connection.extractStatements(sql)).count;
    if (count !== 1) throw new Error(`has to be one statement, not ${count}`);
    return new Set(connection.getTableNames(sql, false));
  } catch (error) {
    throw explain(error);
  }
}

function createTable({ table, partitions, fields }: Source): string {
  const columns = Object.entries({ ...partitions, ...fields }).map(([name, type]) => `"${name}" ${type}`);
  return `CREATE TABLE ${table} (${columns.join(', ')}, key VARCHAR)`;
}

/** @throws DamagedArchiveError that names the document which is not what nights write */
async function load(
  connection: DuckDBConnection,
  source: Source,
  { accounts, archive, folder }: Origin,
): Promise<void> {
  const file = join(folder, `${source.table}.jsonl`);
  const keys = await copyLines(source, accounts, archive, file);
  const columns = Object.entries({ ...source.partitions, ...source.fields, key: 'VARCHAR' });
  const types = columns.map(([name, type]) => `${quote(name)}: ${quote(type)}`);
  try {
    const read = `read_json(${quote(file)}, format = 'newline_delimited', columns = {${types.join(', ')}})`;
    await connection.run(`INSERT INTO ${source.table} SELECT * FROM ${read}`);
  } catch (error) {
    const reason = toError(error).message.replaceAll(file, source.table);
    const line = /in line (\d+)/.exec(reason)?.[1];
    const place = keys[Number(line) - 1] ?? source.table;
    throw new DamagedArchiveError(`${place}: ${reason}`, { cause: error });
  } finally {
    await rm(file);
  }
}

/** Writes a line for each document of a kind into one file, with what is in its key; gives the key of each line. */
async function copyLines(
  source: Source,
  accounts: readonly string[],
  archive: ReadableArchive,
  path: string,
): Promise<string[]> {
  const listed = await pMap(accounts, (account) => archive.listKeys(source.prefixOf(account)), {
    concurrency,
  });
  const left = listed.flat();
  const keys: string[] = [];
  await using file = await open(path, 'w');
  while (left.length > 0) {
    const batch = left.splice(0, batchSize);
    const texts = await pMap(batch, (key) => archive.read(key), { concurrency });
    const lines = batch.flatMap((key, index) =>
      toLines(source, key, texts[index] ?? '').map((line) => ({ key, line })),
    );
    keys.push(...lines.map(({ key }) => key));
    await file.appendFile(lines.map(({ line }) => `${line}\n`).join(''));
  }
  return keys;
}

/** What the tables have of an object's documents: of a snapshot, not the whole answer. */
function toLines({ partitions, fields }: Source, key: string, text: string): string[] {
  const inKey = Object.keys(partitions).map((name) => [name, new RegExp(`/${name}=([^/]+)/`).exec(key)?.[1]]);
  return text.split('\n').flatMap((line) => {
    if (line === '') return [];
    const document = readDocument(key, line);
    const inLine = Object.keys(fields).map((name) => [name, document[name]]);
    return JSON.stringify(Object.fromEntries([...inLine, ...inKey, ['key', key]]));
  });
}

/** @throws DamagedArchiveError */
function readDocument(key: string, line: string): Readonly<Record<string, unknown>> {
  try {
    return z.record(z.string(), z.unknown()).parse(JSON.parse(line));
  } catch (error) {
    throw new DamagedArchiveError(`${key}: has a line that is no document`, { cause: error });
  }
}

async function run(connection: DuckDBConnection, sql: string): Promise<QueryResult> {
  try {
    const reader = await connection.runAndReadAll(sql);
    return { columns: reader.columnNames(), rows: rowsOf(reader) };
  } catch (error) {
    throw explain(error);
  }
}

function explain(error: unknown): Error {
  const reason = toError(error)
    .message.replace(/^Failed to extract statements: /, '')
    .replace(/(?<=^Catalog Error: Table .*\n)Did you mean .*/, `There are ${Object.keys(views).join(', ')}.`);
  return usageError([`the SQL: ${reason.replaceAll('\n', '\n    ')}`]);
}

/** Whole numbers of 64 bits come as text; those that a number can hold become one. */
function rowsOf(reader: DuckDBResultReader): unknown[][] {
  const isInteger = reader.columnTypes().map((type) => /^(U?BIGINT|U?HUGEINT)$/.test(String(type)));
  return reader.getRowsJson().map((row) =>
    row.map((value, column) => {
      if (!isInteger[column] || typeof value !== 'string') return value;
      return Number.isSafeInteger(Number(value)) ? Number(value) : value;
    }),
  );
}

function quote(text: string): string {
  return `'${text.replaceAll("'", "''")}'`;
}
