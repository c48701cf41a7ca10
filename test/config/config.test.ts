import { describe, expect, it } from 'vitest';
import { type ConfigInput, defineConfig, toConfig } from '../../lambda/config/config.ts';
import { faultsOf } from '../support/faults.ts';

/** From which on clock changes matter here. */
const nowMs = Date.UTC(2026, 10, 27);

const faultsIn = (config: unknown) => faultsOf(() => defineConfig(config as ConfigInput, nowMs));

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
          tags: [],
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
      },
    });
  });

  it('has links to reports that open for 14 days where they are wanted, and none where they are not', () => {
    const accounts = [{ name: 'acme' }];
    expect(defineConfig({ accounts }).links).toBeUndefined();
    const reports = { email: ['boss@example.com'], links: {} };
    const config = defineConfig({ accounts, reports });
    expect(config.links).toEqual({ days: 14 });
    expect(config.reports).toEqual([{ protocol: 'email', address: 'boss@example.com' }]);
    for (const days of [0, 366, 1.5])
      expect(() => defineConfig({ accounts, reports: { links: { days } } })).toThrow('reports.links.days');
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
    expect(faults).toContain('accounts[0].time: has to be a time, such as 01:10; it is "24:00"');
    expect(faults).toContain(
      'alerts.sms[0]: has to be a number in E.164 form, such as +821012345678; it is "010-1234-5678"',
    );
    expect(faults).toContain('deployment.memoryMb: has to be at least 128; it is 64');
    expect(faults).toContain('deployment.noncurrentVersionDays: has to be a whole number; it is 1.5');
  });

  it.each([
    [{ accounts: [{ name: 'acme', zone: 'Asia/Seoul' }] }, 'accounts[0].zone: …; did you mean timeZone?'],
    [{ accounts: [{ name: 'acme', timezone: 'UTC' }] }, 'accounts[0].timezone: …; did you mean timeZone?'],
    [{ accounts: [{ name: 'acme' }], alert: {} }, 'alert: …; did you mean alerts?'],
    [
      { accounts: [{ name: 'acme' }], reports: { smsSeverities: ['info'] } },
      'reports.smsSeverities: …; there are email, sms, https, links',
    ],
    [
      { accounts: [{ name: 'acme' }], deployment: { memory: 512 } },
      'deployment.memory: …; did you mean memoryMb?',
    ],
    [
      { accounts: [{ name: 'acme', rules: { stuck: { 'war ning': 1 } } }] },
      'accounts[0].rules.stuck["war ning"]: …; did you mean warning?',
    ],
  ])('refuses a key that it does not know, and says which may have been meant: %j', (config, fault) => {
    expect(faultsIn(config)).toEqual([fault.replace('…', 'there is no such option')]);
  });

  it('names each unknown key on a line of its own, beside all other faults', () => {
    const faults = faultsIn({
      accounts: [
        { name: 'acme', zone: 'Asia/Seoul', tiem: '01:10', lookBackDays: '7' },
        { name: 'acme', timeZone: 'Europe/London', time: '01:10', report: 'no' },
      ],
      alerts: { email: ['a@example.com', 5, 'A@example.com'], mail: [] },
    });
    expect(faults).toEqual([
      'accounts[0].lookBackDays: has to be a number; it is "7"',
      'accounts[0].zone: there is no such option; did you mean timeZone?',
      'accounts[0].tiem: there is no such option; did you mean time?',
      'accounts[1].report: has to be true or false; it is "no"',
      expect.stringContaining('accounts[1].time: has to exist every day'),
      'accounts[1].name: has to be a name of its own: accounts[0] has it already; it is "acme"',
      'alerts.email[1]: has to be a text; it is 5',
      'alerts.email[2]: is the same address as [0]; it is "A@example.com"',
      expect.stringContaining('alerts.mail: there is no such option'),
    ]);
  });

  it('repeats what is wrong in few characters, and nothing of what may be a secret', () => {
    const key = 'AbCdEf0123456789ghijkl';
    const faults = faultsIn({
      accounts: [
        {
          name: `a\u202e${'b'.repeat(80)}`,
          secret: `{"secretKey":"${key}"}`,
          baseUrl: `https://user:${key}@vod.example.com`,
        },
      ],
      alerts: { https: [`http://chat.example.com/${key}`, { address: `chat.example.com/${key}` }] },
    });
    expect(faults).toHaveLength(5);
    expect(faults.join()).not.toContain(key);
    expect(faults.join()).not.toContain('\u202e');
    expect(faults[0]).toMatch(/; it is "a b+…$/);
    expect(Math.max(...faults.map(({ length }) => length))).toBeLessThan(160);
  });

  it.each([
    [{ accounts: [] }, 'accounts: has to hold at least one account, unless there is a fleet'],
    [{}, 'accounts: has to hold at least one account, unless there is a fleet'],
    [{ accounts: [{}] }, 'accounts[0].name: has to be a text; it is missing'],
    [{ accounts: { name: 'acme' } }, 'accounts: has to be a list; it is an object'],
    [
      { accounts: [{ name: 'acme', language: 'kr' }] },
      'accounts[0].language: has to be one of en, ko; it is "kr"',
    ],
    [
      {
        accounts: [{ name: 'acme', quiet: { weekdays: ['mon', 'tue', 'wed', 'thu', 'fri', 'sat', 'sun'] } }],
      },
      'accounts[0].quiet.weekdays: has to leave a day of the week: what is held back would never be told',
    ],
    [
      { accounts: [{ name: 'acme' }], deployment: { runbookUrl: `https://wiki/${'a'.repeat(700)}` } },
      expect.stringContaining('deployment.runbookUrl: has to be an https address of at most 700 characters'),
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

describe('toConfig', () => {
  it('takes what defineConfig has made as it is, and nobody can spoil that', () => {
    const config = defineConfig({ accounts: [{ name: 'acme' }] });
    expect(toConfig(config)).toBe(config);
    const [account] = config.accounts;
    expect(() => Object.assign(account ?? {}, { time: '25:00' })).toThrow(TypeError);
  });

  it('refuses what another copy of the program has made, and says that', async () => {
    const copy = '../../lambda/config/config.ts?another';
    const another: { defineConfig: typeof defineConfig } = await import(copy);
    const config = another.defineConfig({ accounts: [{ name: 'acme' }] });
    expect(faultsOf(() => toConfig(config))).toEqual([
      expect.stringContaining('the whole: its defineConfig is of another copy of vod-nightly'),
    ]);
  });

  it('checks everything else', () => {
    expect(toConfig({ accounts: [{ name: 'acme' }] })).toEqual(
      defineConfig({ accounts: [{ name: 'acme' }] }),
    );
    expect(faultsOf(() => toConfig({ accounts: [{ name: 'acme', time: '25:00' }] }))).toHaveLength(1);
    expect(faultsOf(() => toConfig(() => ({})))).toEqual([
      'the whole: has to be an object; it is a function',
    ]);
  });
});
