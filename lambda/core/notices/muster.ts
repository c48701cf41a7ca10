import type { Ledger } from '../ledger/ledger.ts';
import { type Claimant, changeNotices, isOpenTo, type Sent } from './claims.ts';
import { isOfAvailability } from './notices.ts';

/**
 * The ledger with each pending notice of whether a date is available left to the muster, which tells those of many accounts
 * together. What another night is telling right now is left alone.
 */
export function leaveToMuster(ledger: Ledger, by: Claimant): Ledger {
  return changeNotices(ledger, (notice) => {
    if (notice.state !== 'pending' || !isOfAvailability(notice.kind) || !isOpenTo(notice, by)) return notice;
    const { claim: _ended, ...rest } = notice;
    return { ...rest, state: 'leftToMuster' };
  });
}

/** The ledger with what was left to a muster to be told by the account's own nights: it belongs to no fleet any more. */
export function takeFromMuster(ledger: Ledger): Ledger {
  return changeNotices(ledger, (notice) =>
    notice.state === 'leftToMuster' ? { ...notice, state: 'pending' } : notice,
  );
}

/** When a muster told something, and under which message's id; without one where nobody was to hear of it. */
export type Mustered = Pick<Sent, 'sentAt'> & Partial<Sent>;

/**
 * The ledger with what a muster has told marked as such, wherever it stands by now: what it says has not changed since, as no
 * later measurement changes a notice of whether a date is available.
 * @param ids those of the notices told
 */
export function markMustered(ledger: Ledger, ids: ReadonlySet<string>, sent: Mustered): Ledger {
  return changeNotices(ledger, (notice) => {
    if (notice.state === 'sent' || !isOfAvailability(notice.kind) || !ids.has(notice.id)) return notice;
    const { claim: _ended, ...rest } = notice;
    return { ...rest, state: 'sent', ...sent };
  });
}
