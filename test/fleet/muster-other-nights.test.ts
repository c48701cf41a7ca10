import { describe, expect, it } from 'vitest';
import { measuredLine } from '../support/lines.ts';
import { ahead, date, setUpShifts } from '../support/shift.ts';

describe('the muster of another night than the last', () => {
  const { shift, name, heard, deliveries, log } = setUpShifts();

  it('refuses a night that is not due yet, and leaves what the last one has', async () => {
    await shift().enrol(name('a'));
    await shift().measure(name('a'));
    await expect(shift().muster({ scheduledTime: ahead(365 * 86_400_000) })).rejects.toMatchObject({
      name: 'NightRefusedError',
    });
    expect(await heard()).toEqual([]);
    await shift().muster();
    expect(await shift().overview()).toMatchObject({ date, accounts: [{ state: 'measured' }] });
  });

  it('refuses a night of long ago, of which all accounts would seem to have failed', async () => {
    await shift().enrol(name('a'));
    const scheduledTime = '1970-01-02T00:00:00Z';
    await expect(shift().muster({ scheduledTime })).rejects.toMatchObject({ name: 'NightRefusedError' });
    expect(await heard()).toEqual([]);
  });

  it('leaves out of an earlier night who was added since, and misses them in that of the last', async () => {
    await shift().enrol(name('a'), name('b'), name('c'), name('d'));
    await shift().measure(name('a'));
    await shift().record(name('b'), measuredLine('2026-11-24'));
    await shift().record(name('d'), measuredLine('2026-11-22'));
    const earlier = { startedTime: '2026-11-24T16:10:01Z' };
    expect(await shift().muster(earlier)).toMatchObject({ accounts: 2, measured: 1, failed: 1 });
    const [alert] = await deliveries('alerts');
    expect(alert?.body).toContain(name('d'));
    expect(alert?.body).not.toMatch(new RegExp(`${name('b')}|${name('c')}`));
    expect(await shift().muster()).toMatchObject({ accounts: 4, measured: 1, failed: 3 });
  });

  it('counts nothing of an earlier night, or alarms would take it for the last', async () => {
    await shift().enrol(name('a'));
    await shift().measure(name('a'));
    const counts = () => log().filter((document) => 'MusterCompleted' in document);
    await shift().muster({ startedTime: '2026-11-24T16:10:01Z' });
    expect(counts()).toEqual([]);
    await shift().muster({ startedTime: '2026-11-24T16:09:59Z' });
    expect(counts()).toHaveLength(1);
  });
});
