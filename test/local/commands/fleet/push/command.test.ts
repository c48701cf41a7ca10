import { writeFile } from 'node:fs/promises';
import { afterEach, beforeEach, describe, expect, it } from 'vitest';
import { writeConfig } from '../../../../support/doctor.ts';
import { type FleetHere, openFleetHere } from '../../../../support/fleet-here.ts';

describe('vod-nightly fleet push', () => {
  let fleet: FleetHere;
  beforeEach(async () => {
    fleet = await openFleetHere();
  });
  afterEach(() => fleet[Symbol.asyncDispose]());

  it('puts each account of a table into its shift, and changes nothing the second time', async () => {
    const file = await fleet.put(
      'fleet.csv',
      'name,timeZone,time,tags,rules.failureCount.critical,rules.failureRate,secret.ring\r\n' +
        'globex,Asia/Seoul,01:10,gold team-a,20,FALSE,gold\r\n\r\n' +
        'acme,Asia/Seoul,01:10,,,,\r\n' +
        'initech,Europe/Paris,,,,,\r\n',
    );
    const { exitCode, stdout } = await fleet.run('push', file);
    expect(exitCode).toBe(0);
    expect(stdout).toBe('Added, 3\n  night: globex, acme\n  paris: initech\n');
    expect(await fleet.stored('night')).toBe(
      '{"name":"acme","timeZone":"Asia/Seoul","time":"01:10"}\n' +
        '{"name":"globex","timeZone":"Asia/Seoul","time":"01:10","secret":{"ring":"gold"},"tags":["gold","team-a"],' +
        '"rules":{"failureCount":{"critical":20},"failureRate":false}}\n',
    );
    expect(await fleet.stored('paris')).toBe('{"name":"initech","timeZone":"Europe/Paris","time":"01:10"}\n');
    expect(await fleet.run('push', file)).toMatchObject({
      stdout: `Nothing to change: the fleet is as ${file} says.\n`,
      stderr: '',
    });
  });

  it.each([
    ['JSON', 'a.json', '[{"name":"acme","time":"01:10"}]'],
    ['JSON with a list in it', 'a.json', '{"accounts":[{"name":"acme","time":"01:10"}]}'],
    ['JSON lines, one of them empty', 'a.jsonl', '{"name":"acme","time":"01:10"}\n\n'],
    ['a table with a byte order mark', 'a.csv', '\uFEFFname,time\nacme,01:10\n'],
    [
      'a configuration by hand',
      'a.ts',
      "export default { accounts: [{ name: 'acme' as string, time: '01:10' }] };",
    ],
    ['a list of a program', 'a.mjs', "export default [{ name: 'acme', time: '01:10' }];"],
  ])('takes %s', async (_, name, text) => {
    expect(await fleet.run('push', await fleet.put(name, text))).toMatchObject({
      exitCode: 0,
      stderr: expect.stringMatching(/^1 account joined the shift night .*\n$/),
    });
    expect(await fleet.stored('night')).toBe('{"name":"acme","timeZone":"Asia/Seoul","time":"01:10"}\n');
  });

  it('takes a configuration that was checked, without what is usual', async () => {
    const file = await writeConfig(fleet.directory, { accounts: [{ name: 'acme', lookBackDays: 9 }] });
    expect((await fleet.run('push', file)).exitCode).toBe(0);
    expect(await fleet.stored('night')).toBe(
      '{"name":"acme","timeZone":"Asia/Seoul","time":"01:10","lookBackDays":9}\n',
    );
  });

  it('says which fields become what, and moves an account whose time is that of another shift', async () => {
    await fleet.run(
      'push',
      await fleet.put(
        'a.json',
        '[{"name":"acme","time":"01:10","tags":["gold"]},{"name":"globex","time":"01:10"}]',
      ),
    );
    const file = await fleet.put(
      'b.json',
      '[{"name":"acme","time":"01:10","lookBackDays":3,"rules":{"stuck":false}},{"name":"globex","time":"04:10"}]',
    );
    const dry = await fleet.run('push', file, '--dry-run');
    expect(dry.stdout).toBe(
      'Would be changed, 1\n  acme: tags gold → none; lookBackDays 7 → 3; rules.stuck {"warning":3} → false\n\n' +
        'Would be moved, 1\n  globex: from night to late; time 01:10 → 04:10\n',
    );
    expect(dry.stderr).toBe('Nothing was written.\n');
    expect(await fleet.stored('late')).toBeUndefined();
    const { stdout, stderr } = await fleet.run('push', file, '--json');
    expect(JSON.parse(stdout)).toEqual({
      dryRun: false,
      added: [],
      changed: [
        {
          account: 'acme',
          shift: 'night',
          fields: [
            { field: 'tags', before: ['gold'], after: [] },
            { field: 'lookBackDays', before: 7, after: 3 },
            { field: 'rules.stuck', before: { warning: 3 }, after: false },
          ],
        },
      ],
      moved: [
        {
          account: 'globex',
          from: 'night',
          shift: 'late',
          fields: [{ field: 'time', before: '01:10', after: '04:10' }],
        },
      ],
      removed: [],
      notInFile: [],
    });
    expect(stderr).toBe('');
    expect(await fleet.stored('night')).not.toContain('globex');
    expect(await fleet.stored('late')).toBe('{"name":"globex","timeZone":"Asia/Seoul","time":"04:10"}\n');
  });

  it('removes what the file does not name with --prune alone, and names it', async () => {
    const names = Array.from({ length: 30 }, (_, index) => `left-${index}`);
    const accounts = ['acme', ...names].map((name) => ({ name, time: '01:10' }));
    await fleet.run('push', await fleet.put('a.json', JSON.stringify(accounts)));
    const file = await fleet.put('b.json', '[{"name":"acme","time":"01:10"}]');
    const kept = await fleet.run('push', file);
    expect(kept.stdout).toMatch(/^Nothing to change/);
    expect(kept.stderr).toBe(
      `30 more in the fleet that ${file} does not name: they stay, unless --prune is given.\n`,
    );
    const dry = await fleet.run('push', file, '--prune', '--dry-run');
    for (const name of names) expect(dry.stdout).toContain(name);
    expect(dry.stdout).toMatch(/^Would be removed, 30\n/);
    expect(await fleet.stored('night')).toContain('left-7');
    const pruned = await fleet.run('push', file, '--prune');
    expect(pruned.stdout).toMatch(/^Removed, 30\n {2}night: left-0, /);
    expect(await fleet.stored('night')).toBe('{"name":"acme","timeZone":"Asia/Seoul","time":"01:10"}\n');
  });

  it('says whom nobody asks for, as their shift is gone or has another name', async () => {
    await fleet.run('push', await fleet.put('a.json', '[{"name":"acme","time":"01:10"}]'));
    const moved = { name: 'globex', timeZone: 'Asia/Seoul', time: '04:10' };
    await writeFile(
      fleet.fileOf('early'),
      [{ name: 'hooli', time: '00:30' }, moved].map((one) => `${JSON.stringify(one)}\n`).join(''),
    );
    const file = await fleet.put('b.json', JSON.stringify([moved]));
    const { exitCode, stderr } = await fleet.run('push', file);
    expect(exitCode).toBe(0);
    expect(stderr).toContain(
      'early: 1 account in it, and no schedule starts that shift: nobody asks for hooli. Push it with the time of a shift that there is, or remove it.\n',
    );
    expect(stderr).not.toContain('night:');
  });

  it('loses no line that it cannot read, unless it is told to', async () => {
    const file = await fleet.put('a.json', '[{"name":"acme","time":"01:10"}]');
    await fleet.run('push', file);
    const shiftFile = fleet.fileOf('night');
    await writeFile(shiftFile, `${await fleet.stored('night')}{"name":"globex","color":"red"}\n{"na\n`);
    const more = await fleet.put('b.json', '[{"name":"hooli","time":"01:10"}]');
    const { exitCode, stderr } = await fleet.run('push', more);
    expect(exitCode).toBe(1);
    expect(stderr).toContain(
      'fleet/accounts/night.jsonl cannot be used:\n  - line 2: color: there is no such option',
    );
    expect(stderr).toContain('  - line 3: ');
    expect(stderr).toContain('push a file that names it, or leave it out with --prune');
    expect((await fleet.run('push', file)).exitCode).toBe(0);
    const pruned = await fleet.run('push', more, '--prune', '--json');
    expect(JSON.parse(pruned.stdout)).toMatchObject({
      added: [{ account: 'hooli' }],
      removed: [{ account: 'acme' }, { account: 'globex' }, { account: 'line 3' }],
    });
    expect(await fleet.stored('night')).toBe('{"name":"hooli","timeZone":"Asia/Seoul","time":"01:10"}\n');
  });
});
