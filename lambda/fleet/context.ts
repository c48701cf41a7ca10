import type { MusterEvent } from '../config/event.ts';
import type { MusterRecord } from '../core/fleet/muster-record.ts';
import type { Standing } from '../core/fleet/standing.ts';
import type { Instant } from '../core/ledger/measurement.ts';
import type { CalendarDate } from '../core/time/day.ts';

/** What a muster is started with. */
export type MusterStart = MusterEvent['muster'] & {
  /** An id of this call alone. */
  readonly holder: string;
  /** When it has to be over, epoch milliseconds. */
  readonly deadlineMs: number;
  /** The stack that runs it, for the commands that people are told; absent where there is none. */
  readonly stack?: string | undefined;
  /** Where the runbook is, an https address; absent where nobody has said. */
  readonly runbookUrl?: string | undefined;
};

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
