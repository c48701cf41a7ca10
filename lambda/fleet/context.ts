import type { MusterEvent } from '../config/event.ts';
import type { MusterRecord } from '../core/fleet/muster-record.ts';
import type { Standing } from '../core/fleet/standing.ts';
import type { Instant } from '../core/ledger/measurement.ts';
import type { CalendarDate } from '../core/time/day.ts';
import type { NightStart } from '../night/context.ts';

/** What a muster is started with: what invokes it, and what a night is given as well. */
export type MusterStart = MusterEvent['muster'] &
  Pick<NightStart, 'holder' | 'deadlineMs' | 'stack' | 'runbookUrl'>;

/** One muster, as each of its steps knows it. */
export type Muster = MusterStart & {
  readonly dueMs: number;
  readonly startedMs: number;
  /** The date that the nights of the shift reported. */
  readonly date: CalendarDate;
};

/** What a muster found in the ledgers. */
export type Found = {
  /** When they were read. */
  readonly asOf: Instant;
  /** Each with what of its notices is for this muster to tell or to mark. */
  readonly standings: readonly Standing[];
  /** Accounts that failed, and that are silent on the date. */
  readonly silent: ReadonlySet<string>;
  /** What earlier nights of the shift told. */
  readonly earlier: readonly MusterRecord[];
};
