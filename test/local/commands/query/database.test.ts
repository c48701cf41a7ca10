import { readdir } from 'node:fs/promises';
import { dirname } from 'node:path';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { readSavedQueries } from '../../../../infra/history/saved-queries.ts';
import { ledgerKey, snapshotKey } from '../../../../lambda/core/ledger/keys.ts';
import { formatLedgerYear } from '../../../../lambda/core/ledger/ledger.ts';
import { DamagedArchiveError, InvalidInputError } from '../../../../lambda/errors.ts';
import type { ReadableArchive } from '../../../../lambda/reader/read-report.ts';
import { type Database, openDatabase } from '../../../../local/commands/query/database.ts';
import { ledgerOf, measuredLine } from '../../../support/lines.ts';

const [ledgerFolder, snapshotFolder] = ['ledger/account=acme/', 'snapshots/account=acme/'];

/** An archive of one account with one date, and what was asked of it. */
function countingArchive(): { readonly archive: ReadableArchive; readonly asked: string[] } {
  const snapshot = snapshotKey('acme', '2026-11-22', '2026-11-22T16:10:00.000Z', '0123456789abcdef');
  const objects = new Map([
    [ledgerKey('acme', 2026), formatLedgerYear(ledgerOf(measuredLine('2026-11-22')), 2026)],
    [snapshot, '{"askedAt":"2026-11-22T16:10:00.000Z","counts":{"failure":3}}\n'],
  ]);
  const asked: string[] = [];
  return {
    asked,
    archive: {
      async listKeys(prefix) {
        asked.push(prefix);
        return [...objects.keys()].filter((key) => key.startsWith(prefix));
      },
      async read(key) {
        asked.push(key);
        return objects.get(key);
      },
    },
  };
}

describe('what a query reads', () => {
  const [ledger, snapshots] = [ledgerKey('acme', 2026), expect.stringMatching(/^snapshots\/.*\.json$/)];
  const questions: [string, unknown[]][] = [
    ['SELECT 1', []],
    ["SELECT 'snapshots' AS days", []],
    ['WITH snapshots AS (SELECT 1) FROM snapshots', []],
    ['DROP VIEW snapshots', []],
    ['FROM days', [ledgerFolder, ledger]],
    ['SELECT count(*) FROM main.days JOIN notices USING (date)', [ledgerFolder, ledger]],
    ['SELECT failure FROM findings RIGHT JOIN days USING (date) -- FROM snapshots', [ledgerFolder, ledger]],
    ["FROM query_table('snapshots')", [snapshotFolder, snapshots]],
    [
      'SELECT (SELECT max(failure) FROM "SnapShots") FROM days',
      [ledgerFolder, ledger, snapshotFolder, snapshots],
    ],
  ];
  it.each(questions)('is what its views rest on and nothing else: %s', async (sql, reads) => {
    const { archive, asked } = countingArchive();
    using database = await openDatabase(['acme'], archive);
    expect(asked).toEqual([]);
    await database.ask(sql);
    expect(asked).toEqual(reads);
  });

  it('is read once, however often it is asked', async () => {
    const { archive, asked } = countingArchive();
    using database = await openDatabase(['acme'], archive);
    await database.ask('FROM days');
    const { rows } = await database.ask(
      'SELECT days.date, s.failure FROM days JOIN snapshots AS s USING (date)',
    );
    expect(rows).toEqual([['2026-11-22', 3]]);
    expect(asked).toEqual([ledgerFolder, ledger, snapshotFolder, snapshots]);
  });

  it('says which document is not what nights write', async () => {
    const { archive } = countingArchive();
    const damaged = {
      ...archive,
      read: async () => '{"askedAt":"2026-11-22T16:10:00.000Z","counts":[true]}\n',
    };
    using database = await openDatabase(['acme'], damaged);
    await expect(database.ask('FROM snapshots')).rejects.toThrow(
      /^snapshots\/account=acme\/date=2026-11-22\/.*: /,
    );
    await expect(database.ask('FROM snapshots')).rejects.toThrow(DamagedArchiveError);
    expect((await database.ask('SELECT 1 AS one')).rows).toEqual([[1]]);
  });

  it('leaves no file for the SQL to find', async () => {
    using database = await openDatabase(['acme'], countingArchive().archive);
    await database.ask('FROM days JOIN snapshots USING (date)');
    const { rows } = await database.ask("SELECT current_setting('temp_directory')");
    const folder = dirname(String(rows[0]?.[0]));
    expect(await readdir(folder)).toEqual([]);
  });
});

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
