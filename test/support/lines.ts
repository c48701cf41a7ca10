import type { Ledger } from '../../lambda/core/ledger/ledger.ts';
import type { LedgerLine, MeasuredLine, Notice, UnavailableLine } from '../../lambda/core/ledger/line.ts';
import { isSettled } from '../../lambda/core/ledger/measurement.ts';
import type { CalendarDate } from '../../lambda/core/time/day.ts';
import { countsWith } from './counts.ts';

/** A date measured once, at 01:10 in Seoul of the next one, and well but for what is given. */
export function measuredLine(date: CalendarDate, given: Partial<MeasuredLine> = {}): MeasuredLine {
  const counts = given.counts ?? countsWith();
  const at = `${date}T16:10:00.000Z`;
  return {
    date,
    state: 'measured',
    counts,
    settled: isSettled(counts),
    revision: 1,
    order: 'toIsStart',
    proof: 'provenBothEnds',
    firstMeasuredAt: at,
    measuredAt: at,
    lastSeenAt: at,
    snapshot: `snapshots/account=main/date=${date}/20261122T161000.000Z-0123456789abcdef.json`,
    findings: [],
    notices: [],
    ...given,
  };
}

/** A date on which the vendor did not answer. */
export function unavailableLine(date: CalendarDate, given: Partial<UnavailableLine> = {}): UnavailableLine {
  return {
    date,
    state: 'unavailable',
    fault: { code: 'timeout', detail: 'no answer within 10 s' },
    askedAt: `${date}T16:10:00.000Z`,
    notices: [],
    ...given,
  };
}

/** A notice that was told, but for what is given. */
export function noticeOf(kind: Notice['kind'], given: Partial<Notice> = {}): Notice {
  return {
    id: 'main/2026-11-22/1',
    kind,
    severity: kind === 'recovered' || kind === 'withdrawn' || kind === 'available' ? 'info' : 'warning',
    state: 'sent',
    committedAt: '2026-11-22T16:10:05.000Z',
    ...given,
  };
}

/** A ledger of these lines, in this order. */
export function ledgerOf(...lines: readonly LedgerLine[]): Ledger {
  return new Map(lines.map((line) => [line.date, line]));
}
