import { chmod, mkdir, mkdtemp, readFile, rm, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { dirname, join } from 'node:path';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { ledgerKey } from '../../../lambda/core/ledger/keys.ts';
import { formatLedgerYear } from '../../../lambda/core/ledger/ledger.ts';
import { totalOf } from '../../../lambda/core/ledger/measurement.ts';
import { runCommand } from '../../support/command-line.ts';
import { countsWith } from '../../support/counts.ts';
import { ledgerOf, measuredLine } from '../../support/lines.ts';
import { type Stage, startStage } from '../../support/stage.ts';

const ledger = ledgerOf(
  measuredLine('2026-01-01', { counts: countsWith({ failure: 4 }) }),
  measuredLine('2026-01-02', { counts: countsWith({ failure: 24 }) }),
);

describe('vod-nightly report', { timeout: 60_000 }, () => {
  let directory: string;
  beforeAll(async () => {
    directory = await mkdtemp(join(tmpdir(), 'vod-nightly-'));
    const file = join(directory, 's3/vod-nightly', ledgerKey('example', 2026));
    await mkdir(dirname(file), { recursive: true });
    await writeFile(file, formatLedgerYear(ledger, 2026));
  });
  afterAll(() => rm(directory, { recursive: true, force: true }));

  const report = (args: readonly string[], environment = {}) =>
    runCommand(['report', ...args, '--directory', directory], environment);

  it('draws the newest date from the archive, and says where the page lies', async () => {
    const { exitCode, stdout } = await report([]);
    expect(exitCode).toBe(0);
    const page = await readFile(stdout.trim(), 'utf8');
    expect(stdout.trim()).toMatch(/report-example-2026-01-02\.html$/);
    expect(page).toContain('24 of 64 files failed');
  });

  it('draws another date where it is told to, and gives it as one document', async () => {
    const out = join(directory, 'a/b.html');
    const { stdout } = await report(['--date', '2026-01-01', '--out', out, '--json']);
    expect(JSON.parse(stdout)).toEqual({ account: 'example', date: '2026-01-01', file: out });
    expect(await readFile(out, 'utf8')).toContain('4 of 44 files failed');
  });

  it('opens the page in the browser', async () => {
    const [browser, opened] = [join(directory, 'browser'), join(directory, 'opened')];
    await writeFile(browser, `#!/bin/sh\necho "$@" >> ${opened}\n`);
    await chmod(browser, 0o755);
    const { stdout, exitCode } = await report(['--open'], { BROWSER: browser });
    expect(exitCode).toBe(0);
    await expect.poll(() => readFile(opened, 'utf8').catch(() => '')).toContain('report-example-2026-01-02');
    expect(stdout).toContain('report-example-2026-01-02.html');
  });

  it('draws the accounts that there is something of, and says of which there is nothing', async () => {
    const config = join(directory, 'two.config.ts');
    await writeFile(config, `export default { accounts: [{ name: 'newcomer' }, { name: 'example' }] };`);
    const { exitCode, stdout, stderr } = await report(['--config', config]);
    expect(exitCode).toBe(1);
    expect(stdout.trim()).toMatch(/^\S+report-example-2026-01-02\.html$/);
    expect(stderr).toContain(
      'newcomer: nothing is known yet\n  run a night:  npx vod-nightly run --account newcomer --config ',
    );
  });

  it('says what to do when there is nothing to report', async () => {
    const { exitCode, stderr } = await report(['--date', '2025-01-01']);
    expect(exitCode).toBe(1);
    expect(stderr).toContain(
      'measure it:  npx vod-nightly backfill --account example --from 2025-01-01 --to 2025-12-31 --directory ',
    );
    expect((await report(['--date', 'today'])).exitCode).toBe(2);
    const future = await report(['--date', '2999-01-01']);
    expect([future.exitCode, future.stderr]).toEqual([2, expect.stringContaining('is not over yet')]);
  });

  describe('of a bucket', () => {
    let stage: Stage;
    beforeAll(async () => {
      stage = await startStage();
    });
    afterAll(() => stage[Symbol.asyncDispose]());

    it('draws the page from the ledger, with no keys of the vendor and no page that a night left', async () => {
      const { NCP_ACCESS_KEY: _access, NCP_SECRET_KEY: _secret, ...environment } = stage.environment;
      const missing = await report([], environment);
      expect(missing.stderr).toContain('example: nothing is known yet\n  run a night:  npx vod-nightly run ');
      const { stdout: night } = await runCommand(
        ['run', '--json', '--directory', directory],
        stage.environment,
      );
      const { date, counts } = JSON.parse(night);
      const { stdout } = await report(['--json'], environment);
      expect(JSON.parse(stdout)).toMatchObject({ account: 'example', date });
      const page = await readFile(JSON.parse(stdout).file, 'utf8');
      expect(page).toContain(`${counts.failure} of ${totalOf(counts)} files failed`);
    });
  });
});
