import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { dateReportedBy } from '../../../../../lambda/core/time/day.ts';
import { lastDue } from '../../../../../lambda/core/time/last-due.ts';
import type { Change } from '../../../../../local/commands/fleet/changes.ts';
import { findJoined } from '../../../../../local/commands/fleet/push/joined.ts';
import { type FleetHere, openFleetHere } from '../../../../support/fleet-here.ts';

const shifts = [
  { name: 'morning', timeZone: 'Asia/Seoul', time: '01:10' },
  { name: 'evening', timeZone: 'Asia/Seoul', time: '23:00' },
];
const added = (shift: string): Change => ({ account: 'acme', kind: 'added', shift, fields: [] });
const moved = (from: string, shift: string): Change => ({ ...added(shift), kind: 'moved', from });

describe('the accounts that join a shift after its night', () => {
  const noon = Date.parse('2026-11-22T12:00:00+09:00');
  const night = Date.parse('2026-11-22T23:30:00+09:00');
  const joined = (change: Change, nowMs: number) => findJoined([change], shifts, nowMs);

  it('are those that are added, and those that move away from a night which is still due', () => {
    expect(joined(added('morning'), noon)).toEqual([{ shift: 'morning', date: '2026-11-21', accounts: 1 }]);
    expect(joined(moved('evening', 'morning'), noon)).toEqual([
      { shift: 'morning', date: '2026-11-21', accounts: 1 },
    ]);
    expect(joined(moved('former', 'morning'), noon)).toHaveLength(1);
  });

  it('are not those that had a night of the same date where they were', () => {
    expect(joined(moved('evening', 'morning'), night)).toEqual([]);
    expect(joined(moved('morning', 'evening'), noon)).toEqual([]);
    expect(joined({ ...added('morning'), kind: 'changed' }, noon)).toEqual([]);
    expect(joined({ ...added('morning'), kind: 'removed' }, noon)).toEqual([]);
  });
});

describe('vod-nightly fleet push', () => {
  let fleet: FleetHere;
  beforeAll(async () => {
    fleet = await openFleetHere();
  });
  afterAll(() => fleet[Symbol.asyncDispose]());

  it('says how those are asked now that joined a shift after its night, once they have', async () => {
    const file = await fleet.put(
      'a.json',
      '[{"name":"acme","time":"01:10"},{"name":"globex","time":"01:10"}]',
    );
    expect((await fleet.run('push', file, '--dry-run')).stderr).toBe('Nothing was written.\n');
    const date = dateReportedBy(lastDue(Date.now(), 'Asia/Seoul', '01:10'), 'Asia/Seoul');
    expect((await fleet.run('push', file)).stderr).toMatch(
      new RegExp(
        `^2 accounts joined the shift night after its night of ${date}: npx vod-nightly fleet rerun night ` +
          '--config \\S+ --directory \\S+ asks for them now\\.\\n$',
      ),
    );
    expect((await fleet.run('push', file)).stderr).toBe('');
  });
});
