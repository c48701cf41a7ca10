import type { Account } from '../config/account.ts';
import { instantOf } from '../core/ledger/measurement.ts';
import type { ClaimTerms } from '../core/ledger/record.ts';
import { claimMs } from '../core/notices/claims.ts';
import type { Mute } from '../core/notices/mutes.ts';
import type { Silence } from '../core/notices/silence.ts';
import type { CalendarDate } from '../core/time/day.ts';
import type { Ports } from '../ports.ts';
import type { LookUps } from './list-failed-files.ts';

/** The night that tells. */
export type Teller = {
  readonly account: Account;
  /** The date that it reports. */
  readonly date: CalendarDate;
  readonly stack?: string | undefined;
  readonly runbookUrl?: string | undefined;
  readonly holder: string;
  readonly deadlineMs: number;
  /** What this night may not tell, if anything. */
  readonly silence: Silence | undefined;
  /** The mute that causes the silence, if one does. */
  readonly mute: Mute | undefined;
  /** Which files failed, as far as it is known. */
  readonly lookUps: LookUps;
  /** How far our clock is ahead of the API's, milliseconds; less than zero when it is behind. */
  readonly clockAheadMs: number;
};

/** What the night that reports a date takes up to tell, and until when if it does so at `nowMs`. */
export function takingAt(
  nowMs: number,
  { date, silence }: Pick<Teller, 'date' | 'silence'>,
  { summaries }: Pick<Ports, 'summaries'>,
): ClaimTerms {
  return { claimUntil: instantOf(nowMs + claimMs), silence, summaryOf: summaries && date };
}
