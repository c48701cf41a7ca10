import { describe, expect, it } from 'vitest';
import { ahead, date, setUpShifts } from '../support/shift.ts';

describe('the muster of another night than the last', () => {
  const { shift, name, heard } = setUpShifts();

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
});
