import { type Ledger, linesByDate, withLines } from '../ledger/ledger.ts';
import type { LedgerLine, Notice, Summary } from '../ledger/line.ts';
import { countNames, type Instant } from '../ledger/measurement.ts';

/** A night that means to tell: `holder` is an id of this run alone, as two deliveries of one event share their request id. */
export type Claimant = { readonly holder: string; readonly now: Instant };

/** A notice together with where its date stands. */
export type DatedNotice = { readonly line: LedgerLine; readonly notice: Notice };

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

/** It, claimed by this night until `until` if it is pending and open to it. */
export function claimOne<T extends Claimable>(one: T, by: Claimant, until: Instant): T {
  const isClaimed = one.state === 'pending' && isOpenTo(one, by);
  return isClaimed ? { ...one, claim: { holder: by.holder, until } } : one;
}

/** The ledger with every pending notice that is open to this night claimed by it until `until`. */
export function claimPending(ledger: Ledger, by: Claimant, until: Instant): Ledger {
  return changeNotices(ledger, (notice) => claimOne(notice, by, until));
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

/** Whoever only looks at what nights have told. */
export function nobodyAt(now: Instant): Claimant {
  return { holder: '', now };
}

function noticesIn(state: Notice['state'], ledger: Ledger): DatedNotice[] {
  return linesByDate(ledger).flatMap((line) =>
    line.notices.filter((notice) => notice.state === state).map((notice) => ({ line, notice })),
  );
}

/** Under which id a message was accepted, and when. */
export type Sent = { readonly messageId: string; readonly sentAt: Instant };

/**
 * The ledger with notices marked as told; their claims end. One that says something else by now stays pending: the claim
 * ran out while it was being told, and another night brought it up to date.
 */
export function markSent(ledger: Ledger, told: readonly Notice[], sent: Sent): Ledger {
  const contents = new Map(told.map((notice) => [notice.id, contentOf(notice)]));
  return changeNotices(ledger, (notice) => {
    if (notice.state === 'sent' || contents.get(notice.id) !== contentOf(notice)) return notice;
    const { claim: _ended, ...rest } = notice;
    return { ...rest, state: 'sent', ...sent };
  });
}

/** The ledger without the claims of a night that is over: what it could not tell is open to the next at once. */
export function releaseClaims(ledger: Ledger, holder: string): Ledger {
  const lines = linesByDate(ledger).map((line) => ({
    ...line,
    notices: line.notices.map((notice) => releaseOne(notice, holder)),
    ...(line.summary && { summary: releaseOne(line.summary, holder) }),
  }));
  return withLines(ledger, lines);
}

function releaseOne<T extends Claimable>(one: T, holder: string): T {
  if (one.claim?.holder !== holder) return one;
  const { claim: _ended, ...rest } = one;
  return rest as T;
}

/** What a reader would notice a difference in. */
function contentOf({ kind, severity, counts, rules }: Notice): string {
  return [kind, severity, rules, ...countNames.map((name) => counts?.[name])].join(' ');
}

/** What becomes of a notice, in the light of all that its date has, oldest first. */
type NoticeChange = (notice: Notice, index: number, all: readonly Notice[]) => Notice;

/** The ledger with every notice changed in the same way. */
export function changeNotices(ledger: Ledger, change: NoticeChange): Ledger {
  const lines = [...ledger.values()].map((line) => ({ ...line, notices: line.notices.map(change) }));
  return withLines(ledger, lines);
}
