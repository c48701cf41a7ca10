import { mkdir, mkdtemp, readdir, readFile, rm, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { dirname, join } from 'node:path';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { ledgerKey } from '../../../../lambda/core/ledger/keys.ts';
import { formatLedgerYear } from '../../../../lambda/core/ledger/ledger.ts';
import { columnsOf } from '../../../../lambda/core/text/columns.ts';
import { addDays, localDateOf } from '../../../../lambda/core/time/day.ts';
import { lockFolder } from '../../../../local/machine/folder-lock.ts';
import { runCommand } from '../../../support/command-line.ts';
import { examine, writeConfig } from '../../../support/doctor.ts';
import { ledgerOf, measuredLine, noticeOf } from '../../../support/lines.ts';
import { startScriptedSimulator } from '../../../support/services/scripted-simulator.ts';
import { hasTerminal, showInTerminal } from '../../../support/terminal.ts';

let directory: string;
beforeAll(async () => {
  directory = await mkdtemp(join(tmpdir(), 'vod-nightly-doctor-'));
});
afterAll(() => rm(directory, { recursive: true }));

describe('vod-nightly doctor on this machine', () => {
  const local = () => ['--directory', join(directory, 'local')];

  it('finds nothing wrong after a first start, and says what it cannot check', async () => {
    await runCommand(['start', ...local()]);
    const { exitCode, stdout, stderr } = await runCommand(['doctor', ...local()]);
    expect([exitCode, stderr]).toEqual([0, '']);
    const tried = ['Node.js', 'configuration', 'write', 'conditional write', 'keys', 'clock', 'window order'];
    for (const check of [...tried, 'ledger', 'last night', 'told', 'mutes'])
      expect(stdout).toMatch(new RegExp(`^ {2}✓ ${check} {2,}\\S`, 'm'));
    for (const check of ['topics', 'publishing', 'schedule'])
      expect(stdout).toMatch(new RegExp(`^ {2}– ${check} +not tried: .*\\n +→ npx vod-nightly `, 'm'));
    expect(stdout).toMatch(/→ npx vod-nightly test-alert --directory \S+\/local$/m);
    expect(stdout).toContain('window order       toIsStart: workStartTimeTo is the start');
    expect(stdout).toContain('31 dates from');
    expect(stdout).toMatch(/^ {2}– store's clock +no answer told the time/m);
    expect(stdout).toContain('4 could not be tried or told.\n');
    const columns = stdout
      .split('\n')
      .flatMap((line) => /^ {2}[✓–!] .*? {2,}(?=\S)/.exec(line)?.[0].length ?? []);
    expect(new Set(columns).size).toBe(1);
  });

  it('leaves nothing but one object of its own in the archive', async () => {
    const folder = join(directory, 'local/s3/vod-nightly');
    const before = await readdir(folder, { recursive: true });
    await examine(local());
    expect(await readdir(folder, { recursive: true })).toEqual(before);
    expect(before.filter((name) => name.includes('doctor')).toSorted()).toEqual([
      'doctor',
      join('doctor', 'probe.json'),
    ]);
  });

  it('says that nobody would be told, and who is where somebody is', async () => {
    const nobody = await writeConfig(directory, { accounts: [{ name: 'acme' }] });
    const { exitCode, checks } = await examine(['--config', nobody, ...local()]);
    expect(checks.recipients).toMatchObject({
      verdict: 'doubtful',
      detail: expect.stringMatching(/^Nobody is told of anything: .*made-up/),
      fix: `put an address into alerts.email of the configuration, in ${nobody}`,
    });
    expect(checks['last night']?.verdict).not.toBe('good');
    expect(exitCode).toBe(checks['last night']?.verdict === 'wrong' ? 1 : 0);
    const somebody = { accounts: [{ name: 'acme' }], alerts: { email: ['ops@example.com'] } };
    const { checks: told } = await examine(['--config', await writeConfig(directory, somebody), ...local()]);
    expect(told.recipients).toMatchObject({ verdict: 'good' });
    const routed = { address: 'ops@example.com', severities: ['critical' as const] };
    const deaf = await writeConfig(directory, { ...somebody, alerts: { email: [routed] } });
    expect((await examine(['--config', deaf, ...local()])).checks.recipients).toMatchObject({
      verdict: 'doubtful',
      detail: expect.stringContaining('Nobody would hear that a night failed'),
    });
  });

  it('finds a folder that cannot be written', async () => {
    const file = join(directory, 'no-folder');
    await writeFile(file, '');
    const { exitCode, checks } = await examine(['--directory', file]);
    expect(checks.archive).toMatchObject({ verdict: 'wrong', detail: expect.stringContaining(file) });
    expect(exitCode).toBe(1);
    const folder = join(directory, 'blocked');
    await mkdir(join(folder, 's3'), { recursive: true });
    await writeFile(join(folder, 's3/.writing'), ''); // where a file grows before it has its name
    const { checks: blocked } = await examine(['--directory', folder]);
    expect(blocked.write).toMatchObject({
      verdict: 'wrong',
      detail: expect.stringContaining('doctor/probe.json'),
    });
    expect(blocked['conditional write']?.verdict).not.toBe('good');
  });

  it('does not write while another command does, and says who', async () => {
    const folder = join(directory, 'local');
    await using _lock = await lockFolder(folder, 'vod-nightly start');
    const { checks } = await examine(local());
    expect(checks.write).toMatchObject({
      verdict: 'unknown',
      detail: expect.stringMatching(/^not tried: .* is being written by vod-nightly start /),
    });
    expect(checks.ledger?.verdict).toBe('good');
  });

  it('names the dates of which the ledger says nothing', async () => {
    const year = new Date().getUTCFullYear();
    const years = await readdir(join(directory, 'local/s3/vod-nightly/ledger/account=example'));
    const [first = `year=${year}`] = years;
    const file = join(directory, 'local/s3/vod-nightly/ledger/account=example', first, 'days.jsonl');
    const text = await readFile(file, 'utf8');
    const lines = text.split('\n');
    const [gone] = lines.splice(3, 1);
    await writeFile(file, lines.join('\n'));
    const { exitCode, checks } = await examine(local());
    expect(checks.ledger).toMatchObject({ verdict: 'wrong', fix: expect.stringContaining('run a night') });
    expect(checks.ledger?.detail).toContain(JSON.parse(gone ?? '').date);
    expect(exitCode).toBe(1);
    await writeFile(file, `{}\n${text}`);
    const { checks: damaged } = await examine(local());
    expect(damaged.ledger).toMatchObject({
      verdict: 'wrong',
      detail: expect.stringContaining('line 1 is not a ledger line'),
      fix: expect.stringMatching(
        /^npx vod-nightly rebuild --account example --write --directory \S+\/local$/,
      ),
    });
    expect(damaged['last night']?.verdict).toBe('unknown');
    await writeFile(file, text);
  });

  it('finds notices that nobody was told of', async () => {
    const folder = join(directory, 'waiting');
    const file = join(folder, 's3/vod-nightly', ledgerKey('example', 2026));
    await mkdir(dirname(file), { recursive: true });
    await writeFile(join(folder, 'world-seed'), '1\n');
    const told = async (state: 'pending' | 'leftToMuster') => {
      const ledger = ledgerOf(measuredLine('2026-01-02', { notices: [noticeOf('available', { state })] }));
      await writeFile(file, formatLedgerYear(ledger, 2026));
      return (await examine(['--directory', folder])).checks.told;
    };
    expect(await told('pending')).toMatchObject({ verdict: 'wrong', detail: '1 not told, of 2026-01-02' });
    expect(await told('leftToMuster')).toMatchObject({
      verdict: 'good',
      detail: 'no notice has waited for more than an hour; 1 left to the muster of its shift',
    });
  });

  it('says which keys are wrong, and goes on with everything else', async () => {
    await using simulator = withDisposal(
      await startScriptedSimulator({ accessKey: 'a', secretKey: 'the right one' }),
    );
    const environment = { NCP_ACCESS_KEY: 'a', NCP_SECRET_KEY: 'other', VOD_STATION_URL: simulator.url };
    const { exitCode, checks } = await examine(local(), environment);
    expect(checks.keys).toMatchObject({ verdict: 'wrong', detail: expect.stringContaining('wrongKeys') });
    expect(checks.counts).toMatchObject({
      verdict: 'wrong',
      detail: expect.stringContaining('has the counts of a simulated world'),
    });
    expect(checks['window order']?.verdict).toBe('unknown');
    expect(checks['conditional write']?.verdict).toBe('good');
    expect(exitCode).toBe(1);
  });

  it('finds a clock that is off, and looks at the ledger by that of the gateway', async () => {
    const keys = { accessKey: 'a', secretKey: 's' };
    await using simulator = withDisposal(await startScriptedSimulator(keys));
    const environment = { NCP_ACCESS_KEY: 'a', NCP_SECRET_KEY: 's', VOD_STATION_URL: simulator.url };
    simulator.behave({ clockAheadMs: 120_000 });
    const { exitCode, checks } = await examine(local(), environment);
    expect(checks.clock).toMatchObject({
      verdict: 'wrong',
      detail: expect.stringMatching(/^1(19|20|21) s behind/),
    });
    expect(exitCode).toBe(1);
    simulator.behave({ clockAheadMs: -48 * 60 * 60_000 });
    const { checks: dayBack } = await examine(local(), environment);
    expect(dayBack.clock?.detail).toMatch(/^172\d{3} s ahead of the gateway's$/);
    expect(dayBack.ledger).toMatchObject({
      verdict: 'wrong',
      detail: expect.stringContaining('not over yet: '),
    });
  });

  it('finds out which order the server uses, whatever is configured', async () => {
    const keys = { accessKey: 'a', secretKey: 's' };
    await using simulator = withDisposal(await startScriptedSimulator({ ...keys, edition: '2025' }));
    for (let back = 1; back <= 2; back += 1) {
      const date = addDays(localDateOf(Date.now(), 'Asia/Seoul'), -back);
      simulator.world.setCounts(date, { waiting: 0, running: 0, complete: 9, failure: 1, canceled: 0 });
    }
    const environment = { NCP_ACCESS_KEY: 'a', NCP_SECRET_KEY: 's', VOD_STATION_URL: simulator.url };
    const config = await writeConfig(directory, { accounts: [{ name: 'acme', windowOrder: 'toIsStart' }] });
    const { checks } = await examine(['--config', config, ...local()], environment);
    expect(checks['window order']).toMatchObject({
      verdict: 'wrong',
      detail: expect.stringMatching(/^fromIsStart: workStartTimeFrom is the start, .* says toIsStart$/),
      fix: "set windowOrder to 'auto'",
    });
  });

  it.skipIf(!hasTerminal).each([40, 80])('fits a terminal of %d columns', (columns) => {
    const lines = showInTerminal(['doctor', ...local()], columns, { NO_COLOR: '1' });
    expect(lines.at(0)).toBe('this machine');
    for (const line of lines) expect(columnsOf(line)).toBeLessThanOrEqual(columns);
    expect(lines.join(' ').replace(/\s+/g, ' ')).toContain('refused where there is another version, where');
  });

  it('lists all faults of the configuration, and of the environment', async () => {
    const config = await writeConfig(directory, { accounts: [{ name: 'Acme!', time: '25:00' }] });
    const faulty = await examine(['--config', config]);
    expect(faulty.exitCode).toBe(1);
    expect(faulty.checks.configuration?.detail).toMatch(/accounts\[0\]\.name: .*; accounts\[0\]\.time: /);
    const { exitCode, checks } = await examine(local(), { NCP_ACCESS_KEY: 'a' });
    expect(checks.environment?.detail).toContain('NCP_SECRET_KEY');
    expect(exitCode).toBe(1);
  });
});

function withDisposal<Server extends { stop(): Promise<void> }>(server: Server): Server & AsyncDisposable {
  return { ...server, [Symbol.asyncDispose]: () => server.stop() };
}
