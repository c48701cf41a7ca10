import { mkdtemp, readdir, rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { stripVTControlCharacters } from 'node:util';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { addDays } from '../../../../lambda/core/time/day.ts';
import { runCommand } from '../../../support/command-line.ts';
import { columnsIn } from '../../../support/east-asian-width.ts';
import { hasTerminal, showInTerminal } from '../../../support/terminal.ts';

describe('vod-nightly history', () => {
  let directory: string;
  let yesterday: string;
  let failed: number;
  beforeAll(async () => {
    directory = await mkdtemp(join(tmpdir(), 'vod-nightly-history-'));
    const { stdout } = await runCommand(['start', '--json', '--directory', directory]);
    const { date, counts } = JSON.parse(stdout);
    yesterday = date;
    failed = counts.failure;
  });
  afterAll(() => rm(directory, { recursive: true }));

  const history = (...args: readonly string[]) => runCommand(['history', ...args, '--directory', directory]);

  it('shows the last 30 dates, the newest last, plain where it is no terminal', async () => {
    const { exitCode, stdout, stderr } = await history();
    expect([exitCode, stderr]).toEqual([0, '']);
    expect(stdout).toContain(`example, ${addDays(yesterday, -29)} to ${yesterday}\n`);
    const rows = stdout.split('\n').filter((line) => /^\d{4}-/.test(line));
    expect(rows.map((row) => row.slice(0, 10))).toEqual(
      Array.from({ length: 30 }, (_, index) => addDays(yesterday, index - 29)),
    );
    expect(rows.at(-1)).toMatch(new RegExp(` ${failed} .* █+\\S* +breached +1$`));
    expect(stdout).not.toContain('\u001b');
  });

  it('gives one JSON document, or a row a date for a spreadsheet', async () => {
    const { stdout } = await history('--days', '2', '--json');
    const { account, days } = JSON.parse(stdout);
    expect(account).toBe('example');
    expect(days).toMatchObject([
      { date: addDays(yesterday, -1), notices: [] },
      { date: yesterday, counts: { failure: failed }, notices: [{ kind: 'breached', state: 'sent' }] },
    ]);
    const { stdout: csv } = await history('--days', '2', '--format', 'csv');
    const [titles, ...rows] = csv.trimEnd().split('\r\n');
    expect(titles).toMatch(/^account,date,weekday,state,/);
    expect(rows.map((row) => row.split(',').slice(0, 2))).toEqual(
      [addDays(yesterday, -1), yesterday].map((date) => ['example', date]),
    );
    expect(rows.map((row) => row.split(',').length)).toEqual([15, 15]);
  });

  it.skipIf(!hasTerminal).each([40, 60, 80, 120])('fits a terminal of %i columns, in colours', (columns) => {
    const lines = showInTerminal(['history', '--directory', directory], columns);
    const plain = lines.map(stripVTControlCharacters);
    expect(lines.join('')).toContain(`\u001b[31m${yesterday}\u001b[39m`);
    expect(plain.filter((line) => line.startsWith('20'))).toHaveLength(30);
    for (const line of plain) expect(columnsIn(line)).toBeLessThanOrEqual(columns);
    const uncoloured = showInTerminal(['history', '--directory', directory], columns, { NO_COLOR: '1' });
    expect(uncoloured).toEqual(plain);
  });

  it('changes nothing, and simulates nothing', async () => {
    const folder = join(directory, 'other');
    const { exitCode, stdout } = await runCommand(['history', '--directory', folder]);
    expect(stdout).toContain('example: nothing is archived yet');
    expect(exitCode).toBe(0);
    expect(await readdir(folder).catch(() => [])).not.toContain('world-seed');
  });

  it('refuses what it cannot show, naming every fault', async () => {
    const { exitCode, stdout, stderr } = await history('--days', '0', '--format', 'xml');
    expect(stderr).toContain(
      '--days 0: has to be a whole number from 1 to 9999\n  - --format xml: has to be',
    );
    expect([exitCode, stdout]).toEqual([2, '']);
  });
});
