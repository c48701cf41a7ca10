import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { type ConfigInput, defineConfig } from '../../lambda/config/config.ts';
import { type Notice, noticeKinds, type Severity } from '../../lambda/core/ledger/line.ts';
import { composeAlert } from '../../lambda/core/messages/alert.ts';
import { pendingNotices } from '../../lambda/core/notices/outbox.ts';
import { findDestinations } from '../../local/embedded-aws/sns/topics.ts';
import { accountOf } from '../support/accounts.ts';
import { countsWith } from '../support/counts.ts';
import { faultsOf } from '../support/faults.ts';
import { ledgerOf, measuredLine, noticeOf } from '../support/lines.ts';

const accounts = [{ name: 'acme' }, { name: 'globex' }];
const recipientsOf = (given: Omit<ConfigInput, 'accounts'>) => defineConfig({ accounts, ...given });

const faultsIn = (given: object) => faultsOf(() => defineConfig({ accounts, ...given } as ConfigInput));

describe('recipients', () => {
  it('are of one form, however they are written', () => {
    const { alerts } = recipientsOf({
      alerts: {
        https: ['https://chat.example.com/hook'],
        email: ['ops@example.com', { address: 'dev@example.com' }],
      },
    });
    expect(alerts).toEqual([
      { protocol: 'email', address: 'ops@example.com' },
      { protocol: 'email', address: 'dev@example.com' },
      { protocol: 'https', address: 'https://chat.example.com/hook' },
    ]);
  });

  it('get what their routes say, and every digest of several kinds', () => {
    const { alerts } = recipientsOf({
      alerts: {
        email: [
          {
            address: 'acme@example.com',
            accounts: ['acme'],
            severities: ['critical', 'warning'],
            kinds: ['breached', 'escalated'],
          },
        ],
      },
    });
    expect(alerts[0]?.filter).toEqual({
      account: ['acme'],
      severity: ['critical', 'warning'],
      kind: ['breached', 'escalated', 'digest'],
    });
  });

  it('by text message get what is critical, unless they or all of them are to get more', () => {
    const own = { address: '+821011112222', severities: ['warning', 'critical'] as const };
    const sms = [
      '+821012345678',
      { address: '+821033334444', accounts: ['acme'] },
      { ...own, severities: [...own.severities] },
    ];
    const severitiesOf = (more: ConfigInput['alerts']) =>
      recipientsOf({ alerts: { sms, ...more } }).alerts.map(({ filter }) => filter?.severity);
    expect(severitiesOf({})).toEqual([['critical'], ['critical'], ['warning', 'critical']]);
    const all: Severity[] = ['info', 'warning', 'critical'];
    expect(severitiesOf({ smsSeverities: all })).toEqual([all, all, ['warning', 'critical']]);
  });

  it('of reports have accounts for routes, and telephones among them no severities', () => {
    const { reports } = recipientsOf({
      reports: { email: [{ address: 'acme@example.com', accounts: ['acme'] }], sms: ['+821012345678'] },
    });
    expect(reports).toEqual([
      { protocol: 'email', address: 'acme@example.com', filter: { account: ['acme'] } },
      { protocol: 'sms', address: '+821012345678' },
    ]);
  });

  it('ask for accounts by tags, in alerts and in reports', () => {
    const gold = { address: 'gold@example.com', tags: ['gold', 'team-a'] };
    const { alerts, reports } = recipientsOf({
      alerts: { email: [gold] },
      reports: { https: [{ ...gold, address: 'https://gold.example.com/', accounts: ['acme'] }] },
    });
    expect(alerts.map(({ filter }) => filter)).toEqual([{ tags: ['gold', 'team-a'] }]);
    expect(reports.map(({ filter }) => filter)).toEqual([{ account: ['acme'], tags: ['gold', 'team-a'] }]);
  });

  it('may name accounts that the configuration does not know where there is a fleet', () => {
    const fleet = { shifts: [{ name: 'seoul' }] };
    expect(faultsIn({ fleet, ...to({ accounts: ['acme', 'umbrella'] }) })).toEqual([]);
    expect(faultsIn({ fleet, ...to({ accounts: ['Umbrella'] }) })).toEqual([
      'alerts.email[0].accounts[0]: has to be 1 to 40 of a-z, 0-9 and inner hyphens; it is "Umbrella"',
    ]);
  });

  const to = (routes: object) => ({ alerts: { email: [{ address: 'a@example.com', ...routes }] } });
  const allWorse =
    'has to name all that is worse as well: several notices go out as one message, under the worst severity';
  it.each([
    [
      to({ accounts: ['acme', 'umbrella'] }),
      'alerts.email[0].accounts[1]: has to be one of the accounts: acme, globex; it is "umbrella"',
    ],
    [to({ accounts: [] }), 'alerts.email[0].accounts: has to name at least one'],
    [to({ tags: [] }), 'alerts.email[0].tags: has to name at least one'],
    [to({ tags: ['gold', 'gold'] }), 'alerts.email[0].tags: has to name nothing twice'],
    [
      to({ tags: ['Gold'] }),
      'alerts.email[0].tags[0]: has to be 1 to 40 of a-z, 0-9 and inner hyphens; it is "Gold"',
    ],
    [to({ severities: [] }), 'alerts.email[0].severities: has to name at least one'],
    [to({ kinds: [] }), 'alerts.email[0].kinds: has to name at least one'],
    [to({ kinds: ['revised', 'revised'] }), 'alerts.email[0].kinds: has to name nothing twice'],
    [to({ severities: ['info'] }), `alerts.email[0].severities: ${allWorse}`],
    [to({ severities: ['info', 'critical'] }), `alerts.email[0].severities: ${allWorse}`],
    [to({ severities: ['warning'] }), `alerts.email[0].severities: ${allWorse}`],
    [{ alerts: { smsSeverities: ['warning'] } }, `alerts.smsSeverities: ${allWorse}`],
    [to({ kind: ['revised'] }), 'alerts.email[0].kind: there is no such option; did you mean kinds?'],
    [
      to({ address: 'nobody' }),
      'alerts.email[0].address: has to be one email address and nothing else, such as ops@example.com; it is "nobody"',
    ],
    [
      { alerts: { email: ['a@example.com', { address: 'a@example.com', kinds: ['revised'] }] } },
      'alerts.email[1].address: is the same address as [0]; it is "a@example.com"',
    ],
    [
      { reports: { email: [{ address: 'a@example.com', severities: ['critical'] }] } },
      'reports.email[0].severities: there is no such option; there are address, accounts, tags',
    ],
  ])('are refused: %j', (given, fault) => {
    expect(faultsIn(given)).toEqual([fault]);
  });

  it('are refused for all their faults at once, those of a list of kinds with what there is', () => {
    const faults = faultsIn(to({ accounts: ['umbrella'], severities: ['info'], kinds: ['broken'] }));
    expect(faults.map((fault) => fault.split(': ')[0])).toEqual([
      'alerts.email[0].accounts[0]',
      'alerts.email[0].severities',
      'alerts.email[0].kinds[0]',
    ]);
    expect(faults[2]).toContain('has to be one of breached, escalated');
    expect(faults[2]).toContain('; it is "broken"');
  });

  it('have at most as many combinations as SNS takes', () => {
    const names = Array.from({ length: 8 }, (_, index) => `account-${index}`);
    const routes = { severities: ['info', 'warning', 'critical'], kinds: [...noticeKinds] };
    const with8 = { accounts: names.map((name) => ({ name })), ...to({ ...routes, accounts: names }) };
    expect(faultsIn(with8)).toEqual([
      'alerts.email: a@example.com has 192 combinations of account, tag, severity and kind, and SNS takes 150; leave out a list that names all there are',
    ]);
    expect(faultsIn({ ...with8, ...to({ ...routes, accounts: names.slice(2) }) })).toEqual([]);
    expect(
      faultsIn({ ...with8, ...to({ accounts: names, tags: names.map((name) => `of-${name}`) }) }),
    ).toEqual([]);
    const kinds = routes.kinds.slice(0, 2);
    expect(faultsIn({ ...with8, ...to({ kinds, accounts: names, tags: [...names] }) })).toEqual([
      expect.stringContaining('a@example.com has 192 combinations of account, tag, severity and kind'),
    ]);
  });
});

describe('a filter', () => {
  const severities: readonly Severity[] = ['info', 'warning', 'critical'];
  const anyNotice = fc.record({
    kind: fc.constantFrom(...noticeKinds),
    severity: fc.constantFrom(...severities),
  });
  const anyRoutes = fc.record(
    {
      tags: fc.subarray(['gold', 'silver'], { minLength: 1 }),
      accounts: fc.subarray(['acme', 'globex'], { minLength: 1 }),
      severities: fc.nat(2).map((index) => severities.slice(index)),
      kinds: fc.subarray([...noticeKinds], { minLength: 1 }),
    },
    { requiredKeys: [] },
  );

  it('lets every message pass that holds a notice asked for, alone or among others', () => {
    fc.assert(
      fc.property(fc.array(anyNotice, { minLength: 1, maxLength: 5 }), anyRoutes, (notices, routes) => {
        const { alerts } = recipientsOf({
          alerts: { email: [{ address: 'a@example.com', ...routes }] },
        });
        const { accounts: names = ['acme'], severities: bad = severities, kinds = noticeKinds } = routes;
        const isOfAccount = names.includes('acme') && (routes.tags?.includes('gold') ?? true);
        const isAskedFor = notices.some(
          ({ kind, severity }) => isOfAccount && bad.includes(severity) && kinds.includes(kind),
        );
        const passes = findDestinations({ name: 'alerts', recipients: alerts }, attributesOf(notices)).length;
        if (isAskedFor) expect(passes).toBe(1);
        if (!isOfAccount) expect(passes).toBe(0);
        if (notices.length === 1) expect(passes).toBe(isAskedFor ? 1 : 0);
      }),
    );
  });

  function attributesOf(told: readonly Pick<Notice, 'kind' | 'severity'>[]) {
    const counts = countsWith({ failure: 12 });
    const notices = told.map((one, index) =>
      noticeOf(one.kind, { ...one, id: `acme/2026-11-22/${index + 1}`, state: 'pending', counts }),
    );
    const ledger = ledgerOf(measuredLine('2026-11-22', { counts, notices }));
    const tellings = pendingNotices(ledger);
    const { attributes } = composeAlert({ account: accountOf() }, tellings, ledger);
    const own = Object.entries(attributes).map(([name, value]) => [
      name,
      { type: 'String', value: String(value) },
    ]);
    return Object.fromEntries([...own, ['tags', { type: 'String.Array', value: '["gold","team-a"]' }]]);
  }
});
