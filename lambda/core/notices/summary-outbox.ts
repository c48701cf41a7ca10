import { type Ledger, linesByDate, withLines } from '../ledger/ledger.ts';
import type { LedgerLine, Summary } from '../ledger/line.ts';
import type { Instant } from '../ledger/measurement.ts';
import type { CalendarDate } from '../time/day.ts';
import { type Claimant, claimOne, isOpenTo, type Sent } from './claims.ts';

/**
 * The ledger with a summary to be told of a date that has none: one when it was asked for, and another when it has been
 * measured after all. One that nobody has been told yet says what is known by now.
 */
export function commitSummary(ledger: Ledger, date: CalendarDate, by: Claimant): Ledger {
  const line = ledger.get(date);
  if (line === undefined || isSummedUp(line, by)) return ledger;
  return withLines(ledger, [{ ...line, summary: { of: line.state, state: 'pending', committedAt: by.now } }]);
}

/** Whether there is nothing to add to what was told of a date, or is being told right now. */
function isSummedUp({ state, summary }: LedgerLine, by: Claimant): boolean {
  if (summary === undefined) return false;
  if (summary.of === state || summary.of === 'measured') return true;
  return summary.state === 'pending' && !isOpenTo(summary, by);
}

/** The lines whose summary is still to be told, oldest date first. */
export function pendingSummaries(ledger: Ledger): (LedgerLine & { readonly summary: Summary })[] {
  return linesByDate(ledger).flatMap((line) =>
    line.summary?.state === 'pending' ? { ...line, summary: line.summary } : [],
  );
}

/**
 * The ledger with every pending summary that is open to this night claimed by it until `until`, and brought up to date: what an
 * earlier night could not measure, and did not come to tell, may have been measured since.
 */
export function claimSummaries(ledger: Ledger, by: Claimant, until: Instant): Ledger {
  const current = pendingSummaries(ledger).reduce((next, { date }) => commitSummary(next, date, by), ledger);
  return withLines(
    current,
    pendingSummaries(current).map((line) => ({ ...line, summary: claimOne(line.summary, by, until) })),
  );
}

/** The ledger with the summary of a date marked as told, if it still says the same. */
export function markSummarySent(
  ledger: Ledger,
  date: CalendarDate,
  told: Summary,
  { messageId, sentAt }: Sent,
): Ledger {
  const line = ledger.get(date);
  if (line?.summary?.state !== 'pending' || line.summary.of !== told.of) return ledger;
  const { of, committedAt } = line.summary;
  return withLines(ledger, [{ ...line, summary: { of, state: 'sent', committedAt, sentAt, messageId } }]);
}
