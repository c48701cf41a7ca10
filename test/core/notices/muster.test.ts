import { describe, expect, it } from 'vitest';
import type { Ledger } from '../../../lambda/core/ledger/ledger.ts';
import type { LedgerLine, Notice } from '../../../lambda/core/ledger/line.ts';
import { commitAvailable } from '../../../lambda/core/notices/notices.ts';
import { claimAll, markMustered } from '../../../lambda/core/notices/outbox.ts';
import type { Silence } from '../../../lambda/core/notices/silence.ts';
import { ledgerOf, measuredLine, noticeOf, unavailableLine } from '../../support/lines.ts';

const now = '2026-11-23T01:10:00.000Z';
const me = { holder: 'me', now };
const claimUntil = '2026-11-23T01:11:00.000Z';
const mine = { claim: { holder: 'me', until: claimUntil } };
const by = { ...me, account: 'main' };
const theirs = { claim: { holder: 'you', until: '2026-11-23T01:10:30.000Z' } };
const expired = { claim: { holder: 'you', until: '2026-11-23T01:09:30.000Z' } };

function noticesAfter(change: (ledger: Ledger) => Ledger, ...notices: Notice[]): readonly Notice[] {
  return change(ledgerOf(unavailableLine('2026-11-22', { notices }))).get('2026-11-22')?.notices ?? [];
}

function unavailable(state: Notice['state'], given: Partial<Notice> = {}): Notice {
  return noticeOf('unavailable', { state, ...given });
}

describe('claimAll, of a night of a fleet', () => {
  const leave = (ledger: Ledger, silence?: Silence) =>
    claimAll(ledger, { ...me, claimUntil, silence, leavesToMuster: true });

  it('leaves that a date is not available, and that it is again, and nothing else', () => {
    const [gone, back, bad] = (['unavailable', 'available', 'breached'] as const).map((kind) =>
      noticeOf(kind, { state: 'pending' }),
    ) as [Notice, Notice, Notice];
    expect(noticesAfter(leave, gone, back, bad)).toEqual([
      { ...gone, state: 'leftToMuster' },
      { ...back, state: 'leftToMuster' },
      { ...bad, ...mine },
    ]);
  });

  it('ends a claim that ran out with it, and leaves alone what another night is telling', () => {
    expect(noticesAfter(leave, unavailable('pending', expired))).toEqual([unavailable('leftToMuster')]);
    const told = unavailable('pending', theirs);
    expect(noticesAfter(leave, told)).toEqual([told]);
  });

  it.each([
    ['heldBack', { cause: 'mute', exceptCritical: false }],
    ['sent', undefined],
    ['leftToMuster', undefined],
  ] as const)('leaves what is %s as it is', (state, silence) => {
    expect(noticesAfter((ledger) => leave(ledger, silence), unavailable(state))).toEqual([
      unavailable(state),
    ]);
  });
});

describe('claimAll, of a night of no fleet', () => {
  it('has what was left told by the night', () => {
    const others = [unavailable('sent'), unavailable('pending', theirs)];
    const take = (ledger: Ledger) => claimAll(ledger, { ...me, claimUntil });
    expect(noticesAfter(take, unavailable('leftToMuster'), ...others)).toEqual([
      unavailable('pending', mine),
      ...others,
    ]);
  });
});

describe('markMustered', () => {
  const sent = { messageId: 'message-1', sentAt: now };
  const mark = (ledger: Ledger) => markMustered(ledger, new Map([['told', sent]]));

  it.each([
    ['left', unavailable('leftToMuster', { id: 'told' })],
    ['held back by a silence since', unavailable('heldBack', { id: 'told' })],
    ['being told by a night since', unavailable('pending', { id: 'told', ...theirs })],
  ])('marks what was told, be it %s', (_, notice) => {
    const { claim: _ended, ...rest } = notice;
    expect(noticesAfter(mark, notice)).toEqual([{ ...rest, state: 'sent', ...sent }]);
  });

  it('marks nothing that was not told, and nothing twice', () => {
    const others = [
      unavailable('leftToMuster', { id: 'other' }),
      unavailable('sent', { id: 'told', messageId: 'message-0' }),
      noticeOf('breached', { id: 'told', state: 'pending' }),
    ];
    expect(noticesAfter(mark, ...others)).toEqual(others);
  });
});

describe('commitAvailable', () => {
  const measuredAt = { firstMeasuredAt: '2026-11-24T16:10:00.000Z' };
  const told = unavailable('sent', { sentAt: '2026-11-23T16:20:00.000Z' });
  const newsOf = (line: LedgerLine) =>
    commitAvailable(line, by)
      .notices.slice(line.notices.length)
      .map(({ id, kind, severity, state }) => [id, kind, severity, state]);

  it('tells that a date has been measured, which people know to be unavailable', () => {
    const line = measuredLine('2026-11-22', { ...measuredAt, notices: [told] });
    expect(newsOf(line)).toEqual([['main/2026-11-22/2', 'available', 'info', 'pending']]);
    expect(newsOf(commitAvailable(line, by))).toEqual([]);
  });

  it('tells so when its broken rules were told before', () => {
    const line = measuredLine('2026-11-22', { ...measuredAt, notices: [told, noticeOf('breached')] });
    expect(newsOf(line)).toEqual([['main/2026-11-22/3', 'available', 'info', 'pending']]);
  });

  it.each([
    ['it is not measured', unavailableLine('2026-11-22', { notices: [told] })],
    ['nobody was told of it', measuredLine('2026-11-22', measuredAt)],
    [
      'it is not told yet',
      measuredLine('2026-11-22', { ...measuredAt, notices: [unavailable('leftToMuster')] }),
    ],
    [
      'it was measured by the time it was told',
      measuredLine('2026-11-22', {
        ...measuredAt,
        notices: [{ ...told, sentAt: '2026-11-24T16:10:00.000Z' }],
      }),
    ],
  ])('tells nothing where %s', (_, line) => {
    expect(newsOf(line)).toEqual([]);
  });
});
