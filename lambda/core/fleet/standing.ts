import type { Severity } from '../ledger/line.ts';
import type { Counts, Fault, Instant } from '../ledger/measurement.ts';
import type { CalendarDate } from '../time/day.ts';

/** What a night of an account did not do: nothing is recorded of its date, something was told to nobody, or its ledger cannot be read as it is damaged, or as the store does not give it, or its line in the shift's file. */
export const failures = ['notRecorded', 'notTold', 'unreadable', 'notRead', 'entryUnreadable'] as const;

/** See {@link failures}. */
export type Failure = (typeof failures)[number];

/** Where an account of a shift stands on the date that its night reports, as its ledger says. */
export type Standing = {
  readonly account: string;
  readonly tags: readonly string[];
  readonly state: 'measured' | 'unavailable' | 'failed';
  /** Of a date that is measured, be all told of it or not. */
  readonly counts?: Counts;
  /** How bad the rules are broken that it breaks; absent when it breaks none. */
  readonly worst?: Severity;
  /** Why it is unavailable. */
  readonly fault?: Fault;
  /** What failed; only of one that did. */
  readonly failure?: Failure;
  /** Why it failed, in words; untrusted text. */
  readonly reason?: string;
  /** Whether its ledger begins after the date, or has not begun yet. */
  readonly isNew?: true;
  /** Until when a night that has begun to tell something of it may still do so; absent where none has. */
  readonly claimedUntil?: Instant;
  /** What is left to the muster, of whatever dates. */
  readonly left: readonly LeftNotice[];
};

/** How many accounts are in each state. */
export function countStates(standings: readonly Standing[]): Readonly<Record<Standing['state'], number>> {
  const counts = { measured: 0, unavailable: 0, failed: 0 };
  for (const { state } of standings) counts[state] += 1;
  return counts;
}

/** What a line of a shift's file is called that is no account's, from 1: no account's name has a blank in it. */
export function nameOfLine(number: number): string {
  return `line ${number}`;
}

/** Whether a name is none of an account, but of a line. See {@link nameOfLine}. */
export function isNameOfLine(name: string): boolean {
  return /^line \d{1,9}$/.test(name);
}

/** A notice that a night of a fleet left to the muster. */
export type LeftNotice = {
  readonly id: string;
  readonly kind: 'unavailable' | 'available';
  readonly date: CalendarDate;
  /** Whether the date is measured by now. */
  readonly isMeasured: boolean;
  /** Why it was unavailable, where it still is. */
  readonly fault?: Fault;
};

/** What recipients who are told of some accounts only ask for. */
type Route = {
  readonly accounts?: readonly string[] | undefined;
  readonly tags?: readonly string[] | undefined;
};

/** What of a shift a route hears of: the accounts that are one of those named and have one of the tags named, as SNS filters. */
export function selectStandings({ accounts, tags }: Route, standings: readonly Standing[]): Standing[] {
  const named = accounts && new Set(accounts);
  return standings.filter(
    (standing) =>
      (named?.has(standing.account) ?? true) && (tags?.some((tag) => standing.tags.includes(tag)) ?? true),
  );
}

/** Which of a muster's messages tells a notice. That a date was unavailable for some passes only is no alarm. */
export function messageTelling({ kind, isMeasured }: LeftNotice): 'alert' | 'summary' {
  return kind === 'unavailable' && isMeasured ? 'summary' : 'alert';
}
