import type { Finding, Notice } from './core/ledger.ts';
import type { Counts, Fault } from './core/measurement.ts';
import type { NightOutcome } from './run.ts';

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
  /** Key of the archived answer. */
  readonly snapshot: string | null;
  /** Key of the ledger that has the date. */
  readonly ledger: string;
  /** Why the date has no counts; absent when it has. */
  readonly fault?: Fault;
};

/** The summary of a night. */
export function summarizeNight(account: string, { date, line, ledgerKey, told }: NightOutcome): NightSummary {
  const measured = line?.state === 'measured' ? line : undefined;
  return {
    account,
    date,
    state: measured ? 'measured' : 'unavailable',
    counts: measured?.counts ?? null,
    findings: measured?.findings ?? [],
    notices: told.notices.map(({ notice: { id, kind, severity } }) => ({
      id,
      kind,
      severity,
      messageId: told.messageId ?? null,
    })),
    snapshot: measured?.snapshot ?? null,
    ledger: ledgerKey,
    ...(line?.state === 'unavailable' && { fault: line.fault }),
  };
}
