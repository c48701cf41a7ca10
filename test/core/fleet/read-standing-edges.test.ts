import { describe, expect, it } from 'vitest';
import { readStanding } from '../../../lambda/core/fleet/read-standing.ts';
import { formatLedgerYear } from '../../../lambda/core/ledger/ledger.ts';
import type { LedgerLine } from '../../../lambda/core/ledger/line.ts';
import { ledgerOf, measuredLine, noticeOf } from '../../support/lines.ts';

const date = '2026-11-22';
const now = '2026-11-23T01:10:00.000Z';

function standingOf(...lines: readonly LedgerLine[]) {
  const text = formatLedgerYear(ledgerOf(...lines), 2026);
  return standingIn([[2026, text]]);
}

function standingIn(texts: readonly (readonly [number, string | undefined])[]) {
  return readStanding({ name: 'acme', tags: [] }, date, new Map(texts), now);
}

describe('an account of which a night is telling', () => {
  const until = (second: number) => `2026-11-23T01:10:0${second}.000Z`;
  const claimed = [2, 3, 1].map((second) =>
    noticeOf('breached', { state: 'pending', claim: { holder: 'a', until: until(second) } }),
  );
  const open = noticeOf('breached', { state: 'pending' });

  it('says until when that one may, by the claim that ends last', () => {
    expect(standingOf(measuredLine(date, { notices: claimed }))).toMatchObject({
      state: 'measured',
      claimedUntil: until(3),
    });
    expect(standingOf(measuredLine(date, { notices: [open, ...claimed] }))).toMatchObject({
      failure: 'notTold',
      claimedUntil: until(3),
    });
  });

  it('says nothing of the kind where none is', () => {
    expect(standingOf(measuredLine(date, { notices: [open] }))).not.toHaveProperty('claimedUntil');
  });
});

describe('a new account', () => {
  const text = (of: string) => formatLedgerYear(ledgerOf(measuredLine(of)), Number(of.slice(0, 4)));

  it.each([
    ['no ledger', [[2026, undefined]]],
    ['a ledger that begins later', [[2026, text('2026-11-23')]]],
  ] as const)('is one that has %s', (_, texts) => {
    expect(standingIn(texts)).toMatchObject({ failure: 'notRecorded', isNew: true });
  });

  it.each([
    ['a ledger that begins before', [[2026, text('2026-11-21')]]],
    [
      'a ledger of an earlier year',
      [
        [2026, undefined],
        [2025, text('2025-12-30')],
      ],
    ],
    ['a ledger that somebody emptied', [[2026, '']]],
    ['a ledger that begins on it', [[2026, text(date)]]],
  ] as const)('is none that has %s', (_, texts) => {
    expect(standingIn(texts)).not.toHaveProperty('isNew');
  });
});
