import { setTimeout as sleep } from 'node:timers/promises';
import { describe, expect, it } from 'vitest';
import { measuredLine, noticeOf } from '../support/lines.ts';
import { ahead, date, setUpShifts } from '../support/shift.ts';

describe('the muster of a shift of which a night is telling still, or died over it', () => {
  const { shift, name, heard, deliveries } = setUpShifts();

  async function claim(aheadMs: number): Promise<void> {
    const id = `${name('a')}/${date}/1`;
    const notice = noticeOf('breached', {
      id,
      state: 'pending',
      claim: { holder: 'x', until: ahead(aheadMs) },
    });
    await shift().enrol(name('a'), name('b'));
    await shift().measure(name('b'));
    await shift().record(name('a'), measuredLine(date, { notices: [notice] }));
  }

  it('waits until the claim ends, and names what is not told by then', async () => {
    await claim(1_500);
    const startedMs = Date.now();
    expect(await shift().muster()).toMatchObject({ isDone: true, measured: 1, failed: 1 });
    expect(Date.now() - startedMs).toBeGreaterThan(400);
    const [alert] = await deliveries('alerts');
    expect(alert?.body).toMatch(/Alert not sent: 1 account/);
    expect(alert?.body).toContain(name('a'));
  });

  it('says nothing of what is told by then', async () => {
    await claim(2_000);
    const mustering = shift().muster();
    await sleep(700);
    await shift().measure(name('a'));
    expect(await mustering).toMatchObject({ measured: 2, failed: 0 });
    expect(await heard()).toEqual(['reports all']);
  });

  it('waits no longer than it has time for, and names it all the same', async () => {
    await claim(59_000);
    const startedMs = Date.now();
    expect(await shift().muster({}, { remainingMs: 6_000 })).toMatchObject({ measured: 1, failed: 1 });
    expect(Date.now() - startedMs).toBeLessThan(5_000);
    expect(await heard()).toEqual(['alerts all', 'reports all']);
  });
});
