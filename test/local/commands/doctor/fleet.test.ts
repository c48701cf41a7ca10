import { writeFile } from 'node:fs/promises';
import { afterEach, beforeEach, describe, expect, it } from 'vitest';
import { examine, writeConfig } from '../../../support/doctor.ts';
import { type FleetHere, openFleetHere } from '../../../support/fleet-here.ts';

describe('vod-nightly doctor on the fleet of this machine', () => {
  let fleet: FleetHere;
  beforeEach(async () => {
    fleet = await openFleetHere();
  });
  afterEach(() => fleet[Symbol.asyncDispose]());

  const checksWith = async (config: string) => {
    const { checks } = await examine(['--config', config, '--directory', fleet.directory]);
    return checks;
  };
  const push = async (accounts: readonly object[]) =>
    fleet.run('push', await fleet.put('a.json', JSON.stringify(accounts)));

  it('says how many accounts each shift has', async () => {
    await push([{ name: 'acme', time: '01:10' }]);
    expect((await checksWith(fleet.config)).shifts).toMatchObject({
      verdict: 'good',
      detail: 'night: 1 account; late: 0 accounts; paris: 0 accounts',
    });
  });

  it('names a shift that has another name now, or none, with the accounts that nobody asks for', async () => {
    await push([
      { name: 'acme', time: '01:10' },
      { name: 'globex', time: '04:10' },
    ]);
    await writeFile(fleet.fileOf('late'), '\n');
    const shifts = [{ name: 'nightly', time: '01:10' }];
    const renamed = await writeConfig(fleet.directory, { accounts: [{ name: 'main' }], fleet: { shifts } });
    expect((await checksWith(renamed)).shifts).toMatchObject({
      verdict: 'wrong',
      detail: 'night: 1 account, and no schedule starts that shift: nobody asks for them',
      fix: expect.stringMatching(/^push the file of these accounts again/),
    });
  });

  it('names an account of the configuration that the fleet has as well', async () => {
    const line = '{"name":"main","timeZone":"Asia/Seoul","time":"01:10"}\n';
    await push([{ name: 'acme', time: '01:10' }]);
    await writeFile(fleet.fileOf('night'), line);
    expect((await checksWith(fleet.config))['asked once']).toMatchObject({
      verdict: 'wrong',
      detail: expect.stringMatching(/^main: in the fleet, /),
    });
  });

  it('knows the shift of a machine without any in its configuration, and says nothing where there is no fleet', async () => {
    const none = await writeConfig(fleet.directory, { accounts: [{ name: 'main' }] });
    expect(await checksWith(none)).not.toHaveProperty('shifts');
    await push([{ name: 'acme', time: '01:10' }]);
    expect((await checksWith(none)).shifts).toMatchObject({ verdict: 'good', detail: 'night: 1 account' });
  });
});
