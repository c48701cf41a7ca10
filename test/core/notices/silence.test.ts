import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import * as z from 'zod/mini';
import type { Notice } from '../../../lambda/core/ledger/line.ts';
import { addMute, endMutes, formatMutes, type Mute, parseMutes } from '../../../lambda/core/notices/mutes.ts';
import { claimAll, holdBack, pendingNotices } from '../../../lambda/core/notices/outbox.ts';
import { type Quiet, quietSchema, type Silence, silenceOn } from '../../../lambda/core/notices/silence.ts';
import { ledgerOf, measuredLine, noticeOf, unavailableLine } from '../../support/lines.ts';

const now = '2026-11-23T01:10:00.000Z';
const later = '2026-11-23T01:11:00.000Z';
const me = { holder: 'me', now };
const heard: Quiet = { weekdays: [], dates: [], exceptCritical: false };
const mute: Mute = {
  until: '2026-11-24',
  reason: 'new encoder',
  by: 'jae',
  mutedAt: '2026-11-20T09:00:00.000Z',
  exceptCritical: false,
};
const silence: Silence = { cause: 'mute', reason: 'new encoder', exceptCritical: false };

function notice(state: Notice['state'], given: Partial<Notice> = {}): Notice {
  return noticeOf('breached', { state, ...given });
}

function stateOf(given: Notice, under: Silence | undefined): Notice {
  const ledger = holdBack(ledgerOf(measuredLine('2026-11-22', { notices: [given] })), me, under);
  return ledger.get('2026-11-22')?.notices[0] as Notice;
}

describe('the silence of a night', () => {
  it.each([
    ['before the mute ends', '2026-11-23', true],
    ['on the last date of the mute', '2026-11-24', true],
    ['on the date after it', '2026-11-25', false],
  ])('%s: a night that reports %s is silent: %s', (_, date, isSilent) => {
    expect(silenceOn(date, heard, [mute])).toEqual(isSilent ? silence : undefined);
  });

  it('ends when somebody ends the mute, and a new mute takes the place of the former', () => {
    expect(silenceOn('2026-11-23', heard, endMutes([mute], now, 'kim'))).toBeUndefined();
    const replaced = addMute([mute], { ...mute, until: '2026-11-22', mutedAt: now, by: 'kim' });
    expect(silenceOn('2026-11-23', heard, replaced)).toBeUndefined();
    expect(replaced[0]).toEqual({ ...mute, endedAt: now, endedBy: 'kim' });
  });

  it('keeps when and by whom an earlier mute was ended', () => {
    const ended = endMutes([mute], now, 'kim');
    expect(addMute(ended, { ...mute, mutedAt: later })[0]).toEqual({ ...mute, endedAt: now, endedBy: 'kim' });
  });

  it('falls on the planned days of the week and date ranges, their ends included', () => {
    // 2026-11-21 is a Saturday.
    const quiet: Quiet = {
      ...heard,
      weekdays: ['sat', 'sun'],
      dates: [{ from: '2026-12-24', to: '2026-12-26', reason: 'year-end freeze' }],
    };
    const silent = (date: string) => silenceOn(date, quiet, []);
    expect(
      ['2026-11-20', '2026-11-21', '2026-11-22', '2026-11-23'].map((date) => silent(date)?.cause),
    ).toEqual([undefined, 'planned', 'planned', undefined]);
    expect(
      ['2026-12-23', '2026-12-24', '2026-12-26', '2026-12-27'].map((date) => silent(date)?.reason),
    ).toEqual([undefined, 'year-end freeze', 'year-end freeze', undefined]);
  });

  it('excepts critical notices only when everything that asks for silence does', () => {
    const quiet: Quiet = { ...heard, weekdays: ['mon'], exceptCritical: true };
    const silent = (mutes: Mute[]) => silenceOn('2026-11-23', quiet, mutes)?.exceptCritical;
    expect(silent([])).toBe(true);
    expect(silent([{ ...mute, exceptCritical: true }])).toBe(true);
    expect(silent([mute])).toBe(false);
  });
});

describe('holding back', () => {
  it('marks what waits to be told, with the cause, and ends its claim', () => {
    expect(stateOf(notice('pending', { claim: { holder: 'me', until: later } }), silence)).toEqual(
      notice('heldBack', { heldBack: { cause: 'mute', reason: 'new encoder' } }),
    );
  });

  it('leaves what another night is telling right now', () => {
    const claimed = notice('pending', { claim: { holder: 'you', until: later } });
    expect(stateOf(claimed, silence)).toEqual(claimed);
  });

  it('remembers what held it back first', () => {
    const held = stateOf(notice('pending'), silence);
    expect(stateOf(held, { cause: 'planned', exceptCritical: false })).toEqual(held);
  });

  it('lets critical notices through where they are excepted, also those held back before they became so', () => {
    const critical = { severity: 'critical' } as const;
    const excepting = { ...silence, exceptCritical: true };
    expect(stateOf(notice('pending', critical), excepting).state).toBe('pending');
    expect(stateOf(notice('heldBack', critical), excepting).state).toBe('pending');
    expect(stateOf(notice('pending'), excepting).state).toBe('heldBack');
  });

  it('lets go with what is critical what was held back of its date before: told later, it would take the alert back', () => {
    const states = (...severities: Notice['severity'][]) => {
      const notices = severities.map((severity) => notice('heldBack', { severity }));
      const ledger = ledgerOf(measuredLine('2026-11-22', { notices }));
      const after = holdBack(ledger, me, { ...silence, exceptCritical: true });
      return after.get('2026-11-22')?.notices.map(({ state }) => state);
    };
    expect(states('info', 'critical')).toEqual(['pending', 'pending']);
    expect(states('info', 'critical', 'info')).toEqual(['pending', 'pending', 'heldBack']);
    expect(states('info', 'warning')).toEqual(['heldBack', 'heldBack']);
  });

  it('goes by no critical notice that is told already, or that another night is telling', () => {
    const critical = { severity: 'critical' } as const;
    const told = notice('sent', critical);
    const theirs = notice('pending', { ...critical, claim: { holder: 'you', until: later } });
    const held = notice('heldBack', { heldBack: { cause: 'mute' } });
    const ledger = ledgerOf(measuredLine('2026-11-22', { notices: [held, told, theirs] }));
    expect(holdBack(ledger, me, { ...silence, exceptCritical: true })).toEqual(ledger);
  });

  it('gives everything back when the silence is over, and remembers why it was held', () => {
    const held = notice('heldBack', { heldBack: { cause: 'planned' } });
    expect(stateOf(held, undefined)).toEqual({ ...held, state: 'pending' });
  });

  const anyNotice = fc.record({
    state: fc.constantFrom('pending' as const, 'heldBack' as const, 'sent' as const),
    severity: fc.constantFrom('info' as const, 'warning' as const, 'critical' as const),
  });
  const anySilence = fc.option(
    fc.record({ cause: fc.constantFrom('mute' as const, 'planned' as const), exceptCritical: fc.boolean() }),
    { nil: undefined },
  );

  it('loses nothing: whatever silences follow one another, the night after them claims all that was not told', () => {
    fc.assert(
      fc.property(fc.array(anyNotice), fc.array(anySilence), (given, silences) => {
        const notices = given.map((one, index) =>
          notice(one.state, { ...one, id: `main/2026-11-22/${index + 1}` }),
        );
        const before = ledgerOf(unavailableLine('2026-11-22', { notices }));
        const silenced = silences.reduce(
          (ledger, one) => claimAll(ledger, { ...me, claimUntil: later, silence: one }),
          before,
        );
        const after = claimAll(silenced, { ...me, claimUntil: later });
        const untold = notices.filter(({ state }) => state !== 'sent').map(({ id }) => id);
        expect(pendingNotices(after).map(({ notice: { id } }) => id)).toEqual(untold);
        expect(pendingNotices(after).every(({ notice: { claim } }) => claim?.holder === 'me')).toBe(true);
      }),
    );
  });
});

describe('planned silence in the configuration', () => {
  const faultsOf = (given: unknown) =>
    z.safeParse(quietSchema, given).error?.issues.map(({ path, message }) => `${path.join('.')}: ${message}`);

  it('is none unless it is planned', () => {
    expect(z.parse(quietSchema, {})).toEqual(heard);
  });

  it('is refused with what is wrong, and where', () => {
    expect(faultsOf({ dates: [{ from: '2026-12-26', to: '2026-12-24' }] })).toEqual([
      'dates.0.to: has to be no earlier than from',
    ]);
    expect(faultsOf({ dates: [{ from: '2026-02-29', to: '2026-02-30' }] })).toEqual([
      'dates.0.from: has to be a date, such as 2026-12-24',
      'dates.0.to: has to be a date, such as 2026-12-24',
    ]);
    expect(
      faultsOf({ dates: [{ from: '2026-12-24', to: '2026-12-24', reason: 'a day off' }] }),
    ).toBeUndefined();
    expect(faultsOf({ weekdays: ['sunday'], colour: 'red' })).toHaveLength(2);
  });
});

describe('the list of mutes', () => {
  const anyMute = fc.record({
    until: fc.constant('2026-12-01'),
    ...{ reason: fc.string({ unit: 'grapheme' }), by: fc.string({ unit: 'grapheme' }) },
    ...{ mutedAt: fc.constant(now), exceptCritical: fc.boolean() },
  });

  it('reads what it wrote', () => {
    fc.assert(
      fc.property(fc.array(anyMute), (mutes) => {
        expect(parseMutes(formatMutes('acme', mutes))).toEqual(mutes);
      }),
    );
  });

  it('is empty where there is no object', () => {
    expect(parseMutes(undefined)).toEqual([]);
  });

  it.each([
    ['{', 'JSON'],
    ['{"version":2,"account":"acme","mutes":[]}', 'version'],
    [formatMutes('acme', [{ ...mute, until: '2026-02-30' }]), /is no date\s.*mutes\[0\]\.until/],
    [formatMutes('acme', [{ ...mute, mutedAt: 'yesterday' }]), 'mutedAt'],
    [formatMutes('acme', [{ ...mute, mutedAt: '2026-11-20T09:00:00Z' }]), 'mutedAt'],
  ])('refuses %s', (text, fault) => {
    expect(() => parseMutes(text)).toThrow(SyntaxError);
    expect(() => parseMutes(text)).toThrow(fault);
  });
});
