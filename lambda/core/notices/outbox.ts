import { changeLines, type Ledger, linesByDate } from '../ledger/ledger.ts';
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
  return linesByDate(ledger).filter(isPending);
}

/** What a night takes up to tell. */
export type ClaimTerms = Claimant & {
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
export function claimAll(ledger: Ledger, by: ClaimTerms): Ledger {
  const { claimUntil, silence, summaryOf, leavesToMuster } = by;
  const claim = <T extends Claimable>(one: T): T =>
    one.state === 'pending' && isOpenTo(one, by)
      ? { ...one, claim: { holder: by.holder, until: claimUntil } }
      : one;
  return changeLines(ledger, (line) => {
    const heard = holdBackIn(line.notices, by, silence);
    const own = heard.map((notice) => (leavesToMuster ? leaveToMuster(notice, by) : takeFromMuster(notice)));
    const open = { ...line, notices: own.map(claim) };
    if (summaryOf === undefined) return open;
    // What an earlier night could not measure, and did not come to sum up, may have been measured since.
    const summedUp = line.date === summaryOf || isPending(line) ? commitSummary(open, by) : open;
    return isPending(summedUp) ? { ...summedUp, summary: claim(summedUp.summary) } : summedUp;
  });
}

/**
 * The ledger with what this silence holds back marked as such, and what an earlier one held back to be told again; notices
 * that another night is telling right now are left alone. A date is told of in order: what is critical takes along what was
 * held back before it, which would take the alert back if it were told later.
 */
export function holdBack(ledger: Ledger, by: Claimant, silence: Silence | undefined): Ledger {
  return changeLines(ledger, (line) => ({ ...line, notices: holdBackIn(line.notices, by, silence) }));
}

function holdBackIn(notices: readonly Notice[], by: Claimant, silence: Silence | undefined): Notice[] {
  const isExcepted = (notice: Notice) =>
    silence?.exceptCritical && notice.severity === 'critical' && isOpenTo(notice, by);
  return notices.map((notice, index) => {
    if (!isOpenTo(notice, by)) return notice;
    if (silence && !notices.slice(index).some(isExcepted)) return hold(notice, silence);
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

/** Of an account of a fleet: the muster tells such notices of many accounts together. What another night is telling is left alone. */
function leaveToMuster(notice: Notice, by: Claimant): Notice {
  return notice.state === 'pending' && isOfAvailability(notice.kind) && isOpenTo(notice, by)
    ? { ...unclaimed(notice), state: 'leftToMuster' }
    : notice;
}

/** Of an account that belongs to no fleet any more: its own nights tell it. */
function takeFromMuster(notice: Notice): Notice {
  return notice.state === 'leftToMuster' ? { ...notice, state: 'pending' } : notice;
}

/**
 * A line with a summary to be told, where there is none: one when its date was asked for, and another when it has been measured
 * after all. One that nobody has been told yet says what is known by now.
 */
function commitSummary(line: LedgerLine, by: Claimant): LedgerLine {
  if (isSummedUp(line, by)) return line;
  return { ...line, summary: { of: line.state, state: 'pending', committedAt: by.now } };
}

/** Whether there is nothing to add to what was told of a date, or is being told right now. */
function isSummedUp({ state, summary }: LedgerLine, by: Claimant): boolean {
  if (summary === undefined) return false;
  if (summary.of === state || summary.of === 'measured') return true;
  return summary.state === 'pending' && !isOpenTo(summary, by);
}

/** Under which id a message was accepted, and when. */
export type Sent = { readonly messageId: string; readonly sentAt: Instant };

/** What a night has told. */
export type Published = {
  readonly notices: readonly Notice[];
  /** Of the message that told the notices; absent when it was not accepted, or there was none. */
  readonly alert?: Sent | undefined;
  readonly summaries: readonly {
    readonly line: Pick<SummedUpLine, 'date' | 'summary'>;
    readonly sent: Sent;
  }[];
  /** The date that the night sums up, which another may have measured while this one told that it could not be. */
  readonly summaryOf?: CalendarDate | undefined;
};

/**
 * The ledger with what a night has told marked as such, and without its claims: what it could not tell is open to the next at once.
 * What says something else by now stays pending: the claim ran out while it was being told, and another night brought it up to date.
 */
export function markTold(
  ledger: Ledger,
  by: Claimant,
  { notices, alert, summaries, summaryOf }: Published,
): Ledger {
  const contents = new Map(notices.map((notice) => [notice.id, contentOf(notice)]));
  const mark = (notice: Notice): Notice =>
    alert && notice.state !== 'sent' && contents.get(notice.id) === contentOf(notice)
      ? { ...unclaimed(notice), state: 'sent', ...alert }
      : notice;
  const release = <T extends Claimable>(one: T): T =>
    one.claim?.holder === by.holder ? (unclaimed(one) as T) : one;
  return changeLines(ledger, (line) => {
    const summary = summaries.find((told) => told.line.date === line.date);
    const marked = summary ? markSummary(line, summary) : line;
    const next = line.date === summaryOf ? commitSummary(marked, by) : marked;
    const told = { ...next, notices: next.notices.map((notice) => release(mark(notice))) };
    return isPending(told) ? { ...told, summary: release(told.summary) } : told;
  });
}

/** What a reader would notice a difference in. */
function contentOf({ kind, severity, counts, rules }: Notice): string {
  return [kind, severity, rules, ...countNames.map((name) => counts?.[name])].join(' ');
}

function markSummary(line: LedgerLine, { line: told, sent }: Published['summaries'][number]): LedgerLine {
  if (!isPending(line) || line.summary.of !== told.summary.of) return line;
  const { sentAt, messageId } = sent;
  return { ...line, summary: { ...unclaimed(line.summary), state: 'sent', sentAt, messageId } };
}

function isPending(line: LedgerLine): line is SummedUpLine {
  return line.summary?.state === 'pending';
}

/** When a muster told something, and under which message's id; without one where nobody was to hear of it. */
export type Mustered = Pick<Sent, 'sentAt'> & Partial<Sent>;

/**
 * The ledger with what a muster has told marked as such, wherever it stands by now: what it says has not changed since, as no
 * later measurement changes a notice of whether a date is available.
 * @param told by the ids of the notices
 */
export function markMustered(ledger: Ledger, told: ReadonlyMap<string, Mustered>): Ledger {
  const mark = (notice: Notice): Notice =>
    notice.state === 'sent' || !isOfAvailability(notice.kind) || !told.has(notice.id)
      ? notice
      : { ...unclaimed(notice), state: 'sent', ...told.get(notice.id) };
  return changeLines(ledger, (line) => ({ ...line, notices: line.notices.map(mark) }));
}

function unclaimed<T extends Claimable>({ claim: _ended, ...rest }: T): Omit<T, 'claim'> {
  return rest;
}

function noticesIn(state: Notice['state'], ledger: Ledger): DatedNotice[] {
  return linesByDate(ledger).flatMap((line) =>
    line.notices.filter((notice) => notice.state === state).map((notice) => ({ line, notice })),
  );
}
