import { describe, expect, it } from 'vitest';
import { ahead, date, setUpShifts } from '../support/shift.ts';

describe('the muster of another night than the last', () => {
  const { shift, name, heard, log } = setUpShifts();

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
