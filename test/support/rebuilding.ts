import type { Ledger } from '../../lambda/core/ledger/ledger.ts';
import type { Counts } from '../../lambda/core/ledger/measurement.ts';
import { type PlacedSnapshot, type Rebuilt, rebuildLedger } from '../../lambda/core/ledger/rebuild.ts';
import { countsWith } from './counts.ts';
import { measuredDate } from './measurements.ts';
import { rulesWith } from './rules.ts';

/** What the account's dates are judged by. */
export const rules = rulesWith({
  failureCount: { warning: 10 },
  volumeDrop: { warning: 70, critical: 95, minimumWeeks: 4, minimumUsual: 20 },
  stuck: { warning: 3 },
});

/** The archived answer of a date, asked for at 01:10 in Seoul of the next one unless another hour (UTC) is given. */
export function snapshotOf(date: string, counts: Partial<Counts> = {}, hour = 16): PlacedSnapshot {
  const measured = measuredDate(date, `${date}T${hour}:10:00.000Z`, countsWith(counts));
  const { state: _measured, snapshot: key, ...snapshot } = measured;
  return { ...snapshot, key };
}

const seoul = { rules, timeZone: 'Asia/Seoul' };
/** Long after every date in here. */
export const nowMs = Date.parse('2026-12-31T00:00:00.000Z');

/** What the account's ledger becomes, seen from then. */
export function rebuild(snapshots: readonly PlacedSnapshot[], present: Ledger = new Map()): Rebuilt {
  return rebuildLedger({ snapshots, present, account: seoul, nowMs });
}
