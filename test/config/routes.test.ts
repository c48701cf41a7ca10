import { createHash } from 'node:crypto';
import { describe, expect, it } from 'vitest';
import { type ConfigInput, defineConfig } from '../../lambda/config/config.ts';
import { routedRecipients, routeIdOf, routesOf } from '../../lambda/config/routes.ts';
import { findDestinations } from '../../local/embedded-aws/sns/topics.ts';

const fleet = { shifts: [{ name: 'seoul' }] };
const alertsTo = (alerts: ConfigInput['alerts']) => defineConfig({ fleet, alerts }).alerts;

const alerts = alertsTo({
  email: [
    'ops@example.com',
    { address: 'bad@example.com', severities: ['critical'] },
    { address: 'gold@example.com', tags: ['gold', 'a'], severities: ['critical'] },
    { address: 'both@example.com', tags: ['gold'], accounts: ['globex', 'acme'], kinds: ['unavailable'] },
  ],
  sms: [{ address: '+821012345678', tags: ['a', 'gold'] }],
});
const gold = { tags: ['a', 'gold'] };
const both = { accounts: ['acme', 'globex'], tags: ['gold'] };

describe('routes', () => {
  it('are what those ask for who hear of some accounts only, each once, in one order', () => {
    expect(routesOf(alerts)).toEqual([gold, both]);
    expect(routesOf(alertsTo({ email: ['ops@example.com'] }))).toEqual([]);
  });

  it('have an id that is the same in whatever order they are written, and only then', () => {
    const hash = createHash('sha256').update('{"accounts":["acme","globex"],"tags":["gold"]}');
    expect(routeIdOf(both)).toBe(hash.digest('hex').slice(0, 12));
    expect(routeIdOf({ tags: ['gold'], accounts: ['globex', 'acme'] })).toBe(routeIdOf(both));
    const others = [gold, both, { tags: ['gold'] }, { accounts: ['gold'] }, { accounts: ['a', 'gold'] }];
    expect(new Set(others.map(routeIdOf)).size).toBe(others.length);
  });

  it('are subscribed by those alone, with what else they ask for', () => {
    expect(routedRecipients(alerts)).toEqual([
      {
        protocol: 'email',
        address: 'gold@example.com',
        filter: { route: [routeIdOf(gold)], severity: ['critical'] },
      },
      {
        protocol: 'email',
        address: 'both@example.com',
        filter: { route: [routeIdOf(both)], kind: ['unavailable', 'digest'] },
      },
      {
        protocol: 'sms',
        address: '+821012345678',
        filter: { route: [routeIdOf(gold)], severity: ['critical'] },
      },
    ]);
  });

  it('lead every message about several accounts to whoever hears of them, to nobody else and to nobody twice', () => {
    const told = (route: object | undefined) => {
      const of = (value: string) => ({ type: 'String', value });
      const attributes = { severity: of('critical'), kind: of('unavailable') };
      const routed = route && { route: of(routeIdOf(route)) };
      const recipients = routed ? routedRecipients(alerts) : alerts;
      return findDestinations({ name: 'topic', recipients }, { ...attributes, ...routed }).map(
        ({ recipient }) => recipient,
      );
    };
    expect(told(undefined)).toEqual(['ops@example.com', 'bad@example.com']);
    expect(told(gold)).toEqual(['gold@example.com', '+821012345678']);
    expect(told(both)).toEqual(['both@example.com']);
  });
});
