import { mkdir, mkdtemp, rm, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { dirname, join } from 'node:path';
import { type DuckDBConnection, DuckDBInstance, type DuckDBResultReader } from '@duckdb/node-api';
import pMap from 'p-map';
import { ledgerPrefix, snapshotsPrefix } from '../../lambda/core/keys.ts';
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
  /** @throws InvalidInputError for SQL that cannot be carried out */
  ask(sql: string): Promise<Answer>;
};

/**
 * Copies ledgers and snapshots into a database in memory, which can read and write nothing else from then on: neither
 * files nor the network, whatever the SQL says.
 * @throws DamagedArchiveError for a document that is not what nights write; ForbiddenError
 */
export async function openDatabase(accounts: readonly string[], archive: ReadableArchive): Promise<Database> {
  const folder = await mkdtemp(join(tmpdir(), 'vod-nightly-query-'));
  try {
    const keys = await copyObjects(accounts, archive, folder);
    const instance = await DuckDBInstance.create(':memory:');
    const connection = await instance.connect();
    for (const source of sources) await load(connection, source, folder, keys);
    for (const [name, sql] of Object.entries(views)) await connection.run(`CREATE VIEW ${name} AS ${sql}`);
    await connection.run('SET enable_external_access = false');
    await connection.run('SET lock_configuration = true');
    return {
      ask: (sql) => ask(connection, sql),
      [Symbol.dispose]: () => {
        connection.closeSync();
        instance.closeSync();
      },
    };
  } finally {
    await rm(folder, { recursive: true });
  }
}

/** Puts the objects into files under their own keys, as DuckDB reads partitions from paths; gives the keys. */
async function copyObjects(
  accounts: readonly string[],
  archive: ReadableArchive,
  folder: string,
): Promise<readonly string[]> {
  const prefixes = accounts.flatMap((account) => [ledgerPrefix(account), snapshotsPrefix(account)]);
  const keys = (await pMap(prefixes, (prefix) => archive.listKeys(prefix), { concurrency })).flat();
  await pMap(
    keys,
    async (key) => {
      await mkdir(join(folder, dirname(key)), { recursive: true });
      await writeFile(join(folder, key), (await archive.read(key)) ?? '');
    },
    { concurrency },
  );
  return keys;
}

async function load(
  connection: DuckDBConnection,
  { table, glob, partitions, fields }: Source,
  folder: string,
  keys: readonly string[],
): Promise<void> {
  const columns = Object.entries({ ...partitions, ...fields }).map(([name, type]) => `"${name}" ${type}`);
  await connection.run(`CREATE TABLE ${table} (${columns.join(', ')}, key VARCHAR)`);
  const [top = ''] = glob.split('/');
  if (!keys.some((key) => key.startsWith(`${top}/`))) return; // DuckDB takes a pattern without files for a mistake
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
  }
}

async function ask(connection: DuckDBConnection, sql: string): Promise<Answer> {
  try {
    // Of nothing at all DuckDB says only that a callback failed.
    const count = sql.trim() === '' ? 0 : (await connection.extractStatements(sql)).count;
    if (count !== 1) throw new Error(`has to be one statement, not ${count}`);
    const reader = await connection.runAndReadAll(sql);
    return { columns: reader.columnNames(), rows: rowsOf(reader) };
  } catch (error) {
    const reason = toError(error).message.replace(/^Failed to extract statements: /, '');
    throw usageError([`the SQL: ${reason.replaceAll('\n', '\n    ')}`]);
  }
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
