import type { Account } from '../config/account.ts';
import { instantOf } from '../core/ledger/measurement.ts';
import type { Horizon } from '../core/ledger/plan.ts';
import type { Mute } from '../core/notices/mutes.ts';
import { type ClaimTerms, claimMs } from '../core/notices/outbox.ts';
import type { Silence } from '../core/notices/silence.ts';
import type { CalendarDate } from '../core/time/day.ts';
import type { Ports } from '../ports.ts';

/** What a night is started with. */
export type NightStart = {
  readonly account: Account;
  /** When the night was due, epoch milliseconds: the date it reports follows from this, not from the clock. */
  readonly dueMs: number;
  /** An id of this run alone: two deliveries of one event, and its retries, each have their own. */
  readonly holder: string;
  /** When the night has to be over, epoch milliseconds. */
  readonly deadlineMs: number;
  /** The stack that runs it, for the commands that people are told; absent where there is none. */
  readonly stack?: string | undefined;
  /** Where the runbook is, an https address; absent where nobody has said. */
  readonly runbookUrl?: string | undefined;
  /**
   * The shift of the fleet that the account belongs to; absent outside one. Its muster sums the night up with those of the
   * other accounts, and tells what the night leaves to it.
   */
  readonly shift?: string | undefined;
};

/** One run for one account, as every step of it knows it. */
export type Night = NightStart & {
  /** The date that it reports. */
  readonly date: CalendarDate;
  /** What it may not tell, if anything. */
  readonly silence: Silence | undefined;
  /** The mute that causes the silence, if one does. */
  readonly mute: Mute | undefined;
  /** How far our clock is ahead of the API's, milliseconds; less than zero when it is behind. */
  readonly clockAheadMs: number;
};

/** The dates that concern the night. */
export function horizonOf({ date, account: { lookBackDays, timeZone } }: Night): Horizon {
  return { yesterday: date, lookBackDays, timeZone };
}

/** What a night claims to tell, and until when, if it does so at `nowMs`, epoch milliseconds. */
export function claimTermsAt(
  nowMs: number,
  { holder, date, silence, shift }: Night,
  { summaries }: Pick<Ports, 'summaries'>,
): ClaimTerms {
  return {
    holder,
    now: instantOf(nowMs),
    claimUntil: instantOf(nowMs + claimMs),
    silence,
    summaryOf: summaries && date,
    leavesToMuster: shift !== undefined,
  };
}
