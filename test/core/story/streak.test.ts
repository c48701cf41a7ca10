import { describe, expect, it } from 'vitest';
import type { Ledger } from '../../../lambda/core/ledger/ledger.ts';
import type { Finding, Notice } from '../../../lambda/core/ledger/line.ts';
import { streakBefore, streakUpTo, unmeasuredUpTo } from '../../../lambda/core/story/streak.ts';
import { ledgerOf, measuredLine, noticeOf, unavailableLine } from '../../support/lines.ts';

const failures: Finding = { rule: 'failureCount', severity: 'warning', value: 9, threshold: 5 };
const stuck: Finding = { rule: 'stuck', severity: 'warning', value: 2, threshold: 2 };

const findingsOf: Readonly<Record<string, Finding[]>> = {
  x: [failures],
  u: [failures],
  h: [failures],
  s: [stuck],
};
const noticesOf: Readonly<Record<string, Notice[]>> = {
  x: [noticeOf('breached')],
  h: [noticeOf('breached', { state: 'heldBack' })],
  '?': [noticeOf('unavailable')],
};

/**
 * Dates from 2026-11-01 on: `x` breaks a rule, `.` none, `s` has files stuck, `?` was not measured; of those, people were told.
 * `u` breaks a rule, and nobody was told; `h`, and it is held back; `n` was not measured, and nobody was told.
 */
function ledgerFrom(states: string): Ledger {
  const lines = Array.from(states, (state, index) => {
    const date = `2026-11-0${index + 1}`;
    const notices = noticesOf[state] ?? [];
    if (state === '?' || state === 'n') return unavailableLine(date, { notices });
    return measuredLine(date, { findings: findingsOf[state] ?? [], notices });
  });
  return ledgerOf(...lines.toReversed());
}

describe('streakUpTo', () => {
  it.each([
    ['x', 1, 0],
    ['.x', 1, 0],
    ['xx.xxx', 3, 0],
    ['x?xx', 3, 1],
    ['?x', 1, 0],
    ['.?xx', 2, 0],
    ['xx.', 0, 0],
    ['?', 0, 0],
    ['xs', 0, 0],
    ['xsx', 1, 0],
    ['u', 1, 0],
    ['uuu', 1, 0],
    ['hhx', 1, 0],
    ['xuhx', 2, 0],
    ['ux?x', 2, 1],
    ['u?x', 1, 0],
  ])('counts in %s %d nights and %d unmeasured', (states, nights, unmeasured) => {
    const date = `2026-11-0${states.length}`;
    expect(streakUpTo(date, ledgerFrom(states))).toEqual({ nights, unmeasured });
  });

  it('looks at no later date', () => {
    expect(streakUpTo('2026-11-02', ledgerFrom('xxx'))).toEqual({ nights: 2, unmeasured: 0 });
  });
});

describe('streakBefore', () => {
  it.each([
    ['xx.', 2, 0],
    ['x?x?.', 2, 1],
    ['.xx..', 2, 0],
    ['xx.x', 2, 0],
    ['...', 0, 0],
    ['.', 0, 0],
    ['uh.', 0, 0],
    ['?u.', 0, 0],
    ['xux.', 2, 0],
  ])('counts in %s %d nights and %d unmeasured', (states, nights, unmeasured) => {
    const date = `2026-11-0${states.length}`;
    expect(streakBefore(date, ledgerFrom(states))).toEqual({ nights, unmeasured });
  });
});

describe('unmeasuredUpTo', () => {
  it.each([
    ['?', 1],
    ['.?', 1],
    ['?.??', 2],
    ['.', 0],
    ['nnn', 1],
    ['n?n?', 2],
  ])('counts in %s %d nights', (states, nights) => {
    expect(unmeasuredUpTo(`2026-11-0${states.length}`, ledgerFrom(states))).toBe(nights);
  });
});
