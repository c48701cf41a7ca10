import { afterEach, beforeEach, describe, expect, it } from 'vitest';
import { type FleetHere, openFleetHere } from '../../../support/fleet-here.ts';

describe('vod-nightly fleet remove', () => {
  let fleet: FleetHere;
  beforeEach(async () => {
    fleet = await openFleetHere();
    const accounts = ['acme', 'globex', 'initech'].map((name) => ({ name, time: '01:10' }));
    await fleet.run('push', await fleet.put('a.json', JSON.stringify(accounts)));
  });
  afterEach(() => fleet[Symbol.asyncDispose]());

  it('takes out those that are named', async () => {
    const dry = await fleet.run('remove', 'acme', 'globex', '--dry-run');
    expect(dry).toMatchObject({
      stdout: 'Would be removed, 2\n  night: acme, globex\n',
      stderr: 'Nothing was written.\n',
    });
    const { exitCode, stdout, stderr } = await fleet.run('remove', 'globex', 'acme');
    expect([exitCode, stdout, stderr]).toEqual([0, 'Removed, 2\n  night: acme, globex\n', '']);
    expect(await fleet.stored('night')).toBe('{"name":"initech","timeZone":"Asia/Seoul","time":"01:10"}\n');
  });

  it('leaves a shift of which the last account goes', async () => {
    const { stdout, stderr } = await fleet.run('remove', 'acme', 'globex', 'initech', '--json');
    expect(JSON.parse(stdout)).toEqual({
      dryRun: false,
      removed: ['acme', 'globex', 'initech'].map((account) => ({ account, shift: 'night' })),
    });
    expect(stderr).toBe('');
    expect(
      (await fleet.run('push', await fleet.put('b.json', '[{"name":"acme","time":"01:10"}]'))).stdout,
    ).toBe('Added, 1\n  night: acme\n');
  });

  it('removes nobody when one of the names is wrong, and says which was meant', async () => {
    const { exitCode, stdout, stderr } = await fleet.run('remove', 'acme', 'globx', 'x');
    expect(stderr).toContain(
      '  - globx: is no account of the fleet; did you mean globex?\n  - x: is no account of the fleet\n',
    );
    expect([exitCode, stdout]).toEqual([2, '']);
    expect(await fleet.stored('night')).toContain('acme');
  });
});
