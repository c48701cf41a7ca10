import { afterEach, beforeEach, describe, expect, it } from 'vitest';
import { addDays, dateReportedBy } from '../../../../lambda/core/time/day.ts';
import { lastDue } from '../../../../lambda/core/time/last-due.ts';
import { type FleetHere, openFleetHere } from '../../../support/fleet-here.ts';

describe('vod-nightly fleet rerun on this machine', { timeout: 60_000 }, () => {
  let fleet: FleetHere;
  beforeEach(async () => {
    fleet = await openFleetHere();
    await fleet.run('push', await fleet.put('a.csv', 'name,time\nacme,01:10\nglobex,01:10\n'));
  });
  afterEach(() => fleet[Symbol.asyncDispose]());

  const date = dateReportedBy(lastDue(Date.now(), 'Asia/Seoul', '01:10'), 'Asia/Seoul');

  it('runs the night of the shift in this process, and the second time nothing that is done', async () => {
    const first = await fleet.run('rerun', 'night', '--json');
    expect(first).toMatchObject({ exitCode: 0, stderr: '' });
    expect(JSON.parse(first.stdout)).toMatchObject({ shift: 'night', date, accounts: 2, measured: 2 });
    const second = JSON.parse((await fleet.run('rerun', 'night', '--json')).stdout);
    expect(second).toMatchObject({ date, accounts: 2, measured: 2, passes: [] });
    const { stdout } = await fleet.run('list', '--json');
    expect(JSON.parse(stdout)).toMatchObject([
      { account: 'acme', last: { date, state: 'measured' } },
      { account: 'globex', last: { date, state: 'measured' } },
    ]);
  });

  it('runs the night that reports another date', async () => {
    const earlier = addDays(date, -2);
    const { stdout, exitCode } = await fleet.run('rerun', 'night', '--date', earlier, '--json');
    expect(JSON.parse(stdout)).toMatchObject({ date: earlier, measured: 2 });
    expect(exitCode).toBe(0);
  });
});
