import { describe, expect, it } from 'vitest';
import { type ConfigInput, defineConfig } from '../lambda/config.ts';
import { InvalidInputError } from '../lambda/errors.ts';
import { parseNightEvent } from '../lambda/night-event.ts';

function faultsOf(act: () => unknown): readonly string[] {
  try {
    act();
  } catch (error) {
    if (error instanceof InvalidInputError) return error.faults;
    throw error;
  }
  return [];
}

const faultsIn = (config: unknown) => faultsOf(() => defineConfig(config as ConfigInput));

describe('defineConfig', () => {
  it('needs nothing but the name of an account', () => {
    expect(defineConfig({ accounts: [{ name: 'acme' }] })).toEqual({
      accounts: [
        {
          name: 'acme',
          timeZone: 'Asia/Seoul',
          language: 'en',
          time: '01:10',
          baseUrl: 'https://vodstation.apigw.ntruss.com',
          windowOrder: 'auto',
          lookBackDays: 7,
          nameFiles: true,
          rules: {
            failureCount: { warning: 5 },
            failureRate: { warning: 20, critical: 50, minimumFiles: 20 },
            unusualFailures: { warning: 6, critical: 12, minimumWeeks: 4, minimumFailures: 5 },
            volumeDrop: { warning: 70, critical: 95, minimumWeeks: 4, minimumUsual: 20 },
            stuck: { warning: 3 },
          },
          quiet: { weekdays: [], dates: [], exceptCritical: false },
          report: true,
        },
      ],
      alerts: [],
      reports: [],
      deployment: {
        memoryMb: 512,
        logRetentionDays: 90,
        noncurrentVersionDays: 90,
        runbookUrl: 'docs/runbook.md',
      },
    });
  });

  it('keeps what is given', () => {
    const given: ConfigInput = {
      accounts: [{ name: 'acme', timeZone: 'America/St_Johns', rules: { failureCount: false } }],
      deployment: { reservedConcurrency: 1, runbookUrl: 'https://wiki.example.com/runbook' },
    };
    expect(defineConfig(given)).toMatchObject(given);
  });

  it('reports all faults at once, each with its place and what would be right', () => {
    const faults = faultsIn({
      accounts: [
        { name: 'Acme!', timeZone: 'Mars/Olympus', time: '24:00', lookBackDays: 32, baseUrl: 'nowhere' },
        { name: 'globex', rules: { failureCount: { warning: 9, critical: 3 } } },
      ],
      alerts: {
        email: ['nobody', { address: 'acme@example.com', accounts: ['umbrella'], kinds: [] }],
        sms: ['010-1234-5678'],
        https: ['http://chat.example.com'],
      },
      deployment: { memoryMb: 64, logRetentionDays: 10, reservedConcurrency: 0, noncurrentVersionDays: 1.5 },
    });
    expect(faults.map((fault) => fault.split(': ')[0]).sort()).toEqual([
      'accounts[0].baseUrl',
      'accounts[0].lookBackDays',
      'accounts[0].name',
      'accounts[0].time',
      'accounts[0].timeZone',
      'accounts[1].rules.failureCount.critical',
      'alerts.email[0]',
      'alerts.email[1].accounts[0]',
      'alerts.email[1].kinds',
      'alerts.https[0]',
      'alerts.sms[0]',
      'deployment.logRetentionDays',
      'deployment.memoryMb',
      'deployment.noncurrentVersionDays',
      'deployment.reservedConcurrency',
    ]);
    expect(faults).toContain('accounts[0].time: has to be a time, such as 01:10');
    expect(faults).toContain('alerts.sms[0]: has to be a number in E.164 form, such as +821012345678');
  });

  it.each([
    [{ accounts: [{ name: 'acme', zone: 'Asia/Seoul' }] }, 'zone'],
    [{ accounts: [{ name: 'acme' }], alert: {} }, 'alert'],
    [{ accounts: [{ name: 'acme' }], reports: { smsSeverities: ['info'] } }, 'smsSeverities'],
    [{ accounts: [{ name: 'acme' }], deployment: { memory: 512 } }, 'memory'],
  ])('refuses a key that it does not know: %j', (config, key) => {
    expect(faultsIn(config)).toEqual([expect.stringContaining(`Unrecognized key: "${key}"`)]);
  });

  it.each([
    [{ accounts: [] }, 'accounts: has to hold at least one account'],
    [
      { accounts: [{ name: 'acme' }, { name: 'acme' }] },
      'accounts: has to give each account a name of its own',
    ],
    [
      { accounts: [{ name: 'acme' }], alerts: { email: ['a@example.com', 'a@example.com'] } },
      'alerts.email: has to name no address twice',
    ],
    [
      { accounts: [{ name: 'acme' }], alerts: { smsSeverities: [] } },
      'alerts.smsSeverities: has to name at least one',
    ],
  ])('refuses %j', (config, fault) => {
    expect(faultsIn(config)).toEqual([fault]);
  });

  it.each([null, undefined, 'acme', [], { accounts: 'acme' }, { accounts: [null] }])(
    'refuses %j without falling over it',
    (config) => {
      expect(faultsIn(config)).toHaveLength(1);
    },
  );
});

describe('parseNightEvent', () => {
  it('fills in the defaults of the account', () => {
    const event = { account: { name: 'acme' }, scheduledTime: '2026-11-22T16:10:00Z' };
    expect(parseNightEvent(event)).toMatchObject({
      account: { name: 'acme', timeZone: 'Asia/Seoul' },
      scheduledTime: '2026-11-22T16:10:00Z',
    });
  });

  it('refuses a time that the scheduler did not fill in, and whatever else is wrong', () => {
    const event = { account: { name: '' }, scheduledTime: '<aws.scheduler.scheduled-time>', extra: 1 };
    expect(faultsOf(() => parseNightEvent(event))).toEqual([
      'account.name: has to be 1 to 40 of a-z, 0-9 and inner hyphens',
      'scheduledTime: has to be a time in UTC, such as 2026-11-22T16:10:00Z',
      'the whole: Unrecognized key: "extra"',
    ]);
  });
});
