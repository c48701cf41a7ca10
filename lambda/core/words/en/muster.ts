import type { Failure } from '../../fleet/standing.ts';
import type { Reason } from '../../fleet/trouble.ts';
import { type Counts, totalOf } from '../../ledger/measurement.ts';
import { formatNumber as n } from '../../text/number.ts';
import type { CalendarDate } from '../../time/day.ts';
import { countOf } from './count.ts';
import { advice, reasons } from './faults.ts';

const failures: Readonly<Record<Failure, string>> = {
  notRecorded: 'nothing recorded',
  notTold: 'alert not sent',
  unreadable: 'ledger damaged',
  notRead: 'ledger not read',
  entryUnreadable: 'entry unreadable',
};

/** How many accounts of how many, and why, in the few words that there is room for. */
export type Verdict = {
  readonly accounts: number;
  readonly unavailable: number;
  readonly failed: number;
  /** All reasons where they are few, or else that of most; none where no reason is that of most. */
  readonly reasons?: readonly Reason[] | undefined;
  readonly isMostly?: boolean | undefined;
  /** Which accounts, where there is room for all. */
  readonly names?: readonly string[] | undefined;
  /** Dates that were told to be unavailable and are measured by now. */
  readonly recovered?: number | undefined;
};

/** What is told of many accounts at once, in English. */
export const muster = {
  reasons: { ...reasons, ...failures } satisfies Record<Reason, string>,
  /** As for one account, but where accounts are data, and many. */
  advice: {
    ...advice,
    credentialsNotSet: 'Store the access key and the secret key of each account.',
    throttled: 'Wait, or run them again with the command below. If it comes back, lower fleet.concurrency.',
    notFound: 'Check baseUrl of these accounts in the file that you push.',
    tooLarge: 'Check baseUrl of these accounts in the file that you push: no statistics are that large.',
    windowIgnored:
      "Set windowOrder of these accounts in the file that you push, or ask the vendor's support.",
    notAsked: 'Run them again with the command below.',
    notRecorded:
      'Their nights did not come to an end. Look into the log of these accounts, and run them again with the command below.',
    notTold:
      'They are measured, but something of them was told to nobody. Look into the log of these accounts, and run them again with the command below.',
    unreadable: 'Make the ledger of each of these accounts anew from the snapshots with the command below.',
    notRead:
      'The store did not give their ledgers, which may be whole. Look into the log of the muster, check that the function may read its bucket, and run them again with the command below.',
    entryUnreadable:
      "Their lines in the shift's file cannot be read, so that nobody asks for them. Push these accounts again; lines without a name go with --prune.",
  } satisfies Record<Reason, string>,
  verdict,
  /** @param broken how many of them break rules */
  measured: (measured: number, accounts: number, broken: number) =>
    `${ofAll(measured, accounts)} measured${broken === 0 ? '' : `, ${n(broken)} ${broken === 1 ? 'breaks' : 'break'} rules`}`,
  noAccounts: '0 accounts: nothing was pushed into this shift',
  /** A headline of recoveries alone. */
  recovered: (dates: number, accounts: number, names: readonly string[] | undefined) =>
    `${dates === accounts ? '' : `${countOf(dates, 'date')} of `}${countOf(accounts, 'account')} that had no counts${listed(names)}`,
  span: (first: CalendarDate, last: CalendarDate) => (first === last ? first : `${first} to ${last}`),
  asked: (since: string, duration: string, nights: number | undefined) =>
    `Asked since ${since}, for ${duration}${nights === undefined ? '' : `; ${countOf(nights, 'night')} run`}.`,
  took: (minutes: number) => {
    const [hours, rest] = [Math.floor(minutes / 60), minutes % 60];
    return [
      ...(hours > 0 ? [`${n(hours)} h`] : []),
      ...(rest > 0 || hours === 0 ? [`${rest} min`] : []),
    ].join(' ');
  },
  standing: (measured: number, unavailable: number, failed: number) =>
    `${n(measured)} measured, ${n(unavailable)} not measured, ${n(failed)} failed`,
  /** Accounts that stand badly and of which this alert does not tell. */
  besides: (accounts: number) =>
    `${countOf(accounts, 'more account')} not measured or failed, told before or silent.`,
  group: (reason: string, accounts: number) => `${reason}: ${countOf(accounts, 'account')}`,
  more: (accounts: number) => `and ${n(accounts)} more`,
  dated: (account: string, dates: readonly CalendarDate[]) =>
    `${account} (${dates.length === 1 ? dates[0] : `${n(dates.length)} dates`})`,
  example: (account: string, detail: string) => `For one, ${account}: ${detail}`,
  omitted: (accounts: number, groups: number) =>
    `And ${countOf(accounts, 'account')} for ${n(groups)} more ${groups === 1 ? 'reason' : 'reasons'}.`,
  measuredSince: (dates: number, span: string) =>
    dates === 1
      ? `1 date that was told as not measured has been measured since (${span}).`
      : `${n(dates)} dates that were told as not measured have been measured since (${span}).`,
  measuredLater: (dates: number) =>
    dates === 1
      ? '1 date was measured in a later pass only.'
      : `${n(dates)} dates were measured in a later pass only.`,
  broken: (critical: number, warning: number) =>
    `Rules broken: ${[...(critical > 0 ? [`${n(critical)} critical`] : []), ...(warning > 0 ? [`${n(warning)} warning`] : [])].join(', ')}`,
  breaking: (account: string, severity: string, counts: Counts | undefined) =>
    `${account}: ${severity}${counts ? `, ${n(counts.failure)} of ${countOf(totalOf(counts), 'file')} failed` : ''}`,
  overview: 'Overview',
  open: 'Open the page over all accounts',
  list: 'All accounts that are not measured',
  show: 'All that is known of one account',
  rerun: 'Run them again',
  keys: 'Store keys',
  rebuild: 'Rebuild a ledger',
};

function verdict({ accounts, unavailable, failed, names, recovered = 0, ...given }: Verdict): string {
  const why = (given.reasons ?? []).map((reason) => muster.reasons[reason]).join(', ');
  const because = why === '' ? '' : ` (${given.isMostly ? 'mostly ' : ''}${why})`;
  const bad =
    unavailable > 0
      ? `${ofAll(unavailable, accounts)} not measured${because}${failed > 0 ? `, ${n(failed)} failed` : ''}`
      : `${ofAll(failed, accounts)} failed${because}`;
  return `${bad}${listed(names)}${recovered > 0 ? `, ${countOf(recovered, 'date')} measured since` : ''}`;
}

function listed(names: readonly string[] | undefined): string {
  return names ? `: ${names.join(', ')}` : '';
}

function ofAll(some: number, all: number): string {
  if (some < all) return `${n(some)} of ${countOf(all, 'account')}`;
  return `${all === 1 ? '' : 'all '}${countOf(all, 'account')}`;
}
