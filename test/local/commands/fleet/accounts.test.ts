import { readFile } from 'node:fs/promises';
import { afterEach, beforeEach, describe, expect, it } from 'vitest';
import { dateReportedBy } from '../../../../lambda/core/time/day.ts';
import { runCommand } from '../../../support/command-line.ts';
import { writeConfig } from '../../../support/doctor.ts';
import { type FleetHere, openFleetHere } from '../../../support/fleet-here.ts';

describe('an account of the fleet', { timeout: 60_000 }, () => {
  let fleet: FleetHere;
  beforeEach(async () => {
    fleet = await openFleetHere();
    const accounts = [
      { name: 'acme', time: '01:10', tags: ['gold'] },
      { name: 'globex', time: '04:10' },
    ];
    await fleet.run('push', await fleet.put('a.json', JSON.stringify(accounts)));
  });
  afterEach(() => fleet[Symbol.asyncDispose]());

  const command = (name: string, ...args: readonly string[]) =>
    runCommand([name, '--config', fleet.config, '--directory', fleet.directory, ...args]);

  it('is found by each command that takes an account by its name', async () => {
    const ran = await command('run', '--account', 'globex', '--json');
    expect(ran).toMatchObject({ exitCode: 0, stderr: '' });
    const { account, date } = JSON.parse(ran.stdout);
    expect(account).toBe('globex');
    const from = ['--from', date, '--to', date];
    const until = ['--until', dateReportedBy(Date.now(), 'Asia/Seoul'), '--reason', 'tests'];
    for (const args of [
      ['show', date],
      ['history', '--days', '1'],
      ['report', '--out', `${fleet.directory}/page.html`],
      ['backfill', ...from],
      ['rebuild'],
      ['mute', ...until],
      ['unmute'],
      ['test-alert'],
      ['doctor'],
    ]) {
      const [name = '', ...more] = args;
      const { stdout, stderr } = await command(name, ...more, '--account', 'globex');
      expect([name, stderr.replace(/^globex.*\n/, '')]).toEqual([
        name,
        expect.not.stringContaining('vod-nightly:'),
      ]);
      expect(stdout).toContain(name === 'report' ? 'page.html' : 'globex');
    }
  });

  it('is not named in what the doctor writes for an issue', async () => {
    const file = `${fleet.directory}/doctor.md`;
    await command('doctor', '--account', 'globex', '--report', file);
    const text = await readFile(file, 'utf8');
    expect(text).toContain('account-2');
    expect(text).not.toContain('globex');
  });

  it('is not among those of the configuration, nor found when it is removed', async () => {
    const { stdout: own, stderr: note } = await command('history');
    expect(own).toContain('main: nothing is archived yet');
    expect(note).toMatch(
      /^Accounts of the fleet are not among these; where they stand: npx vod-nightly fleet list --config .+ --directory .+\n$/,
    );
    await fleet.run('remove', 'globex');
    const { exitCode, stderr } = await command('history', '--account', 'globex');
    expect(stderr).toContain('  - --account globex: has to be one of main, acme\n');
    expect(exitCode).toBe(2);
  });

  it('has to be named where all accounts are of the fleet', async () => {
    const config = await writeConfig(fleet.directory, { fleet: { shifts: [{ name: 'night' }] } });
    for (const args of [['history'], ['run'], ['show', '2026-11-22'], ['report'], ['test-alert']]) {
      const { exitCode, stdout, stderr } = await command(args[0] ?? '', ...args.slice(1), '--config', config);
      expect(stderr).toContain('--account: has to be given, as all accounts are those of the fleet');
      expect([exitCode, stdout]).toEqual([2, '']);
    }
    const ran = await command('history', '--account', 'acme', '--config', config);
    expect(ran).toMatchObject({ exitCode: 0, stderr: '' });
  });

  it('stands last in a list that is cut, when no account has the name', async () => {
    const many = Array.from({ length: 30 }, (_, index) => ({ name: `a${index}`, time: '01:10' }));
    await fleet.run('push', await fleet.put('b.json', JSON.stringify(many)));
    const { stderr } = await command('show', '2026-11-22', '--account', 'x');
    expect(stderr).toMatch(/has to be one of main, .* and 13 more; npx vod-nightly fleet list names them\n/);
  });
});
