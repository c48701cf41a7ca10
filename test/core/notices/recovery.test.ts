import { describe, expect, it } from 'vitest';
import type { Ledger } from '../../../lambda/core/ledger/ledger.ts';
import type { LedgerLine, Notice } from '../../../lambda/core/ledger/line.ts';
import { commitRecovery } from '../../../lambda/core/notices/notices.ts';
import { countsWith } from '../../support/counts.ts';
import { ledgerOf, measuredLine, noticeOf, unavailableLine } from '../../support/lines.ts';

const now = '2026-11-23T01:10:00.000Z';
const by = { account: 'main', holder: 'me', now };
const since = '2026-11-15';
const finding = { rule: 'failureCount', severity: 'warning', value: 12, threshold: 10 } as const;

function good(day: number, ...notices: Notice[]): LedgerLine {
  return measuredLine(`2026-11-${day}`, { notices });
}

function bad(day: number, ...notices: Notice[]): LedgerLine {
  const counts = countsWith({ failure: 12 });
  return measuredLine(`2026-11-${day}`, { counts, findings: [finding], notices });
}

function running(day: number): LedgerLine {
  return measuredLine(`2026-11-${day}`, { counts: countsWith({ running: 1 }) });
}

/** The days that `recovered` is put on, and nothing else changed. */
function recoveredOn(ledger: Ledger): number[] {
  const after = commitRecovery(ledger, by, since);
  expect(after.size).toBe(ledger.size);
  return [...after.values()]
    .filter((line) => line !== ledger.get(line.date))
    .map((line) => {
      expect(line.notices.slice(0, -1)).toEqual(ledger.get(line.date)?.notices);
      expect(line.notices.at(-1)?.kind).toBe('recovered');
      return Number(line.date.slice(-2));
    });
}

const breached = noticeOf('breached');
const withdrawn = noticeOf('withdrawn');
const recovered = noticeOf('recovered');

describe('commitRecovery', () => {
  it.each<[string, LedgerLine[], number[]]>([
    ['says nothing of an empty ledger', [], []],
    ['says nothing where all was well', [good(20), good(21)], []],
    ['says so on the good date after a bad one', [bad(20, breached), good(21)], [21]],
    [
      'says so of a bad date whose notice is pending',
      [bad(20, { ...breached, state: 'pending' }), good(21)],
      [21],
    ],
    ['whatever the order of the lines', [good(21), bad(20, breached)], [21]],
    ['takes the first good date', [bad(20, breached), good(21), good(22)], [21]],
    ['looks after the latest bad date', [bad(18, breached), bad(20, breached), good(21)], [21]],
    ['does not look between bad dates', [bad(18, breached), good(19), bad(20, breached)], []],
    ['waits until a date is settled', [bad(20, breached), running(21)], []],
    ['passes over what is unsettled', [bad(20, breached), running(21), good(22)], [22]],
    ['does not take an unavailable date for good', [bad(20, breached), unavailableLine('2026-11-21')], []],
    ['passes over an unavailable date', [bad(20, breached), unavailableLine('2026-11-21'), good(22)], [22]],
    ['passes over a bad date nobody was told of', [bad(20, breached), bad(21), good(22)], [22]],
    ['says nothing after a bad date nobody was told of', [bad(20), good(21)], []],
    [
      'says nothing after an unavailable date',
      [unavailableLine('2026-11-20', { notices: [noticeOf('unavailable')] }), good(21)],
      [],
    ],
    ['says nothing after what was withdrawn', [good(20, breached, withdrawn), good(21)], []],
    ['says it once', [bad(20, breached), good(21, recovered), good(22)], []],
    [
      'says it once, also when an earlier date turns good later',
      [bad(20, breached), good(21), good(22, recovered)],
      [],
    ],
    [
      'says it again after another bad date',
      [bad(18, breached), good(19, recovered), bad(20, breached), good(21)],
      [21],
    ],
    [
      'says it again when the good date turned bad',
      [bad(18, breached), bad(19, recovered, breached), good(20)],
      [20],
    ],
    [
      'says nothing again when that was withdrawn',
      [bad(18, breached), good(19, recovered, breached, withdrawn)],
      [],
    ],
    ['says nothing on dates of which people are not told', [bad(10, breached), good(14)], []],
    ['says it on the first date of which they are', [bad(10, breached), good(14), good(15), good(16)], [15]],
  ])('%s', (_, lines, days) => {
    expect(recoveredOn(ledgerOf(...lines))).toEqual(days);
  });

  it('tells the counts of the good date, as good news', () => {
    const ledger = ledgerOf(bad(20, breached), good(21, noticeOf('unavailable')));
    expect(commitRecovery(ledger, by, since).get('2026-11-21')?.notices[1]).toEqual({
      id: 'main/2026-11-21/2',
      kind: 'recovered',
      severity: 'info',
      state: 'pending',
      committedAt: now,
      counts: countsWith(),
    });
  });
});
