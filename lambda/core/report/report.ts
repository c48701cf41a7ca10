import type { FailedFiles } from '../ledger/failed-files.ts';
import type { Ledger } from '../ledger/ledger.ts';
import type { LedgerLine } from '../ledger/line.ts';
import type { Instant } from '../ledger/measurement.ts';
import type { Mute } from '../notices/mutes.ts';
import type { RuleSet } from '../rules/rule-set.ts';
import type { Audience } from '../story/audience.ts';
import { addDays, type CalendarDate, datesBetween, existsIn } from '../time/day.ts';

/** What a report is made from. */
export type ReportSource = Audience & {
  readonly account: { readonly rules: RuleSet };
  /** The date that is reported. */
  readonly date: CalendarDate;
  /** At least the twelve months up to the date; what lies after the date is not looked at. */
  readonly ledger: Ledger;
  /** Which files of the date failed, where they were listed. */
  readonly failed?: FailedFiles | undefined;
  /** What holds back the account's notices. */
  readonly mute?: Mute | undefined;
  /** When all this was so; a page that is stored says it, one that is drawn anew need not. */
  readonly asOf?: Instant | undefined;
};

/** The counts in the order in which messages give them, too. */
export const shownCounts = ['complete', 'failure', 'canceled', 'running', 'waiting'] as const;

/** One date of the history; without a line, nothing was ever recorded of it. */
export type DatedLine = { readonly date: CalendarDate; readonly line?: LedgerLine | undefined };

/** All that one report says, without words. */
export type Report = ReportSource & {
  /** Where the reported date stands. */
  readonly line: LedgerLine;
  /** The twelve months up to the date, each date that its zone has once, oldest first. */
  readonly days: readonly DatedLine[];
};

/** A year without its first day, so that the same date of the last year does not come twice. */
const daysBefore = 364;

/** Gathers what the report of a date says. */
export function createReport(source: ReportSource): Report {
  const { account, date, ledger } = source;
  const known = new Map([...ledger].filter(([day]) => day <= date));
  const dates = datesBetween(addDays(date, -daysBefore), date).filter(
    (day) => known.has(day) || existsIn(day, account.timeZone),
  );
  const days = dates.map((day): DatedLine => ({ date: day, line: known.get(day) }));
  const line = known.get(date) ?? notRecorded(date);
  return { ...source, ledger: known, line, days };
}

function notRecorded(date: CalendarDate): LedgerLine {
  const fault = { code: 'notAsked', detail: 'no night asked for this date' } as const;
  return { date, state: 'unavailable', fault, notices: [] };
}
