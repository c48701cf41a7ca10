import { commitAvailable, commitNotice, commitRecovery } from '../notices/notices.ts';
import { type ClaimTerms, claimAll } from '../notices/outbox.ts';
import type { RuleSet } from '../rules/rule-set.ts';
import { judgeDates } from '../rules/rules.ts';
import type { CalendarDate } from '../time/day.ts';
import { applyMeasurement } from './apply-measurement.ts';
import { changeLines, type Ledger } from './ledger.ts';
import type { Summary } from './line.ts';
import type { Measurement } from './measurement.ts';
import { fillMissingDates, type Horizon, lookBackFrom } from './plan.ts';

/** What a past is judged by. */
type BackfillRecording = {
  readonly horizon: Horizon;
  readonly rules: RuleSet;
  readonly measurements: readonly Measurement[];
};

/** All that decides what one night writes into the ledger. */
export type NightRecording = BackfillRecording & {
  readonly account: string;
  /** What the date reported was summed up with by a release that did not keep it in the ledger. */
  readonly earlierSummary?: Summary | undefined;
} & ClaimTerms;

/**
 * The next ledger: measurements applied, gaps filled, rules judged, notices committed and claimed. Pure, so that a
 * night that lost the race for the ledger reads it again and records again; recording twice changes nothing.
 */
export function recordNight(ledger: Ledger, recording: NightRecording): Ledger {
  const { horizon, measurements, earlierSummary, leavesToMuster } = recording;
  const tellFrom = lookBackFrom(horizon);
  const asked = datesOf(measurements);
  const committed = changeLines(recordMeasurements(ledger, recording), (recorded) => {
    const { date, summary = earlierSummary } = recorded;
    const line = summary && date === horizon.yesterday ? { ...recorded, summary } : recorded;
    if (date < tellFrom) return line;
    const known = leavesToMuster ? commitAvailable(line, recording) : line;
    return asked.has(date) ? commitNotice(known, recording) : known;
  });
  return claimAll(commitRecovery(committed, recording, tellFrom), recording);
}

/**
 * The next ledger after a past was filled in: as after a night, but nobody is told anything and no notice changes. Dates
 * before all others do not get a line for not having been measured: an account's first date is not moved by an outage.
 */
export function recordBackfill(ledger: Ledger, recording: BackfillRecording): Ledger {
  const { measurements } = recording;
  const measured = measurements.filter(({ state }) => state === 'measured');
  const first = [...ledger.keys(), ...datesOf(measured)].sort()[0];
  if (first === undefined) return ledger;
  return recordMeasurements(ledger, {
    ...recording,
    measurements: measurements.filter(({ date }) => date >= first),
  });
}

/** The ledger with the measurements applied and judged, and a line for each date that nobody asked for. */
function recordMeasurements(ledger: Ledger, { horizon, rules, measurements }: BackfillRecording): Ledger {
  const measured = new Map(ledger);
  for (const measurement of measurements) {
    const { date } = measurement;
    measured.set(date, applyMeasurement(measured.get(date), measurement));
  }
  return judgeDates(fillMissingDates(measured, horizon), rules, datesOf(measurements));
}

function datesOf(measurements: readonly Measurement[]): Set<CalendarDate> {
  return new Set(measurements.map(({ date }) => date));
}
