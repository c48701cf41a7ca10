import type { Finding, Notice } from '../core/ledger/line.ts';
import type { Counts, Fault } from '../core/ledger/measurement.ts';
import type { DatedNotice } from '../core/notices/claims.ts';
import type { Silence } from '../core/notices/silence.ts';
import type { NightOutcome } from './night.ts';

/** What a night came to, as one JSON document: the function's result, and what the command line prints. */
export type NightSummary = {
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

/** The summary of a night. */
export function summarizeNight(account: string, outcome: NightOutcome): NightSummary {
  const { date, line, ledgerKey, told, silence, heldBack, page } = outcome;
  const measured = line?.state === 'measured' ? line : undefined;
  return {
    account,
    date,
    state: measured ? 'measured' : 'unavailable',
    counts: measured?.counts ?? null,
    findings: measured?.findings ?? [],
    notices: told.notices.map((dated) => ({ ...newsOf(dated), messageId: told.messageId ?? null })),
    silence: silence ?? null,
    heldBack: heldBack.map(newsOf),
    snapshot: measured?.snapshot ?? null,
    page: page ?? null,
    ledger: ledgerKey,
    ...(line?.state === 'unavailable' && { fault: line.fault }),
  };
}

function newsOf({ notice: { id, kind, severity } }: DatedNotice) {
  return { id, kind, severity };
}
