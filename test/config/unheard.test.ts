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
