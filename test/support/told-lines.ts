import type { Finding, LedgerLine, MeasuredLine, Notice } from '../../lambda/core/ledger/line.ts';
import { type Counts, type Fault, isSettled } from '../../lambda/core/ledger/measurement.ts';
import { measuredLine, noticeOf, unavailableLine } from './lines.ts';

/** Counts of a finished date. */
export function countsOf(requested: number, failure: number): Counts {
  return { waiting: 0, running: 0, complete: requested - failure, failure, canceled: 0 };
}

/** A measured date of the account that tells. */
export function measured(
  date: string,
  counts: Counts,
  findings: Finding[],
  notices: Notice[],
  proof: MeasuredLine['proof'] = 'provenBothEnds',
): LedgerLine {
  const snapshot = `snapshots/account=acme/date=${date}/20261122T161003.123Z-0123456789abcdef.json`;
  return measuredLine(date, { counts, findings, notices, proof, snapshot, settled: isSettled(counts) });
}

/** A notice that a mute has held back until now. */
export function held(notice: Notice): Notice {
  return { ...notice, heldBack: { cause: 'mute', reason: 'new <encoder>\r\n@here' } };
}

/** A date without counts whose notice was held back by planned silence. */
export function unheard(date: string, fault: Fault): LedgerLine {
  const notices = [
    { ...pending(date, 1, 'unavailable', undefined), heldBack: { cause: 'planned' } as const },
  ];
  return unavailableLine(date, { fault, notices });
}

/** A date without counts, and its pending notice. */
export function unmeasured(date: string, fault: Fault): LedgerLine {
  const rejected = `rejected/account=acme/date=${date}/20261122T161003.123Z-fedcba9876543210.json`;
  const notices = [pending(date, 1, 'unavailable', undefined)];
  return unavailableLine(date, { fault, rejected, notices });
}

/** The first notice of a bad date, pending. */
export function breached(date: string, counts: Counts, severity: Notice['severity'] = 'warning'): Notice {
  return pending(date, 1, 'breached', counts, severity);
}

/** The first notice of a bad date, told. */
export function told(date: string, counts: Counts, severity: Notice['severity'] = 'warning'): Notice {
  return noticeOf('breached', { id: `acme/${date}/1`, counts, severity });
}

/** A pending notice of a date. */
export function pending(
  date: string,
  number: number,
  kind: Notice['kind'],
  counts: Counts | undefined,
  severity: Notice['severity'] = 'warning',
): Notice {
  const id = `acme/${date}/${number}`;
  return noticeOf(kind, { id, severity, state: 'pending', ...(counts && { counts }) });
}
