import { describe, expect, it } from 'vitest';
import type { Ledger } from '../../../lambda/core/ledger/ledger.ts';
import type { Notice } from '../../../lambda/core/ledger/line.ts';
import {
  claimAll,
  heldBackNotices,
  isOpenTo,
  markTold,
  pendingNotices,
  type Sent,
} from '../../../lambda/core/notices/outbox.ts';
import { countsWith } from '../../support/counts.ts';
import { ledgerOf, measuredLine, noticeOf, unavailableLine } from '../../support/lines.ts';

const now = '2026-11-23T01:10:00.000Z';
const [earlier, later] = ['2026-11-23T01:09:59.999Z', '2026-11-23T01:10:00.001Z'];
const me = { holder: 'me', now };

function pending(id: string, claim?: Notice['claim']): Notice {
  return noticeOf('breached', { id, state: 'pending', ...(claim && { claim }) });
}

describe('isOpenTo', () => {
  it.each([
    ['open to all without a claim', undefined, true],
    ['open to its holder', { holder: 'me', until: later }, true],
    ['open to its holder after its end', { holder: 'me', until: earlier }, true],
    ['closed to others while it lives', { holder: 'you', until: later }, false],
    [
      'closed to others for as long as a claim may last',
      { holder: 'you', until: '2026-11-23T01:12:00.000Z' },
      false,
    ],
    [
      'open to others when a wrong clock made it last longer',
      { holder: 'you', until: '2026-11-23T01:12:00.001Z' },
      true,
    ],
    ['open to others from its end on', { holder: 'you', until: now }, true],
    ['open to others after its end', { holder: 'you', until: earlier }, true],
  ])('is %s', (_, claim, open) => {
    expect(isOpenTo(pending('1', claim), me)).toBe(open);
  });

  it('is false of what was told', () => {
    expect(isOpenTo(noticeOf('breached'), me)).toBe(false);
    expect(isOpenTo(noticeOf('breached', { claim: { holder: 'me', until: later } }), me)).toBe(false);
  });
});

const theirs = pending('theirs', { holder: 'you', until: later });
const expired = pending('expired', { holder: 'you', until: earlier });
const ledger = ledgerOf(
  measuredLine('2026-11-22', { notices: [noticeOf('unavailable', { id: 'sent' }), pending('free')] }),
  measuredLine('2026-11-21', { notices: [theirs, expired] }),
  unavailableLine('2026-11-20', { notices: [pending('mine', { holder: 'me', until: earlier })] }),
  measuredLine('2026-11-19'),
);

describe('pendingNotices', () => {
  it('gives what is still to be told, whoever claims it, oldest date first', () => {
    expect(pendingNotices(ledger).map(({ line, notice }) => [line.date, notice.id])).toEqual([
      ['2026-11-20', 'mine'],
      ['2026-11-21', 'theirs'],
      ['2026-11-21', 'expired'],
      ['2026-11-22', 'free'],
    ]);
  });
});

describe('heldBackNotices', () => {
  it('gives what waits for the end of a silence, and nothing else', () => {
    const held = { ...pending('held'), state: 'heldBack' } as const;
    const line = measuredLine('2026-11-18', { notices: [pending('free'), held] });
    expect(heldBackNotices(ledgerOf(...ledger.values(), line))).toEqual([{ line, notice: held }]);
  });
});

describe('claimAll', () => {
  it('claims what is free, expired or its own, and leaves foreign live claims and what was told', () => {
    const claimed = claimAll(ledger, { ...me, claimUntil: later });
    const claim = { holder: 'me', until: later };
    expect(claimed.get('2026-11-22')?.notices).toEqual([
      noticeOf('unavailable', { id: 'sent' }),
      pending('free', claim),
    ]);
    expect(claimed.get('2026-11-21')?.notices).toEqual([theirs, pending('expired', claim)]);
    expect(claimed.get('2026-11-20')?.notices).toEqual([pending('mine', claim)]);
  });

  it('leaves what is held back', () => {
    const held = { ...pending('held'), state: 'heldBack' } as const;
    const before = ledgerOf(measuredLine('2026-11-22', { notices: [held] }));
    expect(
      claimAll(before, { ...me, claimUntil: later, silence: { cause: 'mute', exceptCritical: false } }),
    ).toEqual(before);
  });

  it('changes neither the ledger given nor a line without such notices', () => {
    const claimed = claimAll(ledger, { ...me, claimUntil: later });
    expect(claimed.get('2026-11-19')).toEqual(ledger.get('2026-11-19'));
    expect(ledger.get('2026-11-22')?.notices[1]).toEqual(pending('free'));
  });

  it('lets one of two nights have a notice', () => {
    const [you, claimed] = [{ holder: 'you', now }, claimAll(ledger, { ...me, claimUntil: later })];
    expect(pendingNotices(claimAll(claimed, { ...you, claimUntil: later }))).toEqual(pendingNotices(claimed));
  });
});

describe('markTold', () => {
  const sent = { messageId: 'message-1', sentAt: now };
  const mark = (ledger: Ledger, notices: readonly Notice[], alert: Sent | undefined = sent) =>
    markTold(ledger, { holder: 'nobody', now }, { notices, alert, summaries: [] });

  it('marks the notices that were told and ends their claims', () => {
    const marked = mark(ledger, [pending('theirs'), pending('free')]);
    expect(marked.get('2026-11-22')?.notices[1]).toEqual({ ...pending('free'), state: 'sent', ...sent });
    expect(marked.get('2026-11-21')?.notices).toEqual([
      { ...pending('theirs'), state: 'sent', ...sent },
      expired,
    ]);
    expect(pendingNotices(marked).map(({ notice }) => notice.id)).toEqual(['mine', 'expired']);
  });

  it('keeps under which message a notice was told first', () => {
    const once = mark(ledger, [pending('free')]);
    const again = { messageId: 'message-2', sentAt: later };
    expect(mark(once, [pending('free'), pending('sent')], again)).toEqual(once);
  });

  it('leaves pending what says something else by now', () => {
    const told = { ...pending('free'), counts: countsWith({ failure: 1 }) };
    expect(mark(ledger, [told, { ...pending('theirs'), severity: 'critical' }])).toEqual(ledger);
  });

  it('compares the counts told one by one', () => {
    const tell = (waiting: number, running: number) => ({
      ...pending('free'),
      counts: countsWith({ waiting, running }),
    });
    const line = measuredLine('2026-11-22', { notices: [tell(1, 12)] });
    expect(pendingNotices(mark(ledgerOf(line), [tell(11, 2)]))).toHaveLength(1);
    expect(pendingNotices(mark(ledgerOf(line), [tell(1, 12)]))).toEqual([]);
  });

  it('does nothing for ids that the ledger does not know', () => {
    expect(mark(ledger, [pending('unknown')])).toEqual(ledger);
  });

  it('marks nothing as told by a message that was not accepted', () => {
    const nothing = { notices: [pending('free')], alert: undefined, summaries: [] };
    expect(markTold(ledger, { holder: 'nobody', now }, nothing)).toEqual(ledger);
  });

  it('ends the claims of one night on what it could not tell, and no other', () => {
    const summary = { of: 'measured', state: 'pending', committedAt: now } as const;
    const mine = { claim: { holder: 'me', until: later } };
    const theirs = pending('2', { holder: 'you', until: later });
    const ledger = ledgerOf(
      measuredLine('2026-11-21', { notices: [theirs], summary: { ...summary, ...mine } }),
      measuredLine('2026-11-22', { notices: [pending('1', mine.claim), theirs, pending('3')] }),
    );
    expect(markTold(ledger, me, { notices: [], summaries: [] })).toEqual(
      ledgerOf(
        measuredLine('2026-11-21', { notices: [theirs], summary }),
        measuredLine('2026-11-22', { notices: [pending('1'), theirs, pending('3')] }),
      ),
    );
  });
});
