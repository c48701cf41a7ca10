import { mkdir, writeFile } from 'node:fs/promises';
import { dirname, join } from 'node:path';
import { stripVTControlCharacters } from 'node:util';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { overviewOf } from '../../../../lambda/core/fleet/overview.ts';
import type { Standing } from '../../../../lambda/core/fleet/standing.ts';
import { overviewKey } from '../../../../lambda/core/ledger/keys.ts';
import { formatDocument } from '../../../../lambda/core/text/document.ts';
import { countsWith } from '../../../support/counts.ts';
import { columnsIn } from '../../../support/east-asian-width.ts';
import { type FleetHere, openFleetHere } from '../../../support/fleet-here.ts';
import { hasTerminal, showInTerminal } from '../../../support/terminal.ts';

const night = { date: '2026-11-22', due: '2026-11-22T16:10:00.000Z', at: '2026-11-22T16:42:00.000Z' };
const standing = (account: string, more: Partial<Standing>): Standing => ({
  account,
  tags: [],
  state: 'measured',
  left: [],
  ...more,
});

let fleet: FleetHere;
beforeAll(async () => {
  fleet = await openFleetHere();
  await fleet.run(
    'push',
    await fleet.put(
      'a.csv',
      'name,timeZone,time,tags,secret.ring,rules.stuck,lookBackDays\n' +
        'quiet,Asia/Seoul,01:10,gold,gold,,\n' +
        'broken,Asia/Seoul,01:10,gold team-a,gold,FALSE,3\n' +
        'refused,Asia/Seoul,01:10,team-a,,,\n' +
        'dead,Asia/Seoul,01:10,,,,\n' +
        'new,Asia/Seoul,01:10,,,,\n' +
        'elsewhere,Europe/Paris,,,,,\n',
    ),
  );
  await leave('night', [
    standing('quiet', { counts: countsWith({ complete: 1_200 }) }),
    standing('broken', { counts: countsWith({ complete: 30, failure: 12 }), worst: 'critical' }),
    standing('refused', {
      state: 'unavailable',
      fault: { code: 'wrongKeys', detail: 'HTTP status 401' },
    }),
    standing('dead', { state: 'failed', reason: 'no\u001b[31m time was left' }),
    standing('removed', { state: 'failed' }),
  ]);
});
afterAll(() => fleet[Symbol.asyncDispose]());

async function leave(shift: string, standings: readonly Standing[]): Promise<void> {
  const file = join(fleet.directory, 's3/vod-nightly', overviewKey(shift));
  await mkdir(dirname(file), { recursive: true });
  await writeFile(
    file,
    formatDocument(overviewOf({ shift, timeZone: 'Asia/Seoul', language: 'en', ...night }, standings)),
  );
}

describe('vod-nightly fleet list', () => {
  const namesIn = (stdout: string) =>
    stdout
      .trimEnd()
      .split('\n')
      .slice(1)
      .map((line) => line.split(' ')[0]);

  it('shows where each account stands, those that need somebody first', async () => {
    const { exitCode, stdout, stderr } = await fleet.run('list');
    expect(namesIn(stdout)).toEqual(['dead', 'refused', 'broken', 'elsewhere', 'new', 'quiet']);
    const [titles, dead, refused, broken, elsewhere] = stdout.split('\n');
    expect(titles).toMatch(/^account +shift +date +state +failed +total +why +tags$/);
    expect(dead).toMatch(/^dead +night +2026-11-22 +failed +– +– +no \[31m time was left$/);
    expect(refused).toMatch(/^refused +night +2026-11-22 +unavailable +– +– +\S.* team-a$/);
    expect(broken).toMatch(
      /^broken +night +2026-11-22 +measured +12 +42 +breaks a rule, critical +gold team-a$/,
    );
    expect(elsewhere).toMatch(/^elsewhere +paris +– +not yet +– +–$/);
    expect(stderr).toBe('6 of 6 accounts: 2 measured, 1 unavailable, 1 failed, 2 not yet\n');
    expect(exitCode).toBe(0);
  });

  it.each([
    [['--shift', 'paris'], ['elsewhere']],
    [
      ['--tag', 'gold'],
      ['broken', 'quiet'],
    ],
    [['--tag', 'team-a', '--unavailable'], ['refused']],
    [['--failed'], ['dead']],
    [
      ['--failed', '--unavailable'],
      ['dead', 'refused'],
    ],
  ])('shows with %j only %j', async (args, names) => {
    const { stdout, stderr } = await fleet.run('list', ...args);
    expect(namesIn(stdout)).toEqual(names);
    expect(stderr).toContain(`${names.length} of 6 accounts: `);
  });

  it('refuses a shift that there is none of', async () => {
    const { exitCode, stderr } = await fleet.run('list', '--shift', 'nigth');
    expect(stderr).toContain('  - --shift nigth: has to be one of night, paris\n');
    expect(exitCode).toBe(2);
  });

  it('gives one JSON document, in which what is not known is null', async () => {
    const { stdout } = await fleet.run('list', '--json');
    const listed = JSON.parse(stdout);
    expect(listed).toHaveLength(6);
    expect(listed).toContainEqual({ account: 'new', shift: 'night', tags: [], last: null });
    const refused = listed.find(({ account }: { account: string }) => account === 'refused');
    expect(refused).toMatchObject({
      tags: ['team-a'],
      last: { ...night, state: 'unavailable', counts: null, worst: null, reason: expect.any(String) },
    });
    expect((await fleet.run('list', '--tag', 'nobody', '--json')).stdout).toBe('[]\n');
  });

  it.skipIf(!hasTerminal).each([40, 80, 120])('fits a terminal of %i columns', (columns) => {
    const args = ['fleet', 'list', '--config', fleet.config, '--directory', fleet.directory];
    const lines = showInTerminal(args, columns).map(stripVTControlCharacters);
    expect(lines.some((line) => line.startsWith('refused'))).toBe(true);
    for (const line of lines.slice(0, 7)) expect(columnsIn(line)).toBeLessThanOrEqual(columns);
  });

  it('says so of a fleet without accounts', async () => {
    await using empty = await openFleetHere();
    expect(await empty.run('list')).toMatchObject({
      exitCode: 0,
      stdout: '',
      stderr: 'The fleet has no accounts: npx vod-nightly fleet push FILE adds them.\n',
    });
  });

  it('names the lines that it cannot read', async () => {
    await using damaged = await openFleetHere();
    await damaged.run('push', await damaged.put('a.csv', 'name,time\nacme,01:10\n'));
    await writeFile(
      damaged.fileOf('night'),
      `${await damaged.stored('night')}{"name":"globex","colour":1}\n`,
    );
    const { stdout, stderr } = await damaged.run('list');
    expect(stdout).toContain('acme');
    expect(stderr).toContain('night, line 2: cannot be read: colour: there is no such option');
    expect((await damaged.run('show', 'globex')).stderr).toContain(
      'globex: line 2 of night cannot be read: colour: there is no such option',
    );
  });
});

describe('vod-nightly fleet show', () => {
  it('shows the settings that are not usual, the keys, the shift and how the last night went', async () => {
    const { exitCode, stdout, stderr } = await fleet.run('show', 'broken');
    expect([exitCode, stderr]).toEqual([0, '']);
    const lines = stdout.split('\n');
    expect(lines[0]).toBe('broken');
    expect(lines.slice(1)).toEqual([
      '  shift     night, 01:10 in Asia/Seoul',
      expect.stringMatching(/^ {2}next due {2}\d{4}-\d\d-\d\dT16:10:00Z, \d{4}-\d\d-\d\d 01:10 \+09:00$/),
      '  keys      key ring gold',
      '  tags      gold team-a',
      '  settings  lookBackDays 3, usually 7',
      '            rules.stuck false, usually {"warning":3}',
      expect.stringMatching(/^ {2}last {6}2026-11-22: measured, 42 files: .*12 .*; breaks a rule, critical$/),
      '',
    ]);
    const due = Date.parse(/next due {2}(\S+),/.exec(stdout)?.[1] ?? '');
    expect(due).toBeGreaterThan(Date.now());
    expect(due).toBeLessThanOrEqual(Date.now() + 24 * 60 * 60_000);
  });

  it('shows an account of which nothing is known yet', async () => {
    const { stdout } = await fleet.run('show', 'new');
    expect(stdout).toContain('  keys      none: it names neither a key ring nor a secret\n');
    expect(stdout).toContain('  settings  as usual\n');
    expect(stdout).toContain('  last      no night of its shift has been mustered since it is there\n');
  });

  it('gives one JSON document with every setting', async () => {
    const { stdout } = await fleet.run('show', 'refused', '--json');
    expect(JSON.parse(stdout)).toMatchObject({
      account: { name: 'refused', lookBackDays: 7, rules: { stuck: { warning: 3 } } },
      shift: 'night',
      nextDue: expect.stringContaining('T16:10:00.000Z'),
      last: { state: 'unavailable' },
    });
  });

  it('refuses a name that there is none of, and says which was meant', async () => {
    const { exitCode, stdout, stderr } = await fleet.run('show', 'brokn');
    expect(stderr).toContain('  - brokn: is no account of the fleet; did you mean broken?\n');
    expect([exitCode, stdout]).toEqual([2, '']);
  });
});
