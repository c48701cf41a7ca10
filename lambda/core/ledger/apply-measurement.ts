import type { LedgerLine, MeasuredLine, ToldFields } from './line.ts';
import { equalCounts, isSettled, type MeasuredDate, type Measurement } from './measurement.ts';

/**
 * What is known of a date after one more measurement. It never goes back: a measured date stays measured, and an
 * answer asked for earlier than the one already recorded changes nothing, in whatever order they arrive.
 */
export function applyMeasurement(line: LedgerLine | undefined, measurement: Measurement): LedgerLine {
  if (measurement.state === 'measured') return applyMeasured(line, measurement);
  const { date, state, fault, askedAt, rejected } = measurement;
  if (line?.state === 'measured' || (line && (line.askedAt ?? '') >= askedAt)) return line;
  return { date, state, fault, askedAt, ...(rejected && { rejected }), ...toldOf(line) };
}

/** The same of one that has counts. */
export function applyMeasured(line: LedgerLine | undefined, measurement: MeasuredDate): MeasuredLine {
  const { date, state, askedAt, counts, order, proof, snapshot } = measurement;
  const earlier = line?.state === 'measured' ? line : undefined;
  if (earlier && earlier.lastSeenAt >= askedAt) return earlier;
  const same = earlier !== undefined && equalCounts(earlier.counts, counts);
  return {
    date,
    state,
    counts,
    settled: isSettled(counts),
    revision: (earlier?.revision ?? 0) + (same ? 0 : 1),
    order,
    proof,
    firstMeasuredAt: earlier?.firstMeasuredAt ?? askedAt,
    measuredAt: same ? earlier.measuredAt : askedAt,
    lastSeenAt: askedAt,
    snapshot,
    findings: earlier?.findings ?? [],
    ...toldOf(line),
  };
}

/** What a line says that no measurement changes. */
export function toldOf(line: LedgerLine | undefined): ToldFields {
  const { notices = [], summary, unsentYears } = line ?? {};
  return { notices, ...(summary && { summary }), ...(unsentYears && { unsentYears }) };
}
