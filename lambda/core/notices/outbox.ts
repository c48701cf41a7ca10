import { type Ledger, linesByDate, withLines } from '../ledger/ledger.ts';
import type { LedgerLine, Notice, Summary } from '../ledger/line.ts';
import { countNames, type Instant } from '../ledger/measurement.ts';
import type { CalendarDate } from '../time/day.ts';
import type { Silence } from './silence.ts';

/** A night that means to tell: `holder` is an id of this run alone, as two deliveries of one event share their request id. */
export type Claimant = { readonly holder: string; readonly now: Instant };

/** A notice together with where its date stands. */
export type DatedNotice = { readonly line: LedgerLine; readonly notice: Notice };

/** A line that has been summed up, or is to be. */
export type SummedUpLine = LedgerLine & { readonly summary: Summary };

/** What is told by one night at a time: a notice, or the summary of a date. */
export type Claimable = Pick<Notice | Summary, 'state' | 'claim'>;

/** How long a night may tell what it has claimed before another one may take it over, milliseconds. */
export const claimMs = 60_000;
/** A claim that would last longer from now was made by a clock that is wrong by more than a minute. */
const longestMs = claimMs + 60_000;

/** Whether a night may change or tell it: it is not told yet, and no other night holds a live claim on it. */
export function isOpenTo({ state, claim }: Claimable, { holder, now }: Claimant): boolean {
  if (state === 'sent') return false;
  if (claim === undefined || claim.holder === holder || claim.until <= now) return true;
  return Date.parse(claim.until) > Date.parse(now) + longestMs;
}

/** Whoever only looks at what nights have told. */
export function nobodyAt(now: Instant): Claimant {
  return { holder: '', now };
}

/** All notices still to be told, oldest date first. */
export function pendingNotices(ledger: Ledger): DatedNotice[] {
  return noticesIn('pending', ledger);
}

/** All notices that are told when the account is silent no more, oldest date first. */
export function heldBackNotices(ledger: Ledger): DatedNotice[] {
  return noticesIn('heldBack', ledger);
}

/** All notices that a night has left to the muster of its fleet, oldest date first. */
export function leftNotices(ledger: Ledger): DatedNotice[] {
  return noticesIn('leftToMuster', ledger);
}

/** The notices to be told that no night is telling right now. */
export function openNotices(ledger: Ledger, now: Instant): DatedNotice[] {
  return pendingNotices(ledger).filter(({ notice }) => isOpenTo(notice, nobodyAt(now)));
}

/** The lines whose summary is still to be told, oldest date first. */
export function pendingSummaries(ledger: Ledger): SummedUpLine[] {
  return linesByDate(ledger).flatMap((line) =>
    line.summary?.state === 'pending' ? { ...line, summary: line.summary } : [],
  );
}

/** What a night takes up to tell. */
export type ClaimTerms = {
  /** How long its claim on it lasts. */
  readonly claimUntil: Instant;
  /** What it may not tell, if anything. */
  readonly silence?: Silence | undefined;
  /** The date that it sums up; none where nobody wants summaries. */
  readonly summaryOf?: CalendarDate | undefined;
  /** Whether it is one of a fleet, whose muster tells what dates are unavailable, and available after all. */
  readonly leavesToMuster?: boolean;
};

/** The ledger with what this night is to tell claimed by it, and what it may not tell held back or left to the muster. */
export function claimAll(
  ledger: Ledger,
  by: Claimant,
  { claimUntil, silence, summaryOf, leavesToMuster }: ClaimTerms,
): Ledger {
  const heard = holdBack(ledger, by, silence);
  const own = leavesToMuster ? leaveToMuster(heard, by) : takeFromMuster(heard);
  const claimed = changeNotices(own, (notice) => claim(notice, by, claimUntil));
  return summaryOf === undefined
    ? claimed
    : claimSummaries(commitSummary(claimed, summaryOf, by), by, claimUntil);
}

/**
 * The ledger with what this silence holds back marked as such, and what an earlier one held back to be told again; notices
 * that another night is telling right now are left alone. A date is told of in order: what is critical takes along what was
 * held back before it, which would take the alert back if it were told later.
 */
export function holdBack(ledger: Ledger, by: Claimant, silence: Silence | undefined): Ledger {
  const isExcepted = (notice: Notice) =>
    silence?.exceptCritical && notice.severity === 'critical' && isOpenTo(notice, by);
  return changeNotices(ledger, (notice, index, all) => {
    if (!isOpenTo(notice, by)) return notice;
    if (silence && !all.slice(index).some(isExcepted)) return hold(notice, silence);
    return notice.state === 'heldBack' ? { ...notice, state: 'pending' } : notice;
  });
}

function hold(notice: Notice, { cause, reason }: Silence): Notice {
  if (notice.state === 'heldBack') return notice;
  const heldBack = { cause, ...(reason !== undefined && { reason }) };
  return { ...unclaimed(notice), state: 'heldBack', heldBack };
}

/** Whether a notice says that there are no counts of a date, or that there are by now, and nothing of what they are. */
export function isOfAvailability(kind: Notice['kind']): kind is 'unavailable' | 'available' {
  return kind === 'unavailable' || kind === 'available';
}

/**
 * The ledger with each pending notice of whether a date is available left to the muster, which tells those of many accounts
 * together. What another night is telling right now is left alone.
 */
function leaveToMuster(ledger: Ledger, by: Claimant): Ledger {
  return changeNotices(ledger, (notice) =>
    notice.state === 'pending' && isOfAvailability(notice.kind) && isOpenTo(notice, by)
      ? { ...unclaimed(notice), state: 'leftToMuster' }
      : notice,
  );
}

/** The ledger with what was left to a muster to be told by the account's own nights: it belongs to no fleet any more. */
function takeFromMuster(ledger: Ledger): Ledger {
  return changeNotices(ledger, (notice) =>
    notice.state === 'leftToMuster' ? { ...notice, state: 'pending' } : notice,
  );
}

/**
 * The ledger with a summary to be told of a date that has none: one when it was asked for, and another when it has been
 * measured after all. One that nobody has been told yet says what is known by now.
 */
export function commitSummary(ledger: Ledger, date: CalendarDate, by: Claimant): Ledger {
  const line = ledger.get(date);
  if (line === undefined || isSummedUp(line, by)) return ledger;
  return withLines(ledger, [{ ...line, summary: { of: line.state, state: 'pending', committedAt: by.now } }]);
}

/** Whether there is nothing to add to what was told of a date, or is being told right now. */
function isSummedUp({ state, summary }: LedgerLine, by: Claimant): boolean {
  if (summary === undefined) return false;
  if (summary.of === state || summary.of === 'measured') return true;
  return summary.state === 'pending' && !isOpenTo(summary, by);
}

/** Brings each up to date as well: what an earlier night could not measure, and did not come to tell, may have been measured since. */
function claimSummaries(ledger: Ledger, by: Claimant, until: Instant): Ledger {
  const current = pendingSummaries(ledger).reduce((next, { date }) => commitSummary(next, date, by), ledger);
  return withLines(
    current,
    pendingSummaries(current).map((line) => ({ ...line, summary: claim(line.summary, by, until) })),
  );
}

function claim<T extends Claimable>(one: T, by: Claimant, until: Instant): T {
  const isClaimed = one.state === 'pending' && isOpenTo(one, by);
  return isClaimed ? { ...one, claim: { holder: by.holder, until } } : one;
}

/** Under which id a message was accepted, and when. */
export type Sent = { readonly messageId: string; readonly sentAt: Instant };

/**
 * The ledger with notices marked as told; their claims end. One that says something else by now stays pending: the claim
 * ran out while it was being told, and another night brought it up to date.
 */
export function markSent(ledger: Ledger, told: readonly Notice[], sent: Sent): Ledger {
  const contents = new Map(told.map((notice) => [notice.id, contentOf(notice)]));
  return changeNotices(ledger, (notice) =>
    notice.state === 'sent' || contents.get(notice.id) !== contentOf(notice)
      ? notice
      : { ...unclaimed(notice), state: 'sent', ...sent },
  );
}

/** What a reader would notice a difference in. */
function contentOf({ kind, severity, counts, rules }: Notice): string {
  return [kind, severity, rules, ...countNames.map((name) => counts?.[name])].join(' ');
}

/** The ledger with the summary of a date marked as told, if it still says the same. */
export function markSummarySent(
  ledger: Ledger,
  { date, summary: told }: Pick<SummedUpLine, 'date' | 'summary'>,
  { sentAt, messageId }: Sent,
): Ledger {
  const line = ledger.get(date);
  if (line?.summary?.state !== 'pending' || line.summary.of !== told.of) return ledger;
  const summary: Summary = { ...unclaimed(line.summary), state: 'sent', sentAt, messageId };
  return withLines(ledger, [{ ...line, summary }]);
}

/** When a muster told something, and under which message's id; without one where nobody was to hear of it. */
export type Mustered = Pick<Sent, 'sentAt'> & Partial<Sent>;

/**
 * The ledger with what a muster has told marked as such, wherever it stands by now: what it says has not changed since, as no
 * later measurement changes a notice of whether a date is available.
 * @param ids those of the notices told
 */
export function markMustered(ledger: Ledger, ids: ReadonlySet<string>, sent: Mustered): Ledger {
  return changeNotices(ledger, (notice) =>
    notice.state === 'sent' || !isOfAvailability(notice.kind) || !ids.has(notice.id)
      ? notice
      : { ...unclaimed(notice), state: 'sent', ...sent },
  );
}

/** The ledger without the claims of a night that is over: what it could not tell is open to the next at once. */
export function releaseClaims(ledger: Ledger, holder: string): Ledger {
  const release = <T extends Claimable>(one: T) =>
    one.claim?.holder === holder ? (unclaimed(one) as T) : one;
  const released = changeNotices(ledger, release);
  const lines = pendingSummaries(released).map((line) => ({ ...line, summary: release(line.summary) }));
  return withLines(released, lines);
}

function unclaimed<T extends Claimable>({ claim: _ended, ...rest }: T): Omit<T, 'claim'> {
  return rest;
}

function noticesIn(state: Notice['state'], ledger: Ledger): DatedNotice[] {
  return linesByDate(ledger).flatMap((line) =>
    line.notices.filter((notice) => notice.state === state).map((notice) => ({ line, notice })),
  );
}

/** What becomes of a notice, in the light of all that its date has, oldest first. */
type NoticeChange = (notice: Notice, index: number, all: readonly Notice[]) => Notice;

function changeNotices(ledger: Ledger, change: NoticeChange): Ledger {
  const lines = [...ledger.values()].map((line) => ({ ...line, notices: line.notices.map(change) }));
  return withLines(ledger, lines);
}
