import { commitAvailable, commitNotice, commitRecovery } from '../notices/notices.ts';
import { type ClaimTerms, claimAll } from '../notices/outbox.ts';
import type { RuleSet } from '../rules/rule-set.ts';
import { judge } from '../rules/rules.ts';
import type { CalendarDate } from '../time/day.ts';
import { applyMeasurement } from './apply-measurement.ts';
import { type Ledger, linesByDate, withLines } from './ledger.ts';
import type { LedgerLine, Summary } from './line.ts';
import type { Instant, Measurement } from './measurement.ts';
import { fillMissingDates, type Horizon } from './plan.ts';

/** What a past is judged by. */
type BackfillRecording = {
  readonly horizon: Horizon;
  readonly rules: RuleSet;
  readonly measurements: readonly Measurement[];
};

/** All that decides what one night writes into the ledger. */
export type NightRecording = BackfillRecording & {
  readonly account: string;
  /** People are told of dates from here on, not of a past that was filled in later. */
  readonly tellFrom: CalendarDate;
  /** What the date reported was summed up with by a release that did not keep it in the ledger. */
  readonly earlierSummary?: Summary | undefined;
  /** An id of this run alone. */
  readonly holder: string;
  readonly now: Instant;
} & ClaimTerms;

/**
 * The next ledger: measurements applied, gaps filled, rules judged, notices committed and claimed. Pure, so that a
 * night that lost the race for the ledger reads it again and records again; recording twice changes nothing.
 */
export function recordNight(ledger: Ledger, recording: NightRecording): Ledger {
  const { account, horizon, tellFrom, holder, now, earlierSummary, leavesToMuster } = recording;
  const by = { account, holder, now };
  const judged = judgeMeasured(ledger, recording);
  const asked = new Set(judged.map(({ date }) => date));
  const lines = linesByDate(withLines(ledger, judged)).map((line) => {
    if (line.date < tellFrom) return line;
    const known = leavesToMuster ? commitAvailable(line, by) : line;
    return asked.has(line.date) ? commitNotice(known, by) : known;
  });
  const recorded = commitRecovery(fillMissingDates(withLines(ledger, lines), horizon), by, tellFrom);
  return claimAll(withSummary(recorded, horizon.yesterday, earlierSummary), { holder, now }, recording);
}

function withSummary(ledger: Ledger, date: CalendarDate, summary: Summary | undefined): Ledger {
  const line = ledger.get(date);
  return line && !line.summary && summary ? withLines(ledger, [{ ...line, summary }]) : ledger;
}

/**
 * The next ledger after a past was filled in: as after a night, but nobody is told anything and no notice changes. Dates
 * before all others do not get a line for not having been measured: an account's first date is not moved by an outage.
 */
export function recordBackfill(ledger: Ledger, recording: BackfillRecording): Ledger {
  const { horizon, measurements } = recording;
  const known = [
    ...ledger.keys(),
    ...measurements.flatMap((one) => (one.state === 'measured' ? one.date : [])),
  ];
  const first = known.sort()[0];
  if (first === undefined) return ledger;
  const lasting = measurements.filter(({ date }) => date >= first);
  const lines = judgeMeasured(ledger, { ...recording, measurements: lasting });
  return fillMissingDates(withLines(ledger, lines), horizon);
}

/** The lines of the dates that were asked for, as they stand now. */
function judgeMeasured(ledger: Ledger, { horizon, rules, measurements }: BackfillRecording): LedgerLine[] {
  const applied = new Map<CalendarDate, LedgerLine>();
  for (const measurement of measurements) {
    const { date } = measurement;
    applied.set(date, applyMeasurement(applied.get(date) ?? ledger.get(date), measurement));
  }
  const history = withLines(ledger, applied.values());
  const latest = latestOf(history, horizon.yesterday);
  return [...applied.values()].map((line) =>
    line.state === 'measured' ? { ...line, findings: judge(line, history, rules, latest) } : line,
  );
}

/** A night that comes late judges no milder than the nights that overtook it: what they found stuck stays so. */
function latestOf(ledger: Ledger, yesterday: CalendarDate): CalendarDate {
  const latest = linesByDate(ledger).at(-1)?.date ?? yesterday;
  return latest > yesterday ? latest : yesterday;
}
