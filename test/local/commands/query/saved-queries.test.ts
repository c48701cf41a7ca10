import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { readSavedQueries } from '../../../../infra/history/saved-queries.ts';
import { type Database, openDatabase, type QueryResult } from '../../../../local/commands/query/database.ts';
import { linesOf, type SimulatedArchive, simulateArchive } from '../../../support/simulated-archive.ts';

let archive: SimulatedArchive;
let database: Database;
beforeAll(async () => {
  archive = await simulateArchive(40);
  database = await openDatabase(archive.accounts, archive);
}, 60_000);
afterAll(() => database[Symbol.dispose]());

/** A row as an object. */
type Row = Record<string, unknown>;

async function ask(sql: string): Promise<Row[]> {
  const { columns, rows }: QueryResult = await database.ask(sql);
  return rows.map((row) => Object.fromEntries(columns.map((name, index) => [name, row[index]])));
}

function answer(name: string): Promise<Row[]> {
  const query = readSavedQueries().find((one) => one.name === name);
  if (!query) throw new Error(`docs/queries.md has no query “${name}”`);
  return ask(query.sql);
}

const sum = (numbers: readonly number[]) => numbers.reduce((total, number) => total + number, 0);
const measured = () => linesOf(archive).filter(({ state }) => state === 'measured');

describe('the views', () => {
  it('have a row for each line, finding, notice and snapshot', async () => {
    const lines = linesOf(archive);
    const counted = await ask(
      'SELECT (SELECT count(*) FROM days) AS d, (SELECT count(*) FROM findings) AS f, (SELECT count(*) FROM notices) AS n, (SELECT count(*) FROM snapshots) AS s',
    );
    const snapshots = [...archive.texts.keys()].filter((key) => key.startsWith('snapshots/'));
    expect(counted).toEqual([
      {
        d: lines.length,
        f: lines.flatMap(({ findings = [] }) => findings).length,
        n: lines.flatMap(({ notices }) => notices).length,
        s: snapshots.length,
      },
    ]);
    expect(Object.values(counted[0] ?? {}).every((count) => Number(count) > 20)).toBe(true);
  });

  it('have what the lines say, and nothing where they say nothing', async () => {
    const days = await ask('SELECT * FROM days ORDER BY account, date');
    for (const line of linesOf(archive)) {
      const day = days.find(({ account, date }) => account === line.account && date === line.date);
      const time = (instant: string | undefined) => instant?.replace('T', ' ').replace(/\.?0*Z$/, '') ?? null;
      expect(day).toMatchObject({
        state: line.state,
        failure: line.counts?.failure ?? null,
        waiting: line.counts?.waiting ?? null,
        settled: line.settled ?? null,
        revision: line.revision ?? null,
        fault_code: line.fault?.code ?? null,
        measured_at: time(line.measuredAt),
        asked_at: time(line.askedAt),
        weekday: new Date(line.date).getUTCDay() || 7,
      });
    }
  });

  it('give a snapshot its key, under which it lies in the archive', async () => {
    for (const { key, account, failure } of await ask('SELECT * FROM snapshots')) {
      const document = JSON.parse(archive.texts.get(String(key)) ?? '');
      expect([document.counts.failure, String(key)]).toEqual([
        failure,
        expect.stringContaining(`${account}/`),
      ]);
    }
  });
});

describe('docs/queries.md', () => {
  it('has the queries that are tested here, and says what each is for', () => {
    const queries = readSavedQueries();
    expect(queries.map(({ name }) => name)).toEqual([
      'Worst dates',
      'Failure rate by weekday',
      'Revisions after the first night',
      'Unmeasured dates',
      'Unproven dates',
      'Alert history',
      'Time from committed to sent',
    ]);
    for (const { description } of queries) expect(description).toMatch(/^[A-Z].{20,}\.$/);
  });

  it('finds the worst dates', async () => {
    const rows = await answer('Worst dates');
    const worst = measured()
      .map(({ counts }) => counts.failure)
      .filter((failure) => failure > 0)
      .sort((a, b) => b - a);
    expect(rows.map(({ failure }) => failure)).toEqual(worst.slice(0, 20));
    const [{ failure, finished, failure_percent: percent } = {}] = rows;
    expect(percent).toBeCloseTo((100 * Number(failure)) / Number(finished), 1);
  });

  it('knows the failure rate of a weekday from its settled dates alone', async () => {
    const rows = await answer('Failure rate by weekday');
    const settled = measured().filter((line) => line.settled);
    expect(sum(rows.map(({ dates }) => Number(dates)))).toBe(settled.length);
    const failures = settled.map(({ counts }) => counts.failure);
    expect(sum(rows.map(({ failed }) => Number(failed)))).toBe(sum(failures));
  });

  it('finds the dates that were revised, and what was counted first', async () => {
    const rows = await answer('Revisions after the first night');
    expect(rows.length).toBe(measured().filter(({ revision }) => revision > 1).length);
    expect(rows.length).toBeGreaterThan(3);
    for (const { account, date, failure_at_first } of rows) {
      const prefix = `snapshots/account=${account}/date=${date}/`;
      const [first = ''] = (await archive.listKeys(prefix)).slice(0, 1);
      expect(failure_at_first).toBe(JSON.parse(archive.texts.get(first) ?? '').counts.failure);
    }
  });

  it('finds the unmeasured and the unproven dates', async () => {
    const unmeasured = linesOf(archive).filter(({ state }) => state === 'unavailable');
    expect(unmeasured.length).toBeGreaterThan(3);
    expect((await answer('Unmeasured dates')).map(({ fault_code }) => fault_code).sort()).toEqual(
      unmeasured.map(({ fault }) => fault.code).sort(),
    );
    const unproven = measured().filter(({ proof }) => proof === 'unproven');
    expect(unproven.length).toBeGreaterThan(0);
    expect(sum((await answer('Unproven dates')).map(({ dates }) => Number(dates)))).toBe(unproven.length);
  });

  it('tells the history of alerts, and how long they took', async () => {
    const notices = linesOf(archive).flatMap(({ account, notices }) =>
      notices.map((one: Row) => ({ ...one, account })),
    );
    const history = await answer('Alert history');
    const times = history.map(({ committed_at }) => String(committed_at));
    expect(times).toEqual([...times].sort().reverse());
    expect(history.length).toBe(100);
    const rows = await answer('Time from committed to sent');
    expect(sum(rows.map((row) => Number(row.notices)))).toBe(notices.length);
    const longest = Math.max(
      ...notices.map(({ committedAt, sentAt }) => Date.parse(sentAt) - Date.parse(committedAt)),
    );
    const shown = Math.max(...rows.map(({ longest_seconds }) => Number(longest_seconds)));
    expect(Math.abs(shown - longest / 1_000)).toBeLessThanOrEqual(1);
  });
});
