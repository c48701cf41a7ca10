import { readFileSync } from 'node:fs';
import { mkdir, mkdtemp, rm, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { dirname, join } from 'node:path';
import { type DuckDBConnection, DuckDBInstance } from '@duckdb/node-api';
import { Dialect, parse, transpile } from '@polyglot-sql/sdk';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { readSavedQueries, withViews } from '../../../infra/history/saved-queries.ts';
import { type Database, openDatabase } from '../../../local/commands/query/database.ts';
import { views } from '../../../local/commands/query/views.ts';
import { type SimulatedArchive, simulateArchive } from '../../support/simulated-archive.ts';
import { deployOnPaper, type PaperDeployment } from '../paper-deployment.ts';
import { aFleet, synthesisMs, synthesize } from '../synthesis.ts';

type Column = { readonly Name: string; readonly Type: string };
type Table = {
  readonly Name: string;
  readonly Parameters: Readonly<Record<string, string>>;
  readonly PartitionKeys: readonly Column[];
  readonly StorageDescriptor: { readonly Columns: readonly Column[] };
};

let paper: PaperDeployment;
let tables: Table[];
beforeAll(() => {
  paper = deployOnPaper(synthesize().template);
  tables = paper.idsOf('AWS::Glue::Table').map((id) => paper.propertiesOf(id).TableInput as Table);
}, synthesisMs);

function tableOf(name: string): Table {
  const table = tables.find((one) => one.Name === name);
  if (!table) throw new Error(`there is no table ${name}`);
  return table;
}

function readSchema(name: string) {
  return JSON.parse(readFileSync(new URL(`../../../docs/${name}.schema.json`, import.meta.url), 'utf8'));
}

/** What the stack stores in Athena, by name. */
function storedQueries(on = paper): Map<string, string> {
  const stored = on.idsOf('AWS::Athena::NamedQuery').map((id) => on.propertiesOf(id));
  return new Map(stored.map(({ Name, QueryString }) => [String(Name), String(QueryString)]));
}

describe('the tables of Athena', () => {
  const lowerCase = (names: readonly string[]) => names.map((name) => name.toLowerCase()).sort();
  const columnsOf = (name: string) =>
    tableOf(name)
      .StorageDescriptor.Columns.map(({ Name }) => Name)
      .sort();

  it('have the fields of a ledger line as their columns, and its notices those of a notice', () => {
    const { properties, $defs } = readSchema('ledger-line');
    const { version: _version, ...fields } = {
      ...properties,
      ...$defs.measured.properties,
      ...$defs.unavailable.properties,
    };
    expect(columnsOf('ledger')).toEqual(lowerCase(Object.keys(fields)));
    const notices = tableOf('ledger').StorageDescriptor.Columns.find(({ Name }) => Name === 'notices');
    const { claim: _claim, ...told } = $defs.notice.properties;
    const flat = notices?.Type.replace(/struct<[^<>]*>/g, '').replace(/^array<struct</, '') ?? '';
    const names = [...flat.matchAll(/(\w+):/g)].map(([, name = '']) => name);
    expect(names.sort()).toEqual(lowerCase(Object.keys(told)));
  });

  it('have the fields of a snapshot, but for those that the key has', () => {
    const { account: _account, date: _date, fault: _fault, ...fields } = readSchema('snapshot').properties;
    expect(columnsOf('snapshots')).toEqual(lowerCase(Object.keys(fields)));
  });

  it('lie where the archive lies, one partition an account and a year or a date', () => {
    const bucket = paper.idsOf('AWS::S3::Bucket')[0]?.toLowerCase();
    expect(tableOf('ledger').Parameters).toMatchObject({
      'projection.account.values': 'acme,globex-eu',
      'projection.year.format': 'yyyy',
      'storage.location.template': `s3://${bucket}/ledger/account=\${account}/year=\${year}/`,
    });
    expect(tableOf('snapshots').Parameters['storage.location.template']).toBe(
      `s3://${bucket}/snapshots/account=\${account}/date=\${date}/`,
    );
    for (const { PartitionKeys, Parameters } of tables) {
      for (const { Name } of PartitionKeys) expect(Parameters[`projection.${Name}.type`]).toBeDefined();
    }
  });
});

describe('the tables of Athena, with a fleet', () => {
  let queries: Map<string, string>;
  let parameters: Readonly<Record<string, string>>[];
  beforeAll(() => {
    const fleet = deployOnPaper(synthesize(aFleet).template);
    queries = storedQueries(fleet);
    parameters = fleet
      .idsOf('AWS::Glue::Table')
      .map((id) => (fleet.propertiesOf(id).TableInput as Table).Parameters);
  }, synthesisMs);

  it('take whatever accounts a query names, so that one more needs no deployment', () => {
    expect(parameters).toHaveLength(2);
    for (const one of parameters) {
      expect(one['projection.account.type']).toBe('injected');
      expect(one).not.toHaveProperty('projection.account.values');
    }
  });

  it('are asked by queries that name accounts wherever they read a table, as Athena demands', () => {
    expect(queries.size).toBe(readSavedQueries().length);
    for (const sql of queries.values()) {
      const [tables = [], named = []] = [
        /"\.(ledger|snapshots)\b/g,
        / WHERE account IN \('ACCOUNT'\)\n?\)/g,
      ].map((pattern) => sql.match(pattern) ?? []);
      expect(tables.length).toBeGreaterThan(0);
      expect(named).toHaveLength(tables.length);
      expect(parse(sql, Dialect.Athena)).toMatchObject({ success: true });
    }
  });
});

describe('the workgroup', () => {
  it('stops a query that would read more than 1 GB, and needs no bucket for results', () => {
    const [id = ''] = paper.idsOf('AWS::Athena::WorkGroup');
    expect(paper.propertiesOf(id)).toMatchObject({
      RecursiveDeleteOption: true,
      WorkGroupConfiguration: {
        EnforceWorkGroupConfiguration: true,
        BytesScannedCutoffPerQuery: 1_000_000_000,
        ManagedQueryResultsConfiguration: { Enabled: true },
      },
    });
  });

  it('has every query of docs/queries.md', () => {
    const names = readSavedQueries().map(({ name }) => name);
    expect([...storedQueries().keys()].sort()).toEqual(names.sort());
  });
});

describe('a query as Athena has it', () => {
  let archive: SimulatedArchive;
  let database: Database;
  let directory: string;
  let athena: DuckDBConnection;
  beforeAll(async () => {
    archive = await simulateArchive(40);
    database = await openDatabase(archive.accounts, archive);
    directory = await mkdtemp(join(tmpdir(), 'vod-nightly-athena-'));
    athena = await standIn(archive, directory);
  }, 60_000);
  afterAll(async () => {
    database[Symbol.dispose]();
    athena.closeSync();
    await rm(directory, { recursive: true });
  });

  /** DuckDB with the tables that the stack describes, read by the rules of the JSON SerDe: names know no capitals. */
  async function standIn({ texts }: SimulatedArchive, folder: string): Promise<DuckDBConnection> {
    for (const [key, text] of texts) {
      await mkdir(join(folder, dirname(key)), { recursive: true });
      await writeFile(
        join(folder, key),
        text.replace(/"(\w+)":/g, (name) => name.toLowerCase()),
      );
    }
    const connection = await (await DuckDBInstance.create()).connect();
    const database = databaseName();
    await connection.run(`CREATE SCHEMA "${database}"`);
    for (const { Name, StorageDescriptor, PartitionKeys } of tables) {
      const columns = StorageDescriptor.Columns.map((one) => `'${one.Name}': '${toDuckDbType(one.Type)}'`);
      const partitions = PartitionKeys.map((one) => `'${one.Name}': VARCHAR`);
      const options = `format = 'newline_delimited', hive_partitioning = true, filename = '$path', columns = {${columns}}, hive_types = {${partitions}}`;
      const files = join(folder, Name, '*/*/*');
      await connection.run(
        `CREATE TABLE "${database}".${Name} AS SELECT * REPLACE ('s3://bucket' || substr("$path", ${folder.length + 1}) AS "$path") FROM read_json('${files}', ${options})`,
      );
    }
    return connection;
  }

  function databaseName(): string {
    const [id = ''] = paper.idsOf('AWS::Glue::Database');
    return (paper.propertiesOf(id).DatabaseInput as { Name: string }).Name;
  }

  /** `array<struct<a:int>>` as `STRUCT("a" int)[]`, from the innermost outwards. */
  function toDuckDbType(type: string): string {
    let text = type.replace(/(\w+):/g, '"$1" ').replace(/\bstring\b/g, 'VARCHAR');
    while (text.includes('<'))
      text = text.replace(/struct<([^<>]*)>/g, 'STRUCT($1)').replace(/array<([^<>]*)>/g, '$1[]');
    return text;
  }

  /** Athena unnests rows into columns, DuckDB asks for it in another way; the columns are those of the type. */
  function toDuckDb(sql: string): string {
    const { success, sql: [translated = ''] = [], error } = transpile(sql, Dialect.Athena, Dialect.DuckDB);
    if (!success) throw new Error(String(error));
    return translated.replace(
      /CROSS JOIN UNNEST\((\w+)\) AS (\w+)\(([^)]*)\)/g,
      'CROSS JOIN LATERAL (SELECT unnest($1, max_depth := 2)) AS $2($3)',
    );
  }

  it.each(readSavedQueries().map(({ name }) => name))('is Athena’s SQL: %s', (name) => {
    const { success, error } = parse(storedQueries().get(name) ?? '', Dialect.Athena);
    expect({ success, error }).toMatchObject({ success: true });
  });

  it('names every field of what it unnests: Trino takes neither fewer names nor more', () => {
    const unnested = [...storedQueries().values()].flatMap((sql) => [
      ...sql.matchAll(/UNNEST\((?<list>\w+)\) AS \w+ \((?<names>[^)]+)\)/g),
    ]);
    expect(new Set(unnested.map(({ groups }) => groups?.list))).toEqual(new Set(['findings', 'notices']));
    for (const { groups: { list = '', names = '' } = {} } of unnested) {
      const column = tableOf('ledger').StorageDescriptor.Columns.find(({ Name }) => Name === list);
      const flat = column?.Type.replace(/^array<struct<|>>$/g, '').replace(/(struct|array)<[^<>]*>/g, '');
      const fields = Array.from(flat?.matchAll(/(\w+):/g) ?? [], ([, name]) => name);
      expect(names.replaceAll('"', '').split(', ')).toEqual(fields);
    }
  });

  it('would be found out if it were not', () => {
    const [sql = ''] = storedQueries().values();
    expect(parse(sql.replace('ORDER BY', 'ORDER'), Dialect.Athena).success).toBe(false);
  });

  it.each(readSavedQueries())('answers what `vod-nightly query` answers: $name', async ({ name, sql }) => {
    const expected = await database.ask(sql);
    const reader = await athena.runAndReadAll(toDuckDb(storedQueries().get(name) ?? ''));
    expect(reader.columnNames()).toEqual(expected.columns);
    expect(JSON.parse(JSON.stringify(reader.getRowsJson())).map(toTexts)).toEqual(expected.rows.map(toTexts));
    expect(expected.rows.length).toBeGreaterThan(0);
  });

  const toTexts = (row: readonly unknown[]) => row.map((value) => (value === null ? null : String(value)));

  it.each(Object.keys(views))('has the columns and the rows of the view %s', async (view) => {
    const { columns, rows } = await database.ask(`SELECT * FROM ${view}`);
    const reader = await athena.runAndReadAll(toDuckDb(withViews(`SELECT * FROM ${view}`, databaseName())));
    expect(reader.columnNames()).toEqual(columns);
    const sorted = (all: readonly (readonly unknown[])[]) => all.map((row) => toTexts(row).join('|')).sort();
    expect(sorted(reader.getRowsJson())).toEqual(sorted(rows));
    expect(rows.length).toBeGreaterThan(0);
  });
});
