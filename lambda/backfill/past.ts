import { commitLedger } from '../archive/commit.ts';
import { listLedgerYears } from '../archive/ledger-years.ts';
import type { Account } from '../config/account.ts';
import { type Ledger, linesByDate } from '../core/ledger/ledger.ts';
import { type BackfillPlan, isLeftToNights, planBackfill } from '../core/ledger/plan.ts';
import { recordBackfill } from '../core/ledger/record.ts';
import { addDays, type CalendarDate, dateReportedBy, yearOf } from '../core/time/day.ts';
import { lastDue } from '../core/time/last-due.ts';
import { type ArchivedAnswer, measureAgain } from '../night/archive-answer.ts';
import type { Ports } from '../ports.ts';

/** Which dates a backfill is about; `again` asks for settled ones as well. */
export type PastRange = { readonly from: CalendarDate; readonly to: CalendarDate; readonly again: boolean };

/** The whole ledger of an account, opened to fill in its past. */
export type Past = {
  readonly plan: BackfillPlan;
  /** As it was when it was opened. */
  readonly ledger: Ledger;
  /** Enters what was measured. Tells nobody. */
  readonly record: (answers: readonly ArchivedAnswer[]) => Promise<void>;
  /** The dates after the range that nobody has asked for: a past that is filled in does not reach to the present. */
  readonly notAsked: () => readonly CalendarDate[];
};

/** Reads every year of an account's ledger: no date between its first and yesterday may be left without a line. */
export async function openPast(account: Account, range: PastRange, ports: Ports): Promise<Past> {
  const { name, timeZone, time, lookBackDays, rules } = account;
  const { archive, clock } = ports;
  const reported = dateReportedBy(lastDue(clock.now(), timeZone, time), timeZone);
  const horizon = { yesterday: reported > range.to ? reported : range.to, lookBackDays, timeZone };
  const nextNight = { ...horizon, yesterday: addDays(reported, 1) };
  const touched = yearsBetween(range.from, horizon.yesterday);
  const years = new Set([...(await listLedgerYears(name, archive)), ...touched]);
  let loaded = await archive.loadLedger(
    name,
    [...years].sort((a, b) => a - b),
  );
  return {
    plan: planBackfill(loaded.ledger, range, nextNight),
    ledger: loaded.ledger,
    notAsked: () =>
      linesByDate(loaded.ledger).flatMap((line) =>
        line.date > range.to && line.state === 'unavailable' && line.fault.code === 'notAsked'
          ? line.date
          : [],
      ),
    async record(answers) {
      loaded = await commitLedger(
        name,
        loaded,
        async (ledger) => {
          // A night may have got there first, and be about to tell.
          const ours = answers.filter(({ answer }) => !isLeftToNights(ledger.get(answer.date), nextNight));
          const measurements = await Promise.all(ours.map((one) => measureAgain(one, ledger, name, archive)));
          return recordBackfill(ledger, { horizon, rules, measurements });
        },
        ports,
      );
    },
  };
}

function yearsBetween(from: CalendarDate, to: CalendarDate): number[] {
  const first = yearOf(from);
  return Array.from({ length: yearOf(to) - first + 1 }, (_, index) => first + index);
}
