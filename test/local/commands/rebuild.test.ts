import { mkdir, mkdtemp, readdir, readFile, rm, truncate, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { dirname, join } from 'node:path';
import { afterEach, beforeEach, describe, expect, it } from 'vitest';
import { hashOf, ledgerKey, snapshotKey } from '../../../lambda/core/ledger/keys.ts';
import { formatLedgerYear } from '../../../lambda/core/ledger/ledger.ts';
import type { LedgerLine } from '../../../lambda/core/ledger/line.ts';
import { parseLedgerYear } from '../../../lambda/core/ledger/line.ts';
import { formatSnapshot } from '../../../lambda/core/ledger/snapshot.ts';
import { addDays, localDateOf } from '../../../lambda/core/time/day.ts';
import { runCommand } from '../../support/command-line.ts';
import { countsWith } from '../../support/counts.ts';
import { ledgerOf, measuredLine, noticeOf, unavailableLine } from '../../support/lines.ts';

const [first, second, third] = ['2026-01-01', '2026-01-02', '2026-01-03'] as const;
const told = [noticeOf('breached', { id: `example/${first}/1`, state: 'pending' })];

describe('vod-nightly rebuild', () => {
  let directory: string;
  let bucket: string;
  let ledgerFile: string;
  let good: string;
  beforeEach(async () => {
    directory = await mkdtemp(join(tmpdir(), 'vod-nightly-rebuild-'));
    bucket = join(directory, 's3/vod-nightly');
    ledgerFile = join(bucket, ledgerKey('example', 2026));
    const lines = [{ ...(await measure(first, 3)), notices: told }, await measure(second, 4)];
    good = formatLedgerYear(ledgerOf(...lines, unavailableLine(third)), 2026);
    await put(ledgerKey('example', 2026), good);
  });
  afterEach(() => rm(directory, { recursive: true }));

  async function put(key: string, text: string): Promise<void> {
    await mkdir(dirname(join(bucket, key)), { recursive: true });
    await writeFile(join(bucket, key), text);
  }

  /** Archives an answer of a date; gives the line that refers to it. */
  async function measure(date: string, failure: number): Promise<LedgerLine> {
    const askedAt = `${date}T16:10:00.000Z`;
    const counts = countsWith({ failure });
    const body = JSON.stringify({ content: counts });
    const snapshot = snapshotKey('example', date, askedAt, hashOf(body));
    const reply = { httpStatus: 200, body: { text: body, truncated: false } };
    const askedAtMs = Date.parse(askedAt);
    const asked = { window: { startMs: 0, endMs: 1 }, requestTarget: '/', askedAtMs, counts, reply };
    const known = { date, order: 'toIsStart', proof: 'provenBothEnds' } as const;
    await put(snapshot, formatSnapshot('example', { ...known, ...asked }));
    return measuredLine(date, { counts, snapshot });
  }

  const rebuild = (...args: readonly string[]) =>
    runCommand(['rebuild', '--account', 'example', '--directory', directory, ...args]);
  const rebuildAsDocument = async (...args: readonly string[]) =>
    JSON.parse((await rebuild('--json', ...args)).stdout);
  const ledger = async () => parseLedgerYear(await readFile(ledgerFile, 'utf8'));

  it('leaves a ledger that agrees as it is', async () => {
    const { exitCode, stdout } = await rebuild('--write');
    expect([exitCode, stdout]).toEqual([
      0,
      'example: 2 snapshots of 3 dates\nThe ledger agrees with the snapshots.\n',
    ]);
    expect(await readFile(ledgerFile, 'utf8')).toBe(good);
  });

  it('mends a ledger that was cut off, keeps it as it was where no reader looks, and says what is lost', async () => {
    await truncate(ledgerFile, 500);
    const damaged = await readFile(ledgerFile, 'utf8');
    expect((await rebuild()).stdout).toContain('; write it with --write.');
    expect(await readFile(ledgerFile, 'utf8')).toBe(damaged);
    const { exitCode, stdout } = await rebuild('--write');
    expect(exitCode).toBe(0);
    expect(stdout).toContain(
      `  damaged: ${ledgerKey('example', 2026)}: ${first}, line 1 is not a ledger line: `,
    );
    expect(stdout).toContain(`; what was told of ${first} is lost\n`);
    const copy = `damaged/ledger/account=example/year=2026/${hashOf(damaged)}.jsonl`;
    expect(stdout).toContain(`  as it was: ${copy}\n`);
    expect(await readFile(join(bucket, copy), 'utf8')).toBe(damaged);
    expect(await ledger()).toMatchObject([
      { date: first, counts: { failure: 3 }, notices: [] },
      { date: second, counts: { failure: 4 } },
    ]);
    expect(await rebuildAsDocument()).toMatchObject({ differences: [], lost: [] });
  });

  it('mends around a single bad line, and keeps what is still to be told', async () => {
    const [one, , three] = good.split('\n');
    await writeFile(ledgerFile, [one, '{"date":"2026-01-02","st', three, ''].join('\n'));
    const { lost, copies } = await rebuildAsDocument('--write');
    expect(lost).toMatchObject([{ date: second, isToldSaved: false }]);
    expect(copies).toHaveLength(1);
    expect(await readFile(ledgerFile, 'utf8')).toBe(good);
  });

  it('notes again in which earlier years something is still to be told, where the line that said so is lost', async () => {
    const untold = measuredLine('2024-12-31', { notices: [noticeOf('breached', { state: 'heldBack' })] });
    await put(ledgerKey('example', 2024), formatLedgerYear(ledgerOf(untold), 2024));
    const [one, ...others] = good.split('\n');
    await writeFile(ledgerFile, [`${one}`.slice(0, 100), ...others].join('\n'));
    await rebuild('--write');
    expect(await ledger()).toMatchObject([{ date: first, unsentYears: [2024] }, {}, {}]);
  });

  it('mends a ledger that is no text of its own at all', async () => {
    await writeFile(ledgerFile, '<html>\u001b[31mlogin</html>\n');
    const { stdout } = await rebuild('--write');
    expect(stdout).not.toContain('\u001b');
    expect(stdout).toContain('what was told of its date is lost');
    expect((await ledger()).map(({ date }) => date)).toEqual([first, second]);
  });

  it('makes one line of two of the same date', async () => {
    await writeFile(ledgerFile, `${good}${good.split('\n')[1]}\n`);
    expect((await rebuildAsDocument('--write')).lost).toMatchObject([{ date: second, isToldSaved: true }]);
    expect(await readFile(ledgerFile, 'utf8')).toBe(good);
  });

  it('names a damaged snapshot, and goes by the ledger for its date', async () => {
    const folder = join(bucket, `snapshots/account=example/date=${second}`);
    const [name = ''] = await readdir(folder);
    await writeFile(join(folder, name), '{"version":1');
    const { exitCode, stdout } = await rebuild('--write');
    expect(exitCode).toBe(0);
    expect(stdout).toContain(`  passed over: snapshots/account=example/date=${second}/${name}: `);
    expect(stdout).toContain(`  kept: ${second}, whose answers cannot be read, as the ledger has it\n`);
    expect(await readFile(ledgerFile, 'utf8')).toBe(good);
  });

  it('drops dates that are not over, and leaves a year of nothing else empty', async () => {
    const today = localDateOf(Date.now(), 'Asia/Seoul');
    const dates = [today, addDays(today, 1), addDays(today, 800)];
    for (const year of new Set(dates.map((date) => Number(date.slice(0, 4))))) {
      const future = dates.map((date) => measuredLine(date));
      const present = year === 2026 ? parseLedgerYear(good) : [];
      await put(ledgerKey('example', year), formatLedgerYear(ledgerOf(...present, ...future), year));
    }
    const { stdout } = await rebuild('--write');
    expect(stdout).toContain(`  dropped: 3 dates from ${dates[0]} to ${dates[2]}, not over yet\n`);
    expect(await readFile(ledgerFile, 'utf8')).toBe(good);
    const last = Number(dates[2]?.slice(0, 4));
    expect(await readFile(join(bucket, ledgerKey('example', last)), 'utf8')).toBe('\n');
    expect((await runCommand(['history', '--directory', directory])).exitCode).toBe(0);
    expect(await rebuildAsDocument()).toMatchObject({ differences: [], dropped: [], dates: 3 });
  });
});
