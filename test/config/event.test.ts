import { describe, expect, it } from 'vitest';
import { parseEvent, parseNightEvent, toChecked } from '../../lambda/config/event.ts';
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
      'extra: there is no such option; there are account, scheduledTime, shift',
    ]);
  });
});

describe('parseEvent', () => {
  const scheduledTime = '2026-11-23T19:10:00Z';

  it('takes a check, with the defaults of the accounts that it names in short', () => {
    const accounts = [
      { name: 'acme', language: 'ko' },
      { name: 'globex', tags: ['gold'] },
    ].map((account) => parseNightEvent({ account, scheduledTime }).account);
    expect(parseEvent({ check: { accounts: accounts.map(toChecked), scheduledTime } })).toEqual({
      check: { accounts, scheduledTime },
    });
  });

  it('takes the steps of a shift, and says what is wrong with one', () => {
    const shift = { name: 'seoul', timeZone: 'Asia/Seoul', time: '01:10' };
    const list = { shift, scheduledTime, passesMade: 0, attempts: 0, passes: [300] };
    expect(parseEvent({ list })).toEqual({ list });
    const routes = { alerts: [{ tags: ['gold'] }], reports: [] };
    const started = { shift, scheduledTime, startedTime: '2026-11-23T19:10:03.123Z', attempts: 2 };
    const muster = { ...started, language: 'ko', routes };
    expect(parseEvent({ muster })).toEqual({ muster });
    expect(faultsOf(() => parseEvent({ list: { ...list, passesMade: -1 } }))).toEqual([
      'list.passesMade: has to be at least 0; it is -1',
    ]);
    expect(faultsOf(() => parseEvent({ muster: { ...muster, routes: { alerts: [] } } }))).toEqual([
      'muster.routes.reports: has to be a list; it is missing',
    ]);
  });

  it('takes anything else for a night', () => {
    expect(parseEvent({ account: { name: 'acme' }, scheduledTime })).toMatchObject({
      account: { name: 'acme' },
    });
    for (const input of [null, 'check', {}])
      expect(() => parseEvent(input)).toThrow('the event cannot be used');
  });

  it('refuses a check of nothing, and whatever else is wrong with one', () => {
    expect(faultsOf(() => parseEvent({ check: { accounts: [], scheduledTime: 'now' }, extra: 1 }))).toEqual([
      'check.accounts[0]: has to be an object; it is missing',
      'check.scheduledTime: has to be a time in UTC, such as 2026-11-22T16:10:00Z; it is "now"',
      'extra: there is no such option; there are check',
    ]);
    const accounts = [{ name: 'acme' }, { name: 'Globex' }];
    expect(faultsOf(() => parseEvent({ check: { accounts, scheduledTime } }))).toEqual([
      expect.stringMatching(/^check\.accounts\[1\]\.name: has to be 1 to 40/),
    ]);
  });
});
