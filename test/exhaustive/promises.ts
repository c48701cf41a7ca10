import { checkNeverBack } from '../simulation/invariants/never-back.ts';
import { type Line, type NoticeInLedger, readLines, sameCounts } from '../simulation/ledger-lines.ts';
import type { Published, ToldNotice } from '../simulation/topic.ts';
import type { Violation } from '../simulation/world.ts';
import { isExcused } from './excuses.ts';
import { type Happening, type Journal, nightOf } from './journal.ts';
import {
  type ClaimedLine,
  readClaimedLedger,
  readClaimedLines,
  summaryOf,
  tellablesOf,
} from './ledger-claims.ts';
import { cleanDate } from './scenarios.ts';
import type { Stage } from './stage.ts';

/** How a night fails that leaves its summaries to the next. */
const tooLate = 'no time was left to sum up';

type Objection = (invariant: string, detail: string) => void;

/** Every promise that a schedule broke, as seen from outside: in the bucket, on the topics, and in how the nights ended. */
export function brokenPromises({ journal, bucket, scenario }: Stage): Violation[] {
  const violations: Violation[] = [];
  const object: Objection = (invariant, detail) => violations.push({ invariant, detail });
  const lines = readClaimedLedger(bucket.texts);
  checkWrites(journal, violations, object);
  checkTold(journal, object);
  checkToldOnce(journal, object);
  checkEnds(journal, object);
  for (const { date } of scenario.nights) checkMeasured(lines, date, object);
  checkMeasured(lines, cleanDate, object);
  checkWhole(lines, object);
  checkMarked(journal, lines, object);
  checkStanding(journal, lines, object);
  return violations;
}

/** Nothing known is forgotten, no archived answer changes, and what the ledger refers to was archived before. */
function checkWrites(journal: Journal, violations: Violation[], object: Objection): void {
  const archived = new Map<string, string>();
  for (const one of journal) {
    if (one.kind !== 'wrote') continue;
    const { key, text, previous } = one.written;
    if (!key.startsWith('ledger/')) {
      if (previous !== undefined) object('an archived answer never changes', key);
      archived.set(key, text);
      continue;
    }
    const after = readLines(text);
    for (const line of readLines(previous).values())
      checkNeverBack({ violations }, line, after.get(line.date));
    for (const line of after.values()) checkArchived(line, archived, object);
  }
}

function checkArchived({ date, snapshot, counts }: Line, archived: Map<string, string>, object: Objection) {
  if (snapshot === undefined) return;
  const text = archived.get(snapshot);
  const kept = text === undefined ? undefined : (JSON.parse(text) as Pick<Line, 'counts'>);
  if (!sameCounts(kept?.counts, counts))
    object('what the ledger refers to is archived', `${date}: ${snapshot}`);
}

/** What is told was committed, in those words and before; and what was committed is told. */
function checkTold(journal: Journal, object: Objection): void {
  const committed = new Map<string, Set<string>>();
  const told = new Set<string>();
  for (const one of journal) {
    for (const notice of committedBy(one))
      committed.set(notice.id, (committed.get(notice.id) ?? new Set()).add(contentOf(notice)));
    for (const notice of toldBy(one)) {
      told.add(notice.id);
      if (!committed.get(notice.id)?.has(contentOf(notice)))
        object('only what is committed is told', `${notice.id}: ${contentOf(notice)}`);
    }
  }
  for (const id of committed.keys()) if (!told.has(id)) object('every committed notice is told', id);
}

function committedBy(one: Happening): readonly NoticeInLedger[] {
  if (one.kind !== 'wrote' || !one.written.key.startsWith('ledger/')) return [];
  return readClaimedLines(one.written.text).flatMap(({ notices }) => notices);
}

function toldBy(one: Happening): readonly ToldNotice[] {
  return one.kind === 'published' ? one.published.notices : [];
}

/** What a reader would notice. That a date has no counts is the same news, whatever it has been measured with since. */
function contentOf({ kind, severity, counts }: ToldNotice | NoticeInLedger): string {
  return [kind, severity, kind === 'unavailable' ? '' : counts?.failure].join(' ');
}

/** Nothing is told again but after a crash, a failed call or a claim that ran out, between claiming and marking. */
function checkToldOnce(journal: Journal, object: Objection): void {
  const last = new Map<string, number>();
  for (const [at, one] of journal.entries()) {
    if (one.kind !== 'published') continue;
    for (const id of idsOf(one.published)) {
      const earlier = last.get(id);
      if (earlier !== undefined && !isExcused(journal, id, earlier, at)) object('nothing is told twice', id);
      last.set(id, at);
    }
  }
}

function idsOf({ notices, summary }: Published): string[] {
  if (!summary) return notices.map(({ id }) => id);
  return [summaryOf(summary.date, summary.counts ? 'measured' : 'unavailable')];
}

/**
 * A night that nothing happened to succeeds, unless the claim ran out under which it was to sum up: then it says so, and another
 * does. One that succeeds leaves nothing that it told for another to tell again.
 */
function checkEnds(journal: Journal, object: Objection): void {
  for (const one of journal) {
    if (one.kind !== 'ended') continue;
    const { night, error, ledger } = one;
    const hadFault = journal.some(({ step }) => step?.night === night && step.fault !== undefined);
    const ranOut = journal.some(({ step }) => step?.kind === 'jump') && error?.message.startsWith(tooLate);
    if (error && !hadFault && !ranOut)
      object('a night that nothing happened to succeeds', `${night}: ${error.message}`);
    if (error) continue;
    const told = journal.flatMap((other) => (nightOf(other) === night ? toldBy(other) : []));
    for (const notice of readClaimedLines(ledger).flatMap(({ notices }) => notices))
      if (notice.state !== 'sent' && told.some((other) => isSame(other, notice)))
        object('a night that succeeds has marked what it told', `${night}: ${notice.id}`);
  }
}

function isSame(told: ToldNotice, notice: NoticeInLedger): boolean {
  return told.id === notice.id && contentOf(told) === contentOf(notice);
}

function checkMeasured(lines: readonly ClaimedLine[], date: string, object: Objection): void {
  const line = lines.find((one) => one.date === date);
  if (line?.state !== 'measured') object('every night’s date is measured in the end', date);
}

/** In the end nothing is left to be told, and nobody is telling anything. */
function checkWhole(lines: readonly ClaimedLine[], object: Objection): void {
  for (const [id, { state, claim }] of tellablesOf(lines)) {
    if (state !== 'sent') object('all that was told is marked', `${id} is ${state}`);
    if (claim) object('no claim is left', `${id} is claimed by ${claim.holder}`);
  }
}

/** The message under which something is marked as told is one that told it. */
function checkMarked(journal: Journal, lines: readonly ClaimedLine[], object: Objection): void {
  const alerts = journal.flatMap((one) =>
    one.kind === 'published' && !one.published.summary ? [one.published] : [],
  );
  for (const { id, messageId } of lines.flatMap(({ notices }) => notices)) {
    const message = alerts[Number(messageId?.replace('message-', '')) - 1];
    if (!message?.notices.some((notice) => notice.id === id))
      object('a mark names the message that told it', `${id}: ${messageId}`);
  }
}

/** While no claim runs out, what was told last of a date is how it stands: a message cannot be called back. */
function checkStanding(journal: Journal, lines: readonly ClaimedLine[], object: Objection): void {
  if (journal.some(({ step }) => step?.kind === 'jump')) return;
  for (const { date, notices } of lines) {
    const [last, stands] = [lastToldOf(date, journal), notices.at(-1)];
    if (last && stands && contentOf(last) !== contentOf(stands))
      object('what was told last is how things stand', `${date}: ${contentOf(last)}`);
  }
}

/** The newest notice of a date in the last message that has one: within a message the order is that of importance. */
function lastToldOf(date: string, journal: Journal): ToldNotice | undefined {
  const messages = journal.map((one) => toldBy(one).filter((notice) => notice.date === date));
  const last = messages.findLast((notices) => notices.length > 0) ?? [];
  return last.toSorted((a, b) => numberOf(a) - numberOf(b)).at(-1);
}

function numberOf({ id }: ToldNotice): number {
  return Number(id.split('/').at(-1));
}
