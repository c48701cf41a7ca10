import { ledgerKey } from '../core/ledger/keys.ts';
import type { Finding, LedgerLine, MeasuredLine, Notice } from '../core/ledger/line.ts';
import type { Counts, Fault } from '../core/ledger/measurement.ts';
import { buildDateMetrics, buildNightMetrics, type EmbeddedMetrics } from '../core/metrics.ts';
import { type DatedNotice, heldBackNotices, pendingNotices } from '../core/notices/outbox.ts';
import type { Silence } from '../core/notices/silence.ts';
import { type CalendarDate, windowOf, yearOf } from '../core/time/day.ts';
import type { LoadedLedger } from '../ports.ts';
import type { ArchivedAnswer } from './archive-answer.ts';
import type { Night } from './context.ts';

/** What a night told, and the ledger after it. */
export type Told = {
  readonly loaded: LoadedLedger;
  readonly notices: readonly DatedNotice[];
  readonly messageId?: string;
  readonly failures: readonly Error[];
};

/** What a night came to, and what of it failed. */
export type NightOutcome = {
  readonly account: Night['account'];
  readonly date: CalendarDate;
  /** Where the date stands now. */
  readonly line: LedgerLine | undefined;
  /** The dates that this night measured, as they stand now. */
  readonly measured: readonly MeasuredLine[];
  readonly told: Pick<Told, 'notices' | 'messageId'>;
  /** Why the night told nothing, or only what is critical. */
  readonly silence: Silence | undefined;
  readonly heldBack: readonly DatedNotice[];
  /** How many notices should have been told and are not. */
  readonly undelivered: number;
  /** How often another night wrote the ledger first. */
  readonly ledgerConflicts: number;
  /** Key of the page that shows the date and what was told; absent where there is none. */
  readonly page: string | undefined;
  readonly failures: readonly Error[];
};

/** Where things stand after all that the night did. That its date has no counts is a failure, which retries and alarms see. */
export function outcomeOf(
  { account, date, silence }: Night,
  answers: readonly ArchivedAnswer[],
  told: Told,
  rest: Pick<NightOutcome, 'page' | 'ledgerConflicts' | 'failures'>,
): NightOutcome {
  const { ledger } = told.loaded;
  const line = ledger.get(date);
  const missing = notMeasured(date, line);
  return {
    account,
    date,
    line,
    measured: answers.flatMap(({ answer }) => {
      const line = ledger.get(answer.date);
      return line?.state === 'measured' ? line : [];
    }),
    told,
    silence,
    heldBack: heldBackNotices(ledger),
    undelivered: pendingNotices(ledger).length,
    ...rest,
    failures: missing ? [...rest.failures, missing] : rest.failures,
  };
}

function notMeasured(date: CalendarDate, line: LedgerLine | undefined): Error | undefined {
  if (line?.state === 'measured') return undefined;
  const { code, detail } = line?.fault ?? { code: 'unknown', detail: 'nothing recorded' };
  return new Error(`${date} could not be measured: ${code}, ${detail}`);
}

/** The outcome as one JSON document: the function's result, and what the command line prints. */
export type OutcomeDocument = {
  readonly account: string;
  readonly date: string;
  readonly state: 'measured' | 'unavailable';
  /** Null when there are none; never zeros instead. */
  readonly counts: Counts | null;
  readonly findings: readonly Finding[];
  /** What this night told, of whatever dates. */
  readonly notices: readonly (Pick<Notice, 'id' | 'kind' | 'severity'> & { messageId: string | null })[];
  /** Why it told nothing, or only what is critical; null when it told all there was. */
  readonly silence: Silence | null;
  /** What is held back until the account is silent no more, of whatever dates. */
  readonly heldBack: readonly Pick<Notice, 'id' | 'kind' | 'severity'>[];
  /** Key of the archived answer. */
  readonly snapshot: string | null;
  /** Key of the page that shows the date and what was told; null where none was made. */
  readonly page: string | null;
  /** Key of the ledger that has the date. */
  readonly ledger: string;
  /** Why the date has no counts; absent when it has. */
  readonly fault?: Fault;
};

/** The outcome for programs. */
export function toOutcomeDocument(outcome: NightOutcome): OutcomeDocument {
  const { account, date, line, told, silence, heldBack, page } = outcome;
  const measured = line?.state === 'measured' ? line : undefined;
  return {
    account: account.name,
    date,
    state: measured ? 'measured' : 'unavailable',
    counts: measured?.counts ?? null,
    findings: measured?.findings ?? [],
    notices: told.notices.map((dated) => ({ ...newsOf(dated), messageId: told.messageId ?? null })),
    silence: silence ?? null,
    heldBack: heldBack.map(newsOf),
    snapshot: measured?.snapshot ?? null,
    page: page ?? null,
    ledger: ledgerKey(account.name, yearOf(date)),
    ...(line?.state === 'unavailable' && { fault: line.fault }),
  };
}

function newsOf({ notice: { id, kind, severity } }: DatedNotice) {
  return { id, kind, severity };
}

/** The metrics of a night: of each date that it measured, and of itself. Times in epoch milliseconds. */
export function toMetrics(outcome: NightOutcome, startedMs: number, nowMs: number): EmbeddedMetrics[] {
  const { account, date, line, measured, told, undelivered, ledgerConflicts, failures } = outcome;
  const { name, timeZone } = account;
  const ofDates = measured.map(({ date, counts }) =>
    buildDateMetrics({ account: name, date, window: windowOf(date, timeZone), counts }, nowMs),
  );
  const ofNight = buildNightMetrics(
    {
      account: name,
      date,
      measured: line?.state === 'measured',
      failures: failures.length,
      noticesTold: told.notices.length,
      noticesUndelivered: undelivered,
      ledgerConflicts,
      durationMs: nowMs - startedMs,
    },
    nowMs,
  );
  return [...ofDates.filter((document) => document !== undefined), ofNight];
}
