import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { readSavedQueries } from '../../../infra/saved-queries.ts';
import { InvalidInputError } from '../../../lambda/errors.ts';
import { type Database, openDatabase } from '../../../local/query/database.ts';

describe('the database of an empty archive', () => {
  let database: Database;
  beforeAll(async () => {
    database = await openDatabase(['acme'], { listKeys: async () => [], read: async () => undefined });
  });
  afterAll(() => database[Symbol.dispose]());

  it.each(readSavedQueries())('answers with no rows: $name', async ({ sql }) => {
    const { columns, rows } = await database.ask(sql);
    expect(columns.length).toBeGreaterThan(1);
    expect(rows).toEqual([]);
  });

  const refused: [string, RegExp][] = [
    ['SELEC 1', /syntax error at or near "SELEC"/],
    ['SELECT 1; SELECT 2', /has to be one statement, not 2/],
    [' ', /has to be one statement, not 0/],
    ["SELECT * FROM read_csv('/etc/passwd')", /Cannot access file/],
    ["SELECT * FROM '/etc/passwd'", /Cannot access file|does not exist/],
    ["SELECT * FROM read_text('package.json')", /Cannot access file/],
    ["COPY days TO '/tmp/vod-nightly-days.csv'", /Cannot access file/],
    ["EXPORT DATABASE '/tmp/vod-nightly-export'", /Cannot access/],
    ["ATTACH '/tmp/vod-nightly.duckdb'", /Cannot access file/],
    ['INSTALL httpfs', /Cannot access/],
    ['LOAD httpfs', /disabled/],
    ['SET enable_external_access = true', /configuration has been locked/],
  ];
  it.each(refused)('refuses %j, and says why', async (sql, reason) => {
    await expect(database.ask(sql)).rejects.toThrow(InvalidInputError);
    await expect(database.ask(sql)).rejects.toThrow(reason);
  });

  it('gives whole numbers as numbers, and as text where a number could not hold them', async () => {
    const { rows } = await database.ask(
      'SELECT count(*) AS n, sum(1) AS s, 9007199254740993 AS big FROM days',
    );
    expect(rows).toEqual([[0, null, '9007199254740993']]);
  });
});
