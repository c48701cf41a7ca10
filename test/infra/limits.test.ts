import { beforeAll, describe, expect, it } from 'vitest';
import { type ConfigInput, defineConfig } from '../../lambda/config/config.ts';
import { all, limits, type Stack } from './aws-limits.ts';
import { accountId, deployOnPaper, region } from './paper-deployment.ts';
import { synthesisMs, synthesize } from './synthesis.ts';

/** As many accounts with names as long as can be. */
const accountsNamed = (count: number, more: (name: string) => object = () => ({})) =>
  Array.from({ length: count }, (_, index) => {
    const name = `customer-${String(index).padStart(3, '0')}-${'x'.repeat(27)}`;
    return { name, ...more(name) };
  });

const recipients: Pick<ConfigInput, 'alerts' | 'reports'> = {
  alerts: {
    email: [
      'ops@example.com',
      ...Array.from({ length: 15 }, (_, index) => ({
        address: `team-${index}@example.com`,
        severities: ['critical' as const],
      })),
    ],
    sms: ['+821012345678'],
    https: ['https://chat.example.com/hook'],
  },
  reports: { email: ['boss@example.com'], links: {} },
};

const runbookUrl = `https://example.com/${'x'.repeat(650)}/runbook.md`;

const usual = (count: number): ConfigInput => ({
  accounts: accountsNamed(count),
  ...recipients,
  deployment: { runbookUrl },
});

/** Each account has a secret of its own under a customer's key of its own. */
const withOwnSecrets: ConfigInput = {
  ...recipients,
  accounts: accountsNamed(200, (name) => ({
    secret: `vendor/vod-station/${name}`,
    secretKmsKey: `arn:aws:kms:${region}:${accountId}:key/12345678-1234-1234-1234-${name.slice(9, 12)}456789012`,
  })),
};

/** As many shifts as there can be, whose accounts have routes. */
const fullFleet = (addresses: number): ConfigInput => ({
  fleet: {
    shifts: Array.from({ length: 100 }, (_, index) => ({
      name: `shift-${String(index).padStart(3, '0')}-${'x'.repeat(30)}`,
      time: `${String(Math.floor(index / 50)).padStart(2, '0')}:${String(index % 50).padStart(2, '0')}`,
    })),
  },
  alerts: {
    email: [
      'ops@example.com',
      ...Array.from({ length: addresses }, (_, index) => ({
        address: `team-${index}@example.com`,
        tags: Array.from({ length: 50 }, (_, tag) => `tag-${index}-${String(tag).padStart(33, 'x')}`),
      })),
    ],
  },
  reports: { email: ['boss@example.com'], links: {} },
  deployment: { runbookUrl },
});

describe.each([
  ['1 account', usual(1)],
  ['10 accounts', usual(10)],
  ['60 accounts', usual(60)],
  ['200 accounts', usual(200)],
  ["200 accounts with secrets of their own under customers' keys", withOwnSecrets],
  ['a fleet of 100 shifts', fullFleet(50)],
])('a stack of %s', (_, config) => {
  let stack: Stack;
  beforeAll(() => {
    const { template } = synthesize(config);
    stack = { template: template.toJSON() as Stack['template'], paper: deployOnPaper(template) };
  }, synthesisMs);

  it.each(limits)('has no more %s than %i: %s', (_what, limit, _source, count) => {
    expect(count(stack)).toBeLessThanOrEqual(limit);
  });

  it('has an alarm, a widget and an output for all accounts, and none for each', () => {
    const named = (type: string) => JSON.stringify(all(stack, type)).includes('customer-000');
    expect([named('AWS::CloudWatch::Alarm'), named('AWS::CloudWatch::Dashboard')]).toEqual([false, false]);
    expect(JSON.stringify(stack.template.Outputs)).not.toContain('customer-000');
  });
});

describe('more than a stack takes', () => {
  const faultsOf = (config: ConfigInput) => {
    try {
      return String(synthesize(config));
    } catch (error) {
      return String(error);
    }
  };

  it('is refused before synthesis, with what to do', () => {
    expect(faultsOf({ accounts: accountsNamed(201) })).toBe(
      'InvalidInputError: the configuration cannot be used:\n' +
        '  - accounts: there are 201, and one stack takes 200; divide the accounts among several configurations, and deploy ' +
        'each as a stack of its own: npx cdk deploy --context config=FILE --context stack=NAME',
    );
  });

  it('is no matter on one’s own machine, where there is no stack', () => {
    expect(defineConfig({ accounts: accountsNamed(201) }).accounts).toHaveLength(201);
  });

  const addresses = (count: number) =>
    Array.from({ length: count }, (_, index) => `person-${index}@example.com`);

  it('is refused as well where recipients take the room', () => {
    const alerts = { email: addresses(31) };
    expect(faultsOf({ accounts: accountsNamed(200), alerts })).toMatch(
      /alerts, reports: 31 recipients beside 200 accounts are more than one stack takes; put mailing lists/,
    );
  });

  it(
    'is not refused where the last recipient has room',
    () => {
      const { template } = synthesize({ ...usual(200), alerts: { email: addresses(29) } });
      expect(Object.keys(template.toJSON().Resources).length).toBeLessThanOrEqual(500);
    },
    synthesisMs,
  );

  it('is refused where shifts take the room, as each has a schedule and two alarms', () => {
    expect(faultsOf(fullFleet(51))).toMatch(
      /alerts, reports: 53 recipients beside 0 accounts and 100 shifts are more than one stack takes/,
    );
    const shifts = Array.from({ length: 101 }, (_, index) => ({
      name: `shift-${index}`,
      time: `${String(Math.floor(index / 60)).padStart(2, '0')}:${String(index % 60).padStart(2, '0')}`,
    }));
    expect(faultsOf({ fleet: { shifts } })).toMatch(/fleet.shifts: there are 101, and one stack takes 100/);
  });

  const shifts = [{ name: 'seoul' }];

  it('is refused where routes name more than a state of Step Functions holds', () => {
    const email = Array.from({ length: 60 }, (_, index) => ({
      address: `team-${index}@example.com`,
      accounts: Array.from(
        { length: 150 },
        (_, account) => `customer-${index}-${String(account).padStart(27, '0')}`,
      ),
    }));
    expect(faultsOf({ fleet: { shifts }, alerts: { email } })).toMatch(
      /alerts, reports: what their routes name takes more than one state of Step Functions, 256 KB; give accounts tags/,
    );
  });

  it('is refused where more nights would be started at once than Lambda lets run', () => {
    const deployment = { reservedConcurrency: 20 };
    expect(faultsOf({ fleet: { shifts }, deployment })).toMatch(
      /fleet.concurrency: so many nights at once, 50, are refused by Lambda, as deployment.reservedConcurrency lets 20 run/,
    );
    expect(faultsOf({ fleet: { shifts, concurrency: 20 }, deployment })).not.toContain('InvalidInputError');
  });

  it('is refused where the quiet dates of all accounts are too many for one check', () => {
    const dates = Array.from({ length: 20 }, () => ({
      from: '2026-12-24',
      to: '2026-12-26',
      reason: 'holidays',
    }));
    expect(faultsOf({ accounts: accountsNamed(200, () => ({ quiet: { dates } })) })).toMatch(
      /accounts: their quiet dates take more than one event/,
    );
  });

  it('is refused where secrets of one’s own have longer names than policies hold', () => {
    const accounts = accountsNamed(200, (name) => ({ secret: `${'x'.repeat(160)}/${name}` }));
    expect(faultsOf({ accounts })).toMatch(
      /accounts: the names of their own secrets and keys take more than/,
    );
  });
});
