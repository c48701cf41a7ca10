import { mkdir, mkdtemp, readdir, readFile, rm, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { dirname, join } from 'node:path';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { ledgerKey } from '../../../lambda/core/ledger/keys.ts';
import { formatLedgerYear } from '../../../lambda/core/ledger/ledger.ts';
import { runCommand } from '../../support/command-line.ts';
import { countsWith } from '../../support/counts.ts';
import { columnsIn } from '../../support/east-asian-width.ts';
import { ledgerOf, measuredLine, noticeOf, unavailableLine } from '../../support/lines.ts';
import { hasTerminal, showInTerminal } from '../../support/terminal.ts';

const ledger = ledgerOf(
  measuredLine('2025-12-31'),
  measuredLine('2026-01-01', { counts: countsWith({ failure: 4 }) }),
  measuredLine('2026-01-02', { counts: countsWith({ failure: 24 }), notices: [noticeOf('breached')] }),
  unavailableLine('2026-01-03', { notices: [noticeOf('unavailable')] }),
  measuredLine('2026-01-04', { counts: countsWith({ failure: 1 }), notices: [noticeOf('recovered')] }),
);
const off = { failureRate: false, unusualFailures: false, volumeDrop: false, stuck: false };

describe('vod-nightly replay', () => {
  let directory: string;
  beforeAll(async () => {
    directory = await mkdtemp(join(tmpdir(), 'vod-nightly-'));
    for (const year of [2025, 2026]) {
      const file = join(directory, 's3/vod-nightly', ledgerKey('example', year));
      await mkdir(dirname(file), { recursive: true });
      await writeFile(file, formatLedgerYear(ledger, year));
    }
  });
  afterAll(() => rm(directory, { recursive: true, force: true }));

  const replay = (...args: readonly string[]) => runCommand(['replay', ...args, '--directory', directory]);

  async function fileOf(name: string, text: string): Promise<string> {
    const file = join(directory, name);
    await writeFile(file, text);
    return file;
  }

  it("shows what the configuration's rules would have told, beside what was told, and exits with 3", async () => {
    const { exitCode, stdout, stderr } = await replay();
    expect(stderr).toBe('');
    expect(stdout).toBe(
      [
        'example',
        '  date        counted          would tell            was told',
        '  2026-01-02  24 of 64 failed  breached, critical    breached, warning',
        '    failureCount: 24 files failed (critical from 20)',
        '    failureRate: 37.5 % of the finished files failed (warning from 20 %)',
        '  2026-01-03  not measured     unavailable, warning  unavailable, warning',
        '  2026-01-04  1 of 41 failed   recovered             recovered',
        'Of 5 dates, these rules would have told of 2; people were told of 2.',
        '',
      ].join('\n'),
    );
    expect(exitCode).toBe(3);
  });

  it.skipIf(!hasTerminal).each([40, 80])('fits a terminal of %i columns', (columns) => {
    const lines = showInTerminal(['replay', '--directory', directory], columns, { NO_COLOR: '1' });
    expect(lines.length).toBeGreaterThan(6);
    for (const line of lines) expect(columnsIn(line)).toBeLessThanOrEqual(columns);
  });

  it('takes rules from a JSON document, and exits with 0 when they would have told nothing', async () => {
    const rules = await fileOf('rules.json', JSON.stringify({ failureCount: { warning: 25 }, ...off }));
    const { exitCode, stdout } = await replay('--rules', rules, '--json');
    const { account, rules: applied, dates } = JSON.parse(stdout);
    expect(account).toBe('example');
    expect(applied).toEqual({ failureCount: { warning: 25 }, ...off });
    expect(dates).toHaveLength(5);
    expect(dates[2]).toEqual({
      date: '2026-01-02',
      counts: countsWith({ failure: 24 }),
      findings: [],
      wouldTell: [],
      told: [{ kind: 'breached', severity: 'warning' }],
    });
    expect(exitCode).toBe(0);
  });

  it('takes rules from a module, for a range of dates', async () => {
    const rules = await fileOf(
      'rules.ts',
      `export default ${JSON.stringify({ ...off, failureCount: { warning: 4 } })};`,
    );
    const shown = await replay('--rules', rules, '--from', '2026-01-01', '--to', '2026-01-01', '--json');
    expect(JSON.parse(shown.stdout).dates).toMatchObject([
      { date: '2026-01-01', wouldTell: [{ kind: 'breached', severity: 'warning' }], told: [] },
    ]);
    expect(shown.exitCode).toBe(3);
    const quiet = await replay('--rules', rules, '--to', '2025-12-31');
    expect(quiet.stdout).toBe(
      'example\nOf 1 date, these rules would have told of 0; people were told of 0.\n',
    );
    expect(quiet.exitCode).toBe(0);
  });

  it('leaves the archive as it is', async () => {
    const root = join(directory, 's3');
    const contents = async () => {
      const entries = await readdir(root, { recursive: true, withFileTypes: true });
      const files = entries
        .filter((entry) => entry.isFile())
        .map(({ parentPath, name }) => join(parentPath, name));
      return Promise.all(files.sort().map(async (file) => [file, await readFile(file, 'utf8')]));
    };
    const before = await contents();
    await replay();
    expect(await contents()).toEqual(before);
  });

  it('refuses rules that cannot be used, naming every fault', async () => {
    const rules = { failureCount: { warning: 9, critical: 3 }, stuck: { days: 3 } };
    const { exitCode, stdout, stderr } = await replay(
      '--rules',
      await fileOf('wrong.json', JSON.stringify(rules)),
    );
    expect(stderr).toBe(
      'vod-nightly: the rules cannot be used:\n' +
        '  - failureCount.critical: has to be at least the warning threshold; it is 3\n' +
        '  - stuck.days: there is no such option; there are warning, critical\n',
    );
    expect(stdout).toBe('');
    expect(exitCode).toBe(1);
  });

  it.each([
    ['half.json', '{"stuck":'],
    ['half.ts', 'export default {'],
    ['empty.ts', 'export const rules = {};'],
  ])('refuses what holds no rules: %s', async (name, text) => {
    const { exitCode, stderr } = await replay('--rules', await fileOf(name, text));
    expect(stderr).toContain('the rules cannot be used');
    expect(exitCode).toBe(1);
  });

  it.each([
    [
      ['--from', '2026-02-30', '--to', 'today'],
      '--from 2026-02-30: has to be a date, such as 2026-11-22\n  - --to today: ',
    ],
    [
      ['--from', '2026-01-02', '--to', '2026-01-01'],
      '--from 2026-01-02: has to be no later than --to 2026-01-01',
    ],
    [['--rules', 'missing.json'], '--rules missing.json: cannot be found'],
    [['--rules', 'missing.ts'], '--rules missing.ts: cannot be found'],
    [['--account', 'nobody'], '--account nobody: has to be one of example'],
  ])('refuses %j with exit code 2', async (args, text) => {
    const { exitCode, stdout, stderr } = await replay(...args);
    expect(stderr).toContain(text);
    expect(stdout).toBe('');
    expect(exitCode).toBe(2);
  });

  it('explains its exit codes', async () => {
    const { exitCode, stdout } = await replay('--help');
    expect(stdout).toContain('  0  the rules would have told nothing\n');
    expect(stdout).toContain('  3  they would have told something\n');
    expect(exitCode).toBe(0);
  });
});
