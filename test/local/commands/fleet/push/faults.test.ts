import { writeFile } from 'node:fs/promises';
import { join } from 'node:path';
import { afterEach, beforeEach, describe, expect, it } from 'vitest';
import { writeConfig } from '../../../../support/doctor.ts';
import { type FleetHere, openFleetHere } from '../../../../support/fleet-here.ts';

describe('what vod-nightly fleet push refuses', () => {
  let fleet: FleetHere;
  beforeEach(async () => {
    fleet = await openFleetHere();
  });
  afterEach(() => fleet[Symbol.asyncDispose]());

  it('says all that is wrong, with its place, and writes nothing', async () => {
    const file = await fleet.put(
      'fleet.csv',
      'name,timeZone,time,rules.failureCount.critical,rules.failureRate,lookBackDay\n' +
        'acme,Asia/Seoul,,0,no,\n' +
        'Globex,Europe/Paris,03:00,,,\n' +
        'acme,Asia/Tokyo,,,,\n' +
        'main,europe/paris,25:00,,,3\n' +
        'fine,Asia/Seoul,01:10,,,\n',
    );
    const { exitCode, stdout, stderr } = await fleet.run('push', file);
    expect(stderr.split('\n')).toEqual([
      `vod-nightly: ${file} cannot be used:`,
      '  - line 2: rules.failureCount.critical: has to be at least 1; it is 0',
      '  - line 2: rules.failureRate: has to be an object; it is "no"',
      '  - line 2: time: has to be that of one of the shifts in Asia/Seoul: night (01:10 in Asia/Seoul), late (04:10 in Asia/Seoul)',
      '  - line 3: name: has to be 1 to 40 of a-z, 0-9 and inner hyphens; it is "Globex"',
      '  - line 3: time: no shift in Europe/Paris is due at 03:00; there are paris (01:10 in Europe/Paris)',
      expect.stringContaining(
        '  - line 4: timeZone: there is no shift in Asia/Tokyo; there are night (01:10',
      ),
      '  - line 4: name: has to be a name of its own: line 2 has it already; it is "acme"',
      expect.stringContaining(
        '  - line 5: timeZone: has to be a name of the tz database, in its exact case: Europe/Paris',
      ),
      expect.stringContaining('  - line 5: time: has to be a time'),
      '  - line 5: lookBackDay: there is no such option; did you mean lookBackDays?',
      '  - line 5: name: main is an account of the configuration: take it out there first',
      '',
    ]);
    expect([exitCode, stdout, await fleet.stored('night')]).toEqual([1, '', undefined]);
  });

  it('shows nothing that moves the cursor', async () => {
    const name = '\u001b[2Jacme';
    const twins = [{ name }, { name }];
    for (const [file, text] of [
      ['a.json', JSON.stringify(twins)],
      ['a.jsonl', `${name}\n`],
      ['b.json', name],
      ['a.csv', `name,"${name}"\n`],
    ] as const)
      expect((await fleet.run('push', await fleet.put(file, text))).stderr).not.toContain('\u001b');
  });

  it('says once what is wrong in many places', async () => {
    const rows = Array.from({ length: 1_000 }, (_, index) => `a${index},01:10,x`).join('\n');
    const { stderr } = await fleet.run('push', await fleet.put('a.csv', `name,time,lookBackDays\n${rows}`));
    expect(stderr).toContain(
      '  - line 2, line 3, line 4, line 5, line 6, 995 more: lookBackDays: has to be a number; it is "x"\n',
    );
    expect(stderr.split('\n')).toHaveLength(3);
  });

  it.each([
    [
      'a.csv',
      'name,name,tags[0],\na,b,c,d\n',
      ['line 1: the title "name" is there twice', 'line 1: title 3 has to be a field', 'line 1: title 4'],
    ],
    [
      'a.csv',
      'name,secret,secret.ring\na,b,\nb,c,d\nc,d,e,f\n',
      [
        'line 3: has to have secret or secret.ring, and not both',
        'line 4: has more cells than there are titles',
      ],
    ],
    ['a.csv', 'name\n"acme\n', ['Quote Not Closed']],
    ['a.csv', 'name,tags\n', ['has to hold at least one account']],
    ['a.csv', '', ['has to hold at least one account']],
    [
      'a.csv',
      'constructor.name,time\nx,01:10\n',
      ['line 2: name: has to be a text; it is missing', 'constructor: there is no such option'],
    ],
    ['a.jsonl', '{"name":"acme"\n{}\n7x', ['line 1: ', 'line 3: ']],
    [
      'a.jsonl',
      '7\n"acme"\nnull',
      ['line 1: the whole: has to be an object; it is 7', 'line 2: the whole', 'line 3: the whole'],
    ],
    ['a.json', '{"fleet":[]}', ['has to be a list of accounts, or an object with one as accounts']],
    [
      'a.json',
      '[{"name":"acme","time":"01:10","lookBackDays":"x"}]',
      ['[0]: lookBackDays: has to be a number'],
    ],
    ['a.ts', 'export default { accounts: [{}] };', ['accounts[0]: name: has to be a text; it is missing']],
    ['a.ts', 'export const accounts = [];', ['has no default export']],
    ['a.xlsx', '', ['its name has to end in one of .json, .jsonl, .ndjson, .csv, .ts,']],
  ])('refuses %s with %j', async (name, text, faults) => {
    const file = await fleet.put(name, text);
    const { exitCode, stdout, stderr } = await fleet.run('push', file);
    expect(stderr).toContain(`vod-nightly: ${file} cannot be used:\n`);
    for (const fault of faults) expect(stderr).toContain(fault);
    expect(stderr).not.toContain('    at ');
    expect([exitCode, stdout]).toEqual([1, '']);
  });

  it('refuses a file that is not there, and one that is not in UTF-8', async () => {
    const gone = await fleet.run('push', join(fleet.directory, 'gone.csv'));
    expect(gone.stderr).toContain('gone.csv cannot be used:\n  - there is no such file\n');
    const file = join(fleet.directory, 'korean.csv');
    await writeFile(file, Buffer.from([...Buffer.from('name\n'), 0xc7, 0xd1])); // 한 in EUC-KR
    const { stderr } = await fleet.run('push', file);
    expect(stderr).toContain('has to be UTF-8: save it as "CSV UTF-8"');
  });

  it('says so when there is no fleet', async () => {
    const file = await fleet.put('a.json', '[{"name":"acme"}]');
    const none = await writeConfig(fleet.directory, { accounts: [{ name: 'main' }] });
    const { exitCode, stderr } = await fleet.run('push', file, '--config', none);
    expect(stderr).toContain(
      '--config: has no fleet; put fleet: { shifts: [{ name: … }] } in the configuration',
    );
    expect(exitCode).toBe(2);
  });
});
