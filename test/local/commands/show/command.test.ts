import { mkdir, mkdtemp, rm, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { filesKey, pageKey } from '../../../../lambda/core/ledger/keys.ts';
import { addDays, localDateOf } from '../../../../lambda/core/time/day.ts';
import { runCommand } from '../../../support/command-line.ts';
import { countsWith } from '../../../support/counts.ts';
import { columnsIn } from '../../../support/east-asian-width.ts';
import {
  type ScriptedSimulator,
  startScriptedSimulator,
} from '../../../support/services/scripted-simulator.ts';
import { hasTerminal, showInTerminal } from '../../../support/terminal.ts';

const keys = { accessKey: 'a', secretKey: 's' };

describe('vod-nightly show', () => {
  const yesterday = addDays(localDateOf(Date.now(), 'Asia/Seoul'), -1);
  const before = addDays(yesterday, -1);
  const list = filesKey('example', yesterday, '9000-01-01T00:00:00.000Z', '0123456789abcdef');
  const failed = {
    askedAt: '9000-01-01T00:00:00.000Z',
    files: Array.from({ length: 31 }, (_, index) => ({
      path: `/nas-1/${index}/\u001b[2J뉴스.mp4`,
      ...(index > 0 && { category: '뉴스 클립', lastWorkTime: '2026-11-22 01:00:00' }),
    })),
    ...{ read: 72, total: 72 },
  };
  let directory: string;
  let simulator: ScriptedSimulator;

  /** Yesterday is measured, grows, and is then answered with a web page, as is the date before. */
  beforeAll(async () => {
    directory = await mkdtemp(join(tmpdir(), 'vod-nightly-show-'));
    simulator = await startScriptedSimulator(keys);
    const night = (date: string) =>
      runCommand(['run', '--date', date, '--directory', directory], {
        NCP_ACCESS_KEY: keys.accessKey,
        NCP_SECRET_KEY: keys.secretKey,
        VOD_STATION_URL: simulator.url,
      });
    simulator.world.setCounts(yesterday, countsWith({ running: 2, failure: 7 }));
    await night(yesterday);
    simulator.world.setCounts(yesterday, countsWith({ complete: 41, failure: 31 }));
    await night(yesterday);
    simulator.behave({ reply: { kind: 'page', httpStatus: 200 } });
    await night(yesterday);
    await night(before);
    await writeFile(join(directory, 's3/vod-nightly', list), JSON.stringify({ version: 1, ...failed }));
  }, 60_000);
  afterAll(async () => {
    await simulator.stop();
    await rm(directory, { recursive: true });
  });

  const show = (...args: readonly string[]) => runCommand(['show', ...args, '--directory', directory]);

  it('shows where a date stands, each answer and what it changed, and what was told', async () => {
    const { exitCode, stdout, stderr } = await show(yesterday);
    expect([exitCode, stderr]).toEqual([0, '']);
    expect(stdout).toMatch(
      new RegExp(`^example, [A-Z][a-z]{2} ${yesterday}\n  stands {4}settled, revision 2\n`),
    );
    expect(stdout).toContain('72 files: 41 complete, 31 failed, 0 canceled, 0 running, 0 waiting; 43.1 %');
    expect(stdout).toContain('failureCount: 31 files failed (critical from 20)');
    expect(stdout).toMatch(
      /breached, warning: 7 of 49 files failed; failureCount\n {4}\S+\/1, .*, told .*, message\s+\S/,
    );
    expect(stdout).toMatch(/escalated, critical: 31 of 72 files failed; .*\n {4}\S+\/2, /);
    expect(stdout).toMatch(/ 0 +2 +40 +7 +0 {2}the first answer\n/);
    expect(stdout).toMatch(/ 0 +0 +41 +31 +0 {2}running 2 → 0, complete 40 → 41, failure 7 → 31\n/);
    expect(stdout.match(/^ {2}snapshots\/account=example\/date=.*\.json$/gm)).toHaveLength(2);
    expect(stdout).toMatch(/Answers that could not be used, 1\n.* UTC, format: [\s\S]*?\n {2}rejected\//);
    expect(stdout).toContain('31 found at 9000-01-01 00:00:00 UTC; 72 of 72 files looked through');
    expect(stdout.match(/^ {2}\/nas-/gm)).toHaveLength(20);
    expect(stdout).toContain('and 11 more; --json names them all');
    expect(stdout).not.toContain('\u001b');
  });

  it('gives it all as one document', async () => {
    const key = pageKey('example', yesterday);
    const file = join(directory, 's3/vod-nightly', key);
    await mkdir(join(file, '..'), { recursive: true });
    await writeFile(file, '<p>a report</p>');
    const { stdout } = await show(yesterday, '--json');
    const document = JSON.parse(stdout);
    expect(document).toMatchObject({ account: 'example', date: yesterday, state: 'settled' });
    expect(document.reports).toContain(key);
    expect(document.line.notices.map(({ kind }: { kind: string }) => kind)).toEqual([
      'breached',
      'escalated',
    ]);
    expect(document.snapshots.map((kept: { content: { counts: object } }) => kept.content.counts)).toEqual([
      countsWith({ running: 2, failure: 7 }),
      countsWith({ complete: 41, failure: 31 }),
    ]);
    expect(document.rejected).toMatchObject([{ content: { fault: { code: 'format' } } }]);
    expect(document.files).toEqual({ key: list, content: { ...failed } });
    await rm(file);
  });

  it('says why a date has no counts, and what to do', async () => {
    const { exitCode, stdout } = await show(before);
    expect(exitCode).toBe(0);
    expect(stdout).toContain('stands    unavailable: there are no counts. That is not a zero.');
    expect(stdout).toMatch(/why {7}\S.* \(format\): /);
    expect(stdout).toContain('to do ');
    expect(stdout).not.toContain('Broken rules');
  });

  it('shows the newest complete list of failed files, whatever later ones came to', async () => {
    const folder = join(directory, 's3/vod-nightly/files/account=example', `date=${yesterday}`);
    const newest = join(folder, '99991231T000000.000Z-0123456789abcdef.json');
    const stopped = { askedAt: '9999-12-31T00:00:00.000Z', files: [], read: 0, stopped: 'outage' };
    await writeFile(newest, JSON.stringify(stopped));
    const { files } = JSON.parse((await show(yesterday, '--json')).stdout);
    expect(files.content.stopped).toBeUndefined();
    expect(files.content.files).not.toEqual([]);
    await rm(newest);
  });

  it('shows the rest when a document is damaged', async () => {
    const folder = join(directory, 's3/vod-nightly/files/account=example', `date=${yesterday}`);
    const newest = [1, 2, 3].map((n) => join(folder, `9999123${n}T000000.000Z-0123456789abcdef.json`));
    for (const file of newest) await writeFile(file, '{"files": 1}');
    const { exitCode, stdout } = await show(yesterday);
    expect(stdout).toMatch(/Failed files\n {2}it is no list of failed files: /);
    expect(stdout).toContain('Broken rules');
    expect(exitCode).toBe(0);
    for (const file of newest) await rm(file);
  });

  it.skipIf(!hasTerminal).each([60, 100])('fits a terminal of %i columns but for keys', (columns) => {
    const lines = showInTerminal(['show', yesterday, '--directory', directory], columns, { NO_COLOR: '1' });
    const others = lines.filter((line) => !/^ +(snapshots|rejected|files)\//.test(line));
    expect(lines.length - others.length).toBe(4);
    for (const line of others) expect(columnsIn(line)).toBeLessThanOrEqual(columns);
  });

  it('says of a date that it does not know what it does know, and how to measure it', async () => {
    const { exitCode, stdout, stderr } = await show('2026-01-01');
    expect(stderr).toContain(
      `example: nothing is known of 2026-01-01; the ledger has 2 dates, ${before} to ${yesterday}\n`,
    );
    const upTo = addDays(before, -1);
    expect(stderr).toContain(`npx vod-nightly backfill --account example --from 2026-01-01 --to ${upTo} `);
    expect([exitCode, stdout]).toEqual([1, '']);
  });

  it.each([
    ['2026-02-30', 'has to be a date'],
    ['2999-01-01', 'is not over yet in Asia/Seoul'],
  ])('refuses %s: %s', async (date, text) => {
    const { exitCode, stderr } = await show(date, '--json');
    expect(stderr).toContain(`${date}: ${text}`);
    expect(exitCode).toBe(2);
  });
});
