import { describe, expect, it } from 'vitest';
import { type ConfigInput, defineConfig } from '../../lambda/config/config.ts';
import { unheardBy } from '../../lambda/config/unheard.ts';

const accounts = [{ name: 'acme' }, { name: 'globex' }];
const unheardWith = (alerts: ConfigInput['alerts']) =>
  unheardBy(defineConfig({ accounts, alerts })).map(({ what, accounts }) => [what, ...accounts]);

const acme = { address: 'acme@example.com', accounts: ['acme'] };

describe('what nobody hears', () => {
  it('is nothing where one address gets everything', () => {
    expect(unheardWith({ email: ['ops@example.com'] })).toEqual([]);
    expect(unheardWith({ https: ['https://chat.example.com/hook'], email: [acme] })).toEqual([]);
  });

  it('is everything where nobody is named, and that alone is said', () => {
    expect(unheardWith({})).toEqual([['anything', 'acme', 'globex']]);
    expect(unheardWith({ email: [], sms: [], https: [] })).toEqual([['anything', 'acme', 'globex']]);
  });

  it('is nothing critical where somebody gets every such notice of each account', () => {
    const critical = { ...acme, severities: ['critical' as const] };
    const some = { address: 'b@example.com', accounts: ['globex'], kinds: ['breached' as const] };
    const rest = { address: 'c@example.com', kinds: ['escalated' as const, 'revised' as const] };
    const found = unheardWith({ email: [critical, some, rest] });
    expect(found.map(([what]) => what)).not.toContain('critical');
    const kinds = ['breached' as const, 'escalated' as const];
    expect(unheardWith({ email: [acme, { address: 'b@example.com', kinds }] })[0]).toEqual([
      'critical',
      'globex',
    ]);
  });

  it('is all of an account that no route names, and the alarms where everybody has routes', () => {
    expect(unheardWith({ email: [acme] })).toEqual([
      ['critical', 'globex'],
      ['alarms', 'acme', 'globex'],
    ]);
  });

  it('is what is no more than a warning, where routes or telephones hear only what is critical', () => {
    const loud = { address: 'ops@example.com', severities: ['critical' as const] };
    const expected = [
      ['warnings', 'acme', 'globex'],
      ['alarms', 'acme', 'globex'],
    ];
    expect(unheardWith({ sms: ['+821012345678'] })).toEqual(expected);
    expect(unheardWith({ email: [loud] })).toEqual(expected);
    expect(unheardWith({ email: [loud, acme] })).toEqual([
      ['warnings', 'globex'],
      ['alarms', 'acme', 'globex'],
    ]);
  });

  it('is what a date without counts is worth, where kinds leave that out', () => {
    const kinds = ['breached' as const, 'escalated' as const, 'revised' as const];
    expect(unheardWith({ email: [{ address: 'ops@example.com', kinds }] })[0]).toEqual([
      'warnings',
      'acme',
      'globex',
    ]);
  });

  it('is nothing of an account of which somebody asks for a tag', () => {
    const tagged = [
      { name: 'acme', tags: ['gold', 'team-a'] },
      { name: 'globex', tags: ['team-b'] },
    ];
    const gold = { address: 'gold@example.com', tags: ['silver', 'gold'] };
    const found = (...email: object[]) =>
      unheardBy(defineConfig({ accounts: tagged, alerts: { email } } as ConfigInput)).map(
        ({ what, accounts }) => [what, ...accounts],
      );
    expect(found(gold)).toEqual([
      ['critical', 'globex'],
      ['alarms', 'acme', 'globex'],
    ]);
    expect(found({ ...gold, accounts: ['globex'] })[0]).toEqual(['critical', 'acme', 'globex']);
    expect(found({ ...gold, tags: ['gold', 'team-b'] })).toEqual([['alarms', 'acme', 'globex']]);
    expect(
      found(
        { ...gold, tags: ['team-a'], accounts: ['acme'] },
        { address: 'ops@example.com', tags: ['team-b'] },
      ),
    ).toEqual([['alarms', 'acme', 'globex']]);
  });

  it('is said with what to do, and without a full stop that would stand twice', () => {
    for (const alerts of [{}, { email: [acme] }, { sms: ['+821012345678'] }]) {
      for (const { detail, fix } of unheardBy(defineConfig({ accounts, alerts }))) {
        expect(detail).toMatch(/nobody/i);
        expect(detail).toMatch(/[^.]$/);
        expect(fix).toMatch(/^[a-z].*[^.]$/);
      }
    }
  });
});

describe('what nobody hears of a fleet', () => {
  const fleet = { shifts: [{ name: 'seoul' }] };
  const found = (alerts: ConfigInput['alerts']) => unheardBy(defineConfig({ fleet, alerts }));
  const gold = { address: 'gold@example.com', tags: ['gold'] };

  it('is everything where nobody is named', () => {
    expect(found({}).map(({ what }) => what)).toEqual(['anything']);
  });

  it('is nothing where somebody hears of all accounts, whatever others ask for', () => {
    expect(found({ email: ['ops@example.com', gold, acme] })).toEqual([]);
  });

  it('may be what concerns accounts that no route names, and is the alarms', () => {
    const unheard = found({ email: [gold, acme] });
    expect(unheard.map(({ what, accounts }) => [what, accounts])).toEqual([
      ['fleet', []],
      ['alarms', []],
    ]);
    expect(unheard[0]?.detail).toBe(
      'Alerts about accounts of the fleet that no route under alerts names, by accounts or by tags, would reach nobody',
    );
  });

  it('are the warnings of such accounts where whoever hears of all hears only what is critical', () => {
    const unheard = found({ email: [gold], sms: ['+821012345678'] });
    expect(unheard.map(({ what }) => what)).toEqual(['fleet', 'alarms']);
    expect(unheard[0]?.detail).toMatch(/^Warnings about accounts of the fleet/);
  });

  it('is told beside what nobody hears of the accounts that are configured', () => {
    const config = defineConfig({ accounts, fleet, alerts: { email: [acme] } });
    expect(unheardBy(config).map(({ what, accounts: names }) => [what, ...names])).toEqual([
      ['critical', 'globex'],
      ['fleet'],
      ['alarms', 'acme', 'globex'],
    ]);
  });
});
