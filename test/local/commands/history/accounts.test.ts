import { mkdir, mkdtemp, rm, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { dirname, join } from 'node:path';
import { stripVTControlCharacters } from 'node:util';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { ledgerKey, mutesKey } from '../../../../lambda/core/ledger/keys.ts';
import { formatLedgerYear } from '../../../../lambda/core/ledger/ledger.ts';
import type { LedgerLine } from '../../../../lambda/core/ledger/line.ts';
import { formatMutes } from '../../../../lambda/core/notices/mutes.ts';
import { addDays, localDateOf } from '../../../../lambda/core/time/day.ts';
import { runCommand } from '../../../support/command-line.ts';
import { countsWith } from '../../../support/counts.ts';
import { writeConfig } from '../../../support/doctor.ts';
import { columnsIn } from '../../../support/east-asian-width.ts';
import { ledgerOf, measuredLine, noticeOf, unavailableLine } from '../../../support/lines.ts';
import { hasTerminal, showInTerminal } from '../../../support/terminal.ts';

/** No night is due before the last minute of the day: the newest date is the one that the ledgers end with. */
const newest = addDays(localDateOf(Date.now(), 'Asia/Seoul'), -1);
const before = addDays(newest, -1);
const critical = { rule: 'failureCount', severity: 'critical', value: 24, threshold: 20 } as const;

const ledgers: Readonly<Record<string, LedgerLine[]>> = {
  acme: [measuredLine(before, { counts: countsWith({ failure: 1 }) }), measuredLine(newest)],
  globex: [
    measuredLine(before, { notices: [noticeOf('breached', { state: 'heldBack' })] }),
    measuredLine(newest, { counts: countsWith({ failure: 24 }), findings: [critical] }),
  ],
  initech: [unavailableLine(newest, { notices: [noticeOf('unavailable', { state: 'pending' })] })],
  umbrella: [],
};

describe('vod-nightly history of several accounts', () => {
  let directory: string;
  let args: string[];
  beforeAll(async () => {
    directory = await mkdtemp(join(tmpdir(), 'vod-nightly-accounts-'));
    const put = async (key: string, text: string) => {
      const file = join(directory, 's3/vod-nightly', key);
      await mkdir(dirname(file), { recursive: true });
      await writeFile(file, text);
    };
    for (const [account, lines] of Object.entries(ledgers)) {
      for (const year of new Set(lines.map(({ date }) => Number(date.slice(0, 4)))))
        await put(ledgerKey(account, year), formatLedgerYear(ledgerOf(...lines), year));
    }
    const mutedAt = `${before}T00:00:00.000Z`;
    const mute = { until: '2099-12-31', reason: 'move', by: 'ops', mutedAt, exceptCritical: false };
    await put(mutesKey('globex'), formatMutes('globex', [mute]));
    const accounts = Object.keys(ledgers).map((name) => ({ name, time: '23:59' }));
    args = ['history', '--config', await writeConfig(directory, { accounts }), '--directory', directory];
  });
  afterAll(() => rm(directory, { recursive: true }));

  const history = (...more: readonly string[]) => runCommand([...args, ...more]);

  it('has a row an account, those that need somebody first', async () => {
    const { exitCode, stdout, stderr } = await history();
    expect([exitCode, stderr]).toEqual([0, '']);
    const [titles, ...rows] = stdout.trimEnd().split('\n');
    expect(titles).toMatch(/^account +date +state +failed +total +rate +failed before/);
    expect(rows.map((row) => row.split(/ {2,}/))).toEqual([
      ['globex', newest, 'settled', '24', '64', '37.5 %', '▁█', '2099-12-31', '1'],
      ['initech', newest, 'unavailable', '–', '–', '–', '–', '1'],
      ['acme', newest, 'settled', '0', '40', '0.0 %', '█▁'],
      ['umbrella', '–', 'nothing archived', '–', '–', '–', '–'],
    ]);
  });

  it('gives them as JSON, in which nothing unknown is zero, and for a spreadsheet', async () => {
    const documents = JSON.parse((await history('--json')).stdout);
    const quiet = { mutedUntil: null, heldBack: 0, unsent: 0 };
    expect(documents).toMatchObject([
      { account: 'acme', newest: { date: newest, counts: { failure: 0 } }, failures: [1, 0], ...quiet },
      { account: 'globex', failures: [0, 24], mutedUntil: '2099-12-31', heldBack: 1, unsent: 0 },
      { account: 'initech', newest: { state: 'unavailable', counts: null }, failures: [null], unsent: 1 },
      { account: 'umbrella', newest: null, failures: [], ...quiet },
    ]);
    const [titles = '', ...rows] = (await history('--format', 'csv')).stdout.trimEnd().split('\r\n');
    expect(titles).toMatch(/^account,date,weekday,state,.*,muted_until,held_back,unsent$/);
    expect(rows.map((row) => row.split(',').length)).toEqual(rows.map(() => titles.split(',').length));
    expect(rows[3]).toMatch(/^umbrella,,.*,0,0$/);
  });

  it('shows the dates of the one that is named', async () => {
    const { stdout } = await history('--account', 'globex', '--json');
    const { account, days } = JSON.parse(stdout);
    expect([account, days.length]).toEqual(['globex', 2]);
  });

  it.skipIf(!hasTerminal).each([40, 80, 120])('fits a terminal of %i columns', (columns) => {
    for (const line of showInTerminal(args, columns).map(stripVTControlCharacters))
      expect(columnsIn(line)).toBeLessThanOrEqual(columns);
  });
});
