import type { Account } from '../config/account.ts';
import { type Ledger, withLines } from '../core/ledger/ledger.ts';
import type { UnavailableLine } from '../core/ledger/line.ts';
import { instantOf } from '../core/ledger/measurement.ts';
import { fillMissingDates } from '../core/ledger/plan.ts';
import { type DatedNotice, holdBack, nobodyAt, openNotices } from '../core/notices/outbox.ts';
import type { Silence } from '../core/notices/silence.ts';
import { type CalendarDate, dateReportedBy, localTimeOf, windowOf } from '../core/time/day.ts';

/** What nights should have done for an account and did not. */
export type Omission = {
  readonly account: Account;
  /** The newest date that should have a line. */
  readonly date: CalendarDate;
  /** Dates that have none, oldest first. */
  readonly missing: readonly CalendarDate[];
  /** Notices that are recorded, and that nobody has been told. */
  readonly unsent: readonly DatedNotice[];
  readonly ledger: Ledger;
  /** Why the ledger could not be read, so that nothing is known of the date. */
  readonly unreadable?: string;
};

/** Notices to tell, and the ledger in which they stand. */
export type Telling = { readonly notices: readonly DatedNotice[]; readonly ledger: Ledger };

/** Nights are missed no sooner than this long after they were due, milliseconds: AWS and Lambda try again until then. */
export const graceMs = 3 * 3_600_000;

/** So many of the newest missing dates are told each by itself. */
const maxTold = 14;

/** The date that should be there when a check is due at `dueMs`: that of the last night that was due long enough before. */
export function dateExpectedAt(dueMs: number, { timeZone, time }: Account): CalendarDate {
  const lateMs = dueMs - graceMs;
  const date = dateReportedBy(lateMs, timeZone);
  const hasBeenDue = localTimeOf(lateMs, timeZone).slice(-time.length) >= time;
  return hasBeenDue ? date : dateReportedBy(windowOf(date, timeZone).startMs, timeZone);
}

/** What is wanting in the ledger of an account; nothing when all is there. What a night is telling right now is not wanting. */
export function findOmission(
  account: Account,
  date: CalendarDate,
  ledger: Ledger,
  nowMs: number,
): Omission | undefined {
  const whole = fillMissingDates(ledger, { ...account, yesterday: date });
  const missing = [...whole.keys()].filter((each) => !ledger.has(each)).sort();
  const unsent = openNotices(ledger, instantOf(nowMs));
  return missing.length + unsent.length > 0 ? { account, date, missing, unsent, ledger } : undefined;
}

/** What is to be told: of each missing date that it could not be measured, and what was not sent. */
export function noticesOf(
  { account, missing, ledger, unreadable }: Omission,
  silence: Silence | undefined,
  nowMs: number,
): Telling {
  const now = instantOf(nowMs);
  const detail = unreadable ?? 'no night has recorded this date';
  const notice = { kind: 'unavailable', severity: 'warning', state: 'pending', committedAt: now } as const;
  const lines = missing.slice(-maxTold).map((date): UnavailableLine => {
    const notices = [{ ...notice, id: `${account.name}/${date}/check` }];
    return { date, state: 'unavailable', fault: { code: 'notAsked', detail }, notices };
  });
  const whole = holdBack(withLines(ledger, lines), nobodyAt(now), silence);
  return { notices: openNotices(whole, now), ledger: whole };
}
