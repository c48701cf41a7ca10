import { mkdir, mkdtemp, readdir, readFile, rm, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { dirname, join } from 'node:path';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { ledgerKey } from '../../../../lambda/core/ledger/keys.ts';
import { formatLedgerYear } from '../../../../lambda/core/ledger/ledger.ts';
import { runCommand } from '../../../support/command-line.ts';
import { countsWith } from '../../../support/counts.ts';
import { writeConfig } from '../../../support/doctor.ts';
import { ledgerOf, measuredLine, noticeOf, unavailableLine } from '../../../support/lines.ts';
import { startStage } from '../../../support/stage.ts';
import { hasTerminal, showInTerminal } from '../../../support/terminal.ts';

const hostile = 'no \u001b[31mred\u001b[0m\r\nlines, and "quotes"';
const ledger = ledgerOf(
  measuredLine('2026-01-01', { counts: countsWith({ failure: 4 }) }),
  measuredLine('2026-01-02', { counts: countsWith({ failure: 24 }), notices: [noticeOf('breached')] }),
  unavailableLine('2026-01-03', { fault: { code: 'outage', detail: hostile } }),
);

describe('vod-nightly query', () => {
  let directory: string;
  let ledgerFile: string;
  beforeAll(async () => {
    directory = await mkdtemp(join(tmpdir(), 'vod-nightly-'));
    ledgerFile = join(directory, 's3/vod-nightly', ledgerKey('example', 2026));
    await mkdir(dirname(ledgerFile), { recursive: true });
    await writeFile(ledgerFile, formatLedgerYear(ledger, 2026));
  });
  afterAll(() => rm(directory, { recursive: true }));

  const query = (sql: string, ...args: readonly string[]) =>
    runCommand(['query', sql, ...args, '--directory', directory]);

  it('answers with a table: numbers to the right, and a dash where nothing is known', async () => {
    const { exitCode, stdout, stderr } = await query('SELECT date, state, failure FROM days ORDER BY date');
    expect([exitCode, stderr]).toEqual([0, '']);
    expect(stdout).toBe(
      [
        'date        state        failure',
        '2026-01-01  measured           4',
        '2026-01-02  measured          24',
        '2026-01-03  unavailable        –',
        '(3 rows)',
        '',
      ].join('\n'),
    );
  });

  it('answers with JSON, in which what is not known is null', async () => {
    const { stdout } = await query('SELECT date, failure FROM days ORDER BY date DESC LIMIT 2', '--json');
    expect(JSON.parse(stdout)).toEqual([
      { date: '2026-01-03', failure: null },
      { date: '2026-01-02', failure: 24 },
    ]);
  });

  const detail = "SELECT fault_detail FROM days WHERE state = 'unavailable'";

  it('keeps text whole in JSON, without control characters in CSV, and on one line in a table', async () => {
    expect(JSON.parse((await query(detail, '--json')).stdout)).toEqual([{ fault_detail: hostile }]);
    const { stdout: csv } = await query(detail, '--format', 'csv');
    expect(csv).toBe(`fault_detail\r\n"${hostile.replaceAll('"', '""').replaceAll('\u001b', ' ')}"\n`);
    const { stdout: table } = await query(detail);
    expect(table).toContain('no [31mred [0m lines, and "quotes"\n');
    expect(table).not.toContain('\u001b');
    expect(table).not.toContain('\r');
  });

  it('does not let a spreadsheet take text for a formula', async () => {
    const { stdout } = await query(`SELECT '=1+1' AS a, -1 AS b, NULL AS c`, '--format', 'csv');
    expect(stdout).toBe("a,b,c\r\n'=1+1,-1,\n");
  });

  it.skipIf(!hasTerminal)('turns a table that is wider than the terminal on its side', () => {
    const select = ['query', "SELECT 'a' AS first, repeat('b', 50) AS second", '--directory', directory];
    const shown = (columns: number) => showInTerminal(select, columns, { NO_COLOR: '1' });
    expect(shown(80)).toEqual(['first  second', `a      ${'b'.repeat(50)}`, '(1 row)']);
    expect(shown(40)).toEqual([
      'row 1',
      '  first     a',
      `  second    ${'b'.repeat(28)}`,
      `            ${'b'.repeat(22)}`,
      '(1 row)',
    ]);
  });

  it('says which views there are, of a table that there is not', async () => {
    const { stderr } = await query('SELECT * FROM foo');
    expect(stderr).toContain('There are days, findings, notices, snapshots.');
  });

  it('refuses SQL that is wrong with exit code 2, and says where', async () => {
    const { exitCode, stdout, stderr } = await query('SELECT nothing FROM days');
    expect([exitCode, stdout]).toEqual([2, '']);
    expect(stderr).toContain('the SQL: Binder Error: Referenced column "nothing" not found');
    expect(stderr).toContain('LINE 1: SELECT nothing FROM days');
  });

  it('changes nothing in the archive, whatever it is told', async () => {
    expect((await query('DROP VIEW days')).exitCode).toBe(0);
    expect((await query('DELETE FROM ledger_lines')).exitCode).toBe(0);
    expect(await readFile(ledgerFile, 'utf8')).toBe(formatLedgerYear(ledger, 2026));
    expect((await query('SELECT count(*) AS dates FROM days', '--json')).stdout).toBe('[{"dates":3}]\n');
  });

  it('leaves no copies behind', async () => {
    const copies = async () =>
      (await readdir(tmpdir())).filter((name) => name.startsWith('vod-nightly-query-'));
    const before = await copies();
    await query('SELECT 1 AS one');
    expect((await copies()).filter((name) => !before.includes(name))).toEqual([]);
  });

  it('says which part of the archive is damaged', async () => {
    const folder = await mkdtemp(join(tmpdir(), 'vod-nightly-'));
    const file = join(folder, 's3/vod-nightly', ledgerKey('example', 2026));
    await mkdir(dirname(file), { recursive: true });
    await writeFile(file, '{"date": 1\n');
    const { exitCode, stderr } = await runCommand(['query', 'FROM days', '--directory', folder]);
    expect(exitCode).toBe(1);
    expect(stderr).toContain('has a line that is no document');
    expect(stderr).toContain(ledgerKey('example', 2026));
    await rm(folder, { recursive: true });
  });

  it('asks a bucket as it asks the folder, one account or all', async () => {
    await using stage = await startStage();
    const config = await writeConfig(directory, { accounts: [{ name: 'acme' }, { name: 'globex' }] });
    await runCommand(['run', '--config', config, '--date', stage.yesterday], stage.environment);
    const ask = async (...args: readonly string[]) => {
      const sql = 'SELECT account, kind, state FROM notices ORDER BY account';
      const { stdout } = await runCommand(
        ['query', sql, '--json', '--config', config, ...args],
        stage.environment,
      );
      return JSON.parse(stdout);
    };
    const told = { kind: 'breached', state: 'sent' };
    expect(await ask()).toEqual([
      { account: 'acme', ...told },
      { account: 'globex', ...told },
    ]);
    expect(await ask('--account', 'globex')).toEqual([{ account: 'globex', ...told }]);
  });

  it('refuses a format that there is not', async () => {
    const { exitCode, stderr } = await query('SELECT 1', '--format', 'xml');
    expect(exitCode).toBe(2);
    expect(stderr).toContain('--format xml: has to be one of table, json, csv');
  });
});
