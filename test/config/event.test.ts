import { describe, expect, it } from 'vitest';
import { parseNightEvent } from '../../lambda/config/event.ts';
import { faultsOf } from '../support/faults.ts';

describe('parseNightEvent', () => {
  it('fills in the defaults of the account', () => {
    const event = { account: { name: 'acme' }, scheduledTime: '2026-11-22T16:10:00Z' };
    expect(parseNightEvent(event)).toMatchObject({
      account: { name: 'acme', timeZone: 'Asia/Seoul' },
      scheduledTime: '2026-11-22T16:10:00Z',
    });
  });

  it('takes what a schedule says that was deployed before its time was refused', () => {
    const account = { name: 'acme', timeZone: 'Europe/London', time: '01:10' };
    const event = { account, scheduledTime: '2026-11-22T01:10:00Z' };
    expect(parseNightEvent(event)).toMatchObject(event);
  });

  it('refuses a time that the scheduler did not fill in, and whatever else is wrong', () => {
    const event = { account: { name: '' }, scheduledTime: '<aws.scheduler.scheduled-time>', extra: 1 };
    expect(faultsOf(() => parseNightEvent(event))).toEqual([
      'account.name: has to be 1 to 40 of a-z, 0-9 and inner hyphens; it is ""',
      'scheduledTime: has to be a time in UTC, such as 2026-11-22T16:10:00Z; it is "<aws.scheduler.scheduled-time>"',
      'extra: there is no such option; there are account, scheduledTime',
    ]);
  });
});
