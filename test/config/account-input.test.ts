import { describe, expect, it } from 'vitest';
import { type ConfigInput, defineConfig } from '../../lambda/config/config.ts';
import { faultsOf } from '../support/faults.ts';

/** From which on clock changes matter here. */
const nowMs = Date.UTC(2026, 10, 27);

const faultsIn = (config: unknown) => faultsOf(() => defineConfig(config as ConfigInput, nowMs));
const faultsOfAccount = (account: object) => faultsIn({ accounts: [{ name: 'acme', ...account }] });

describe('the time at which a night is due', () => {
  it.each([
    ['Europe/London', '01:10', '2027-03-28', '00:59'],
    ['Europe/Lisbon', '01:10', '2027-03-28', '00:59'],
    ['Atlantic/Canary', '01:10', '2027-03-28', '00:59'],
    ['America/New_York', '02:30', '2027-03-14', '03:00'],
  ])('in %s is not %s, which the clocks skip on %s, but %s for one', (timeZone, time, date, safe) => {
    expect(faultsOfAccount({ timeZone, time })).toEqual([
      `accounts[0].time: has to exist every day: the clocks in ${timeZone} skip it on ${date}, and the night with it; ` +
        `the nearest time that they never skip is ${safe}; it is "${time}"`,
    ]);
    expect(faultsOfAccount({ timeZone, time: safe })).toEqual([]);
  });

  it('may be 01:10 in New York and 02:30 in London', () => {
    expect(faultsOfAccount({ timeZone: 'America/New_York', time: '01:10' })).toEqual([]);
    expect(faultsOfAccount({ timeZone: 'Europe/London', time: '02:30' })).toEqual([]);
  });

  it('is, unless it is given, one that the zone has every day', () => {
    const zones = Intl.supportedValuesOf('timeZone');
    const given = zones.map((timeZone, index) => ({ name: `account-${index}`, timeZone }));
    const { accounts } = defineConfig({ accounts: given }, nowMs);
    // It would be refused if it were given and skipped; test/core/time/skipped-times.test.ts asks Temporal instead.
    expect(
      faultsIn({ accounts: given.map((one, index) => ({ ...one, time: accounts[index]?.time })) }),
    ).toEqual([]);
    const timeIn = (zone: string) => accounts.find(({ timeZone }) => timeZone === zone)?.time;
    expect(['Asia/Seoul', 'America/New_York', 'Europe/London', 'Atlantic/Canary'].map(timeIn)).toEqual([
      '01:10',
      '01:10',
      '00:59',
      '00:59',
    ]);
  });
});

describe('a time zone', () => {
  it.each([
    ['asia/seoul', ', in its exact case: Asia/Seoul'],
    ['utc', ', in its exact case: UTC'],
    ['JST', ', in its exact case: Asia/Tokyo'],
    ['+09:00', ', in its exact case: Etc/GMT-9'],
    ['SystemV/PST8PDT', ', in its exact case: PST8PDT'],
    ['Asia/Soul', ', in its exact case: Asia/Seoul'],
    ['Mars/Olympus', ', such as Asia/Seoul'],
    ['', ', such as Asia/Seoul'],
  ])('has to be a name of the tz database, which %j is not', (timeZone, name) => {
    expect(faultsOfAccount({ timeZone })).toEqual([
      `accounts[0].timeZone: has to be a name of the tz database${name}; it is "${timeZone}"`,
    ]);
  });

  it.each(['Asia/Kolkata', 'Asia/Calcutta', 'Asia/Seoul', 'ROK', 'UTC', 'Etc/GMT-9', 'America/Indiana/Knox'])(
    'may be %s',
    (timeZone) => {
      expect(faultsOfAccount({ timeZone })).toEqual([]);
      expect(defineConfig({ accounts: [{ name: 'acme', timeZone }] }).accounts[0]?.timeZone).toBe(timeZone);
    },
  );
});

describe('a secret', () => {
  const secrets = 'arn:aws:secretsmanager:ap-northeast-2:111122223333:secret:';

  it.each([
    [`${secrets}vendor`, 'the whole ARN'],
    [`${secrets}vendor/keys-abc`, 'the whole ARN'],
    [`${secrets}my secret-AbCdEf`, 'the whole ARN'],
    [`${secrets}*`, 'the whole ARN'],
    [`${secrets}vendor-??????`, 'the whole ARN'],
    ['arn:aws:secretsmanager:ap-northeast-2::secret:vendor-AbCdEf', 'the whole ARN'],
    ['arn:aws:ssm:ap-northeast-2:111122223333:parameter/vendor', 'the whole ARN'],
    ['arn:aws:s3:::bucket', 'the whole ARN'],
    ['my secret*', 'the name'],
    ['vendor*', 'the name'],
    ['vendor ', 'the name'],
    ['비밀', 'the name'],
    ['{"accessKey":"a","secretKey":"b"}', 'the name'],
    ['', 'the name'],
    ['a'.repeat(513), 'the name'],
  ])('is refused when Secrets Manager has none of that name: %s', (secret, right) => {
    expect(faultsOfAccount({ secret })).toEqual([
      expect.stringMatching(new RegExp(`^accounts\\[0\\]\\.secret: has to be ${right} .*[a-z]$`, 'i')),
    ]);
  });

  it.each([
    'vendor/globex',
    'prod_keys+1=a.b@c-d',
    `${secrets}vendor-AbCdEf`,
    `${secrets}vendor/globex-eu-a1B2c3`,
    'arn:aws-us-gov:secretsmanager:us-gov-west-1:111122223333:secret:vendor-AbCdEf',
  ])('may be %s', (secret) => {
    expect(faultsOfAccount({ secret })).toEqual([]);
  });

  it('may be a key ring, which is not quoted where it is wrong', () => {
    expect(faultsOfAccount({ secret: { ring: 'gold' } })).toEqual([]);
    expect(faultsOfAccount({ secret: { ring: 'Gold/AbCdEf' } })).toEqual([
      'accounts[0].secret.ring: has to be 1 to 40 of a-z, 0-9 and inner hyphens',
    ]);
    expect(faultsOfAccount({ secret: {} })).toEqual(['accounts[0].secret.ring: has to be a text']);
    expect(faultsOfAccount({ secret: { ring: 'gold', key: 'AbCdEf' } })).toEqual([
      'accounts[0].secret.key: there is no such option; there are ring',
    ]);
    expect(faultsOfAccount({ secret: 5 })).toEqual(['accounts[0].secret: has to be a text']);
  });

  const keys = 'arn:aws:kms:ap-northeast-2:111122223333';
  it('may be under a key that is named by its ARN', () => {
    const secretKmsKey = `${keys}:key/0a1b2c3d-0000-1111-2222-333344445555`;
    expect(faultsOfAccount({ secret: 'vendor', secretKmsKey })).toEqual([]);
    expect(faultsOfAccount({ secret: 'vendor', secretKmsKey: `${keys}:key/mrk-0a1b2c3d` })).toEqual([]);
    expect(faultsOfAccount({ secretKmsKey })).toEqual([
      expect.stringContaining('accounts[0].secretKmsKey: has to come with the secret that it encrypts'),
    ]);
  });

  it.each([`${keys}:alias/vendor`, 'alias/vendor', '0a1b2c3d-0000-1111-2222-333344445555', `${keys}:key/*`])(
    'is under no key that is named as %s, which no policy could name',
    (secretKmsKey) => {
      expect(faultsOfAccount({ secret: 'vendor', secretKmsKey })).toEqual([
        expect.stringContaining('accounts[0].secretKmsKey: has to be the ARN of a key'),
      ]);
    },
  );
});

describe('tags', () => {
  const tags = (count: number) => Array.from({ length: count }, (_, index) => `tag-${index}`);

  it('are names, at most ten of them, and none twice', () => {
    expect(faultsOfAccount({ tags: tags(10) })).toEqual([]);
    expect(defineConfig({ accounts: [{ name: 'acme', tags: ['gold'] }] }).accounts[0]?.tags).toEqual([
      'gold',
    ]);
    expect(faultsOfAccount({ tags: tags(11) })).toEqual(['accounts[0].tags: has to hold at most 10 tags']);
    expect(faultsOfAccount({ tags: ['gold', 'gold'] })).toEqual([
      'accounts[0].tags: has to name nothing twice',
    ]);
    expect(faultsOfAccount({ tags: ['gold', 'Team A'] })).toEqual([
      'accounts[0].tags[1]: has to be 1 to 40 of a-z, 0-9 and inner hyphens; it is "Team A"',
    ]);
  });
});

describe('a threshold of the rule stuck', () => {
  it('is refused where it lies beyond the look-back', () => {
    expect(faultsOfAccount({ lookBackDays: 7, rules: { stuck: { warning: 8, critical: 9 } } })).toEqual([
      expect.stringMatching(
        /^accounts\[0\]\.rules\.stuck\.warning: has to be at most lookBackDays, here 7, .*; it is 8$/,
      ),
      expect.stringMatching(
        /^accounts\[0\]\.rules\.stuck\.critical: has to be at most lookBackDays, here 7, .*; it is 9$/,
      ),
    ]);
    expect(faultsOfAccount({ lookBackDays: 2, rules: { stuck: {} } })).toEqual([
      'accounts[0].rules.stuck.warning: has to be at most lookBackDays, here 2, after which a date is asked for no more; ' +
        'it is 3 unless given, and stuck: false is for never',
    ]);
    expect(faultsOfAccount({ lookBackDays: 0 })).toHaveLength(1);
    const others = faultsOfAccount({ timeZone: 'Mars', rules: { stuck: { warning: 8 } } });
    expect(others.map((fault) => fault.split(': ')[0])).toEqual([
      'accounts[0].timeZone',
      'accounts[0].rules.stuck.warning',
    ]);
  });

  it.each([
    [7, { warning: 7 }],
    [3, {}],
    [1, { warning: 1, critical: 1 }],
    [0, false],
  ] as const)('is taken within a look-back of %d days: %j', (lookBackDays, stuck) => {
    expect(faultsOfAccount({ lookBackDays, rules: { stuck } })).toEqual([]);
  });
});
