import type { Account } from '../config/account.ts';
import { buildDateMetrics, buildNightMetrics, type EmbeddedMetrics } from '../core/metrics.ts';
import { windowOf } from '../core/time/day.ts';
import type { NightOutcome } from './night.ts';

/** The metrics of a night: of each date that it measured, and of itself. Times in epoch milliseconds. */
export function measureNight(
  { name, timeZone }: Account,
  outcome: NightOutcome,
  startedMs: number,
  nowMs: number,
): EmbeddedMetrics[] {
  const ofDates = outcome.measured.map(({ date, counts }) =>
    buildDateMetrics({ account: name, date, window: windowOf(date, timeZone), counts }, nowMs),
  );
  const ofNight = buildNightMetrics(
    {
      account: name,
      date: outcome.date,
      measured: outcome.line?.state === 'measured',
      failures: outcome.failures.length,
      noticesTold: outcome.told.notices.length,
      noticesUndelivered: outcome.undelivered,
      ledgerConflicts: outcome.ledgerConflicts,
      durationMs: nowMs - startedMs,
    },
    nowMs,
  );
  return [...ofDates.filter((document) => document !== undefined), ofNight];
}
