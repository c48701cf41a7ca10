import { rmSync } from 'node:fs';
import { mkdir, mkdtemp, rm, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { dirname, join } from 'node:path';
import { type DuckDBConnection, DuckDBInstance, type DuckDBResultReader } from '@duckdb/node-api';
import pMap from 'p-map';
import { DamagedArchiveError, toError } from '../../lambda/errors.ts';
import type { Archive } from '../../lambda/ports.ts';
import { usageError } from '../failures.ts';
import { type Source, sources, views } from './views.ts';

/** Requests under way at once. */
const concurrency = 16;

/** As much of the archive as a query needs. */
export type ReadableArchive = Pick<Archive, 'listKeys' | 'read'>;

/** What a query gave: its columns, and the rows as JSON values; instants are in UTC. */
export type Answer = {
  readonly columns: readonly string[];
  readonly rows: readonly (readonly unknown[])[];
};

/** The archive of some accounts as an SQL database. */
export type Database = Disposable & {
  /**
   * Carries out one statement.
   * @throws InvalidInputError for SQL that cannot be carried out; DamagedArchiveError for a document that is not what nights
   * write; ForbiddenError
   */
  ask(sql: string): Promise<Answer>;
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
        await load(connection, source, await copyObjects(source, accounts, archive, folder), folder);
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

/** Puts the objects into files under their own keys, as DuckDB reads partitions from paths; gives how many there are. */
async function copyObjects(
  { prefixOf }: Source,
  accounts: readonly string[],
  archive: ReadableArchive,
  folder: string,
): Promise<number> {
  const listed = await pMap(accounts, (account) => archive.listKeys(prefixOf(account)), { concurrency });
  const keys = listed.flat();
  await pMap(
    keys,
    async (key) => {
      await mkdir(join(folder, dirname(key)), { recursive: true });
      await writeFile(join(folder, key), (await archive.read(key)) ?? '');
    },
    { concurrency },
  );
  return keys.length;
}

/** @throws DamagedArchiveError for a document that is not what nights write */
async function load(
  connection: DuckDBConnection,
  { table, glob, partitions, fields }: Source,
  files: number,
  folder: string,
): Promise<void> {
  if (files === 0) return; // DuckDB takes a pattern without files for a mistake
  const [top = ''] = glob.split('/');
  const entries = Object.entries(fields).map(([name, type]) => `${quote(name)}: ${quote(type)}`);
  const types = Object.entries(partitions).map(([name, type]) => `'${name}': ${type}`);
  const names = [...Object.keys(partitions), ...Object.keys(fields)].map((name) => `"${name}"`);
  const options = [
    quote(join(folder, glob)),
    `format = 'newline_delimited'`,
    `columns = {${entries.join(', ')}}`,
    `hive_types = {${types.join(', ')}}`,
    'hive_partitioning = true',
    'filename = true',
  ];
  const key = `substr(filename, ${folder.length + 2})`;
  try {
    const read = `SELECT ${names.join(', ')}, ${key} FROM read_json(${options.join(', ')})`;
    await connection.run(`INSERT INTO ${table} ${read}`);
  } catch (error) {
    const reason = toError(error).message.replaceAll(`${folder}/`, '');
    throw new DamagedArchiveError(`${top}/ cannot be read: ${reason}`, { cause: error });
  } finally {
    await rm(join(folder, top), { recursive: true });
  }
}

async function run(connection: DuckDBConnection, sql: string): Promise<Answer> {
  try {
    const reader = await connection.runAndReadAll(sql);
    return { columns: reader.columnNames(), rows: rowsOf(reader) };
  } catch (error) {
    throw explain(error);
  }
}

function explain(error: unknown): Error {
  const reason = toError(error).message.replace(/^Failed to extract statements: /, '');
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
