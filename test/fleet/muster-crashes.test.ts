import { describe, expect, it } from 'vitest';
import { musterKey } from '../../lambda/core/ledger/keys.ts';
import { formatDocument } from '../../lambda/core/text/document.ts';
import type { Delivery } from '../../local/embedded-aws/sns/outbox.ts';
import { date, measuredLater, routes, scheduledTime, setUpShifts } from '../support/shift.ts';

/** Longer than a claim lasts. */
const afterClaimMs = 90_000;
const topics = ['alerts', 'reports', 'routed-alerts', 'routed-reports'];

/** Where a muster dies: with that call of it, counted from 1, carried out or not. */
type Death = { readonly call: number; readonly isCarriedOut: boolean };

describe('a muster that dies', () => {
  const { stage, shift, name, deliveries } = setUpShifts();
  let nth = 0;

  /** A night of the shift of which there is something of each kind to tell, with accounts of its own. Gives those that left something. */
  async function prepare(): Promise<string[]> {
    nth += 1;
    const own = (account: string) => name(`${nth}-${account}`);
    const gold = { name: own('gold'), tags: ['gold'] };
    await stage().put(musterKey(shift().name, Date.parse(scheduledTime)), nothingTold());
    await shift().enrol(own('well'), own('missed'), own('later'), own('failed'), gold);
    await shift().measure(own('well'));
    await shift().miss(own('missed'), own('gold'));
    await shift().record(own('later'), measuredLater(own('later')));
    return [own('missed'), own('gold'), own('later')];
  }

  function nothingTold(): string {
    return formatDocument({ version: 1, shift: shift().name, date, messages: [] });
  }

  /** Gives the calls that it makes before it dies and that are carried out. */
  async function musterUntil(death?: Death): Promise<string[]> {
    const carriedOut: string[] = [];
    let calls = 0;
    stage().aws.intervene(({ action, resource }) => {
      calls += 1;
      const isLast = calls === death?.call;
      const isDead = death !== undefined && (isLast ? !death.isCarriedOut : calls > death.call);
      if (isDead) return { status: 403, code: 'AccessDenied', message: 'it is dead' };
      carriedOut.push(`${action} ${resource.split('/').at(-1)?.split(':').at(-1)}`);
      return isLast ? 'break-after' : undefined;
    });
    await shift()
      .muster({ routes })
      .catch(() => undefined);
    stage().aws.intervene();
    return carriedOut;
  }

  /** Musters again when the claim of the dead one has run out; gives what both told. */
  async function recover(before: number): Promise<Delivery[]> {
    stage().travel(afterClaimMs);
    expect(await shift().muster({ routes })).toMatchObject({ isDone: true });
    stage().travel(0);
    return (await deliveries()).slice(before);
  }

  it.each([
    ['is not carried out', false],
    ['is carried out', true],
  ])(
    'tells all of it, and twice only what it had told and not written down, at whichever call it dies that %s',
    async (_, isCarriedOut) => {
      await prepare();
      const all = await musterUntil();
      let twice = 0;
      for (const call of all.keys()) {
        const accounts = await prepare();
        const before = (await deliveries()).length;
        const calls = await musterUntil({ call: call + 1, isCarriedOut });
        const isWritten = calls.filter((each) => each === 's3:PutObject muster.json').length === 2;
        const told = await recover(before);
        const times = (topic: string) => told.filter((one) => one.topic === topic).length;
        const expected = (topic: string) => (calls.includes(`sns:Publish ${topic}`) && !isWritten ? 2 : 1);
        expect(topics.map(times), `after ${calls.join(', ')}`).toEqual(topics.map(expected));
        twice += topics.map(times).filter((one) => one === 2).length;
        const messageIds = new Set(told.map(({ messageId }) => messageId));
        const notices = (await Promise.all(accounts.map(shift().notices))).flat();
        expect(notices.map(({ state }) => state)).toEqual(['sent', 'sent', 'sent']);
        for (const { messageId } of notices) expect(messageIds).toContain(messageId);
      }
      expect(twice).toBeGreaterThan(0);
    },
  );

  it('keeps the next from telling while its claim may still be alive', async () => {
    await prepare();
    const calls = await musterUntil();
    const publish = calls.findIndex((call) => call.startsWith('sns:Publish'));
    await prepare();
    await musterUntil({ call: publish + 1, isCarriedOut: false });
    await expect(shift().muster({ routes })).rejects.toMatchObject({ name: 'ClaimedElsewhereError' });
  });
});
