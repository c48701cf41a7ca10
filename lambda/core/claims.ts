import { type Ledger, type LedgerLine, linesByDate, type Notice, withLines } from './ledger.ts';
import { countNames, type Instant } from './measurement.ts';

/** A night that means to tell: `holder` is the invocation's request id, which a retry of the invocation shares. */
export type Claimant = { readonly holder: string; readonly now: Instant };

/** A notice together with where its date stands. */
export type DatedNotice = { readonly line: LedgerLine; readonly notice: Notice };

/** Whether a night may change or tell a notice: it is not told yet, and no other night holds a live claim on it. */
export function isOpenTo(notice: Notice, { holder, now }: Claimant): boolean {
  if (notice.state === 'sent') return false;
  return notice.claim === undefined || notice.claim.holder === holder || notice.claim.until <= now;
}

/** The ledger with every pending notice that is open to this night claimed by it until `until`. */
export function claimPending(ledger: Ledger, by: Claimant, until: Instant): Ledger {
  return changeNotices(ledger, (notice) =>
    notice.state === 'pending' && isOpenTo(notice, by)
      ? { ...notice, claim: { holder: by.holder, until } }
      : notice,
  );
}

/** All notices still to be told, oldest date first. */
export function pendingNotices(ledger: Ledger): DatedNotice[] {
  return noticesIn('pending', ledger);
}

/** All notices that are told when the account is silent no more, oldest date first. */
export function heldBackNotices(ledger: Ledger): DatedNotice[] {
  return noticesIn('heldBack', ledger);
}

function noticesIn(state: Notice['state'], ledger: Ledger): DatedNotice[] {
  return linesByDate(ledger).flatMap((line) =>
    line.notices.filter((notice) => notice.state === state).map((notice) => ({ line, notice })),
  );
}

/**
 * The ledger with notices marked as told; their claims end. One that says something else by now stays pending: another
 * copy of the same invocation, which shares the claim, brought it up to date while it was being told.
 */
export function markSent(
  ledger: Ledger,
  told: readonly Notice[],
  sent: { readonly messageId: string; readonly sentAt: Instant },
): Ledger {
  const contents = new Map(told.map((notice) => [notice.id, contentOf(notice)]));
  return changeNotices(ledger, (notice) => {
    if (notice.state === 'sent' || contents.get(notice.id) !== contentOf(notice)) return notice;
    const { claim: _ended, ...rest } = notice;
    return { ...rest, state: 'sent', ...sent };
  });
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
