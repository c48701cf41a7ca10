import { type Ledger, linesByDate, withLines } from '../ledger/ledger.ts';
import type { Finding, LedgerLine, Notice } from '../ledger/line.ts';
import type { Counts } from '../ledger/measurement.ts';
import { commitNotice, commitRecovery, standingNotice } from '../notices/notices.ts';
import { isOfAvailability } from '../notices/outbox.ts';
import { addDays, type CalendarDate } from '../time/day.ts';
import type { RuleSet } from './rule-set.ts';
import { judge } from './rules.ts';

/** Which rules are applied, and to which account's nights. */
type Replay = {
  readonly account: string;
  readonly rules: RuleSet;
  /** For so many days after a date it is asked again: what gets stuck for longer is not found out. */
  readonly lookBackDays: number;
};

/** A notice by what it says. */
export type News = Pick<Notice, 'kind' | 'severity'>;

/** What one date would have told, beside what was told. */
export type ReplayedDate = {
  readonly date: CalendarDate;
  /** The counts last measured; absent when the date could not be measured. */
  readonly counts?: Counts;
  /** Which of the rules the date breaks. */
  readonly findings: readonly Finding[];
  readonly wouldTell: readonly News[];
  readonly told: readonly News[];
};

/**
 * Applies rules to each date of a ledger, oldest first, as if its own night had measured the counts that it has now and
 * nobody had been told anything before. A date that nobody asked for tells nothing.
 */
export function replayDates(ledger: Ledger, replay: Replay): ReplayedDate[] {
  const lines = linesByDate(ledger);
  const latest = lines.at(-1)?.date ?? '';
  const dates: ReplayedDate[] = [];
  let bad: Ledger = new Map();
  for (const line of lines) {
    const by = { account: replay.account, holder: 'replay', now: `${line.date}T00:00:00.000Z` };
    const judged = judgeAnew(line, ledger, replay, latest);
    const night = isAsked(judged) ? commitNotice(judged, by) : judged;
    const replayed = commitRecovery(withLines(bad, [night]), by, line.date);
    /* v8 ignore next -- the night has just been put in */
    const would = replayed.get(line.date) ?? night;
    bad = lastBad(bad, would);
    dates.push(compare(would, line.notices));
  }
  return dates;
}

/** The latest bad date, until one has recovered: what lies between decides about no recovery. */
function lastBad(before: Ledger, line: LedgerLine): Ledger {
  if (standingNotice(line.notices)) return new Map([[line.date, line]]);
  return line.notices.some(({ kind }) => kind === 'recovered') ? new Map() : before;
}

/** Whether a rule decided on it: that a date could not be measured is told whatever the rules. */
export function isByRule({ kind }: News): boolean {
  return !isOfAvailability(kind);
}

/** The line as its night would have judged it, told of to nobody. */
function judgeAnew(
  line: LedgerLine,
  ledger: Ledger,
  { rules, lookBackDays }: Replay,
  latest: CalendarDate,
): LedgerLine {
  if (line.state !== 'measured') return { ...line, notices: [] };
  const lastAsked = addDays(line.date, lookBackDays);
  const findings = judge(line, ledger, rules, lastAsked < latest ? lastAsked : latest);
  return { ...line, findings, notices: [] };
}

function isAsked(line: LedgerLine): boolean {
  return line.state === 'measured' || line.askedAt !== undefined;
}

function compare(would: LedgerLine, notices: readonly Notice[]): ReplayedDate {
  const isMeasured = would.state === 'measured';
  return {
    date: would.date,
    ...(isMeasured && { counts: would.counts }),
    findings: isMeasured ? would.findings : [],
    wouldTell: would.notices.map(toNews),
    told: notices.filter(({ state }) => state === 'sent').map(toNews),
  };
}

function toNews({ kind, severity }: Notice): News {
  return { kind, severity };
}
