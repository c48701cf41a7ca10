import { askAndKeep, refusalIn } from './ask.ts';
import { commitLedger, countConflicts } from './commit.ts';
import type { Account } from './config.ts';
import { pendingNotices } from './core/claims.ts';
import { addDays, type CalendarDate, dateReportedBy, yearOf } from './core/day.ts';
import { ledgerKey } from './core/keys.ts';
import type { Ledger, LedgerLine, MeasuredLine } from './core/ledger.ts';
import { type Fault, instantOf } from './core/measurement.ts';
import { type Horizon, planDates, yearsOf } from './core/plan.ts';
import { record } from './core/record.ts';
import { toError } from './errors.ts';
import { keepAgain } from './keep.ts';
import { keepLookUps, type LookUps, lookUpFailures } from './look-up.ts';
import type { LoadedLedger, Ports } from './ports.ts';
import { claimMs, type Told, tellPending } from './tell.ts';

/** One run for one account, identified by the time for which it was due. */
export type Night = {
  readonly account: Account;
  /** When the night was due, epoch milliseconds: the date it reports follows from this, not from the clock. */
  readonly dueMs: number;
  /** The invocation's request id, which a retry of the invocation shares. */
  readonly holder: string;
  /** When the night has to be over, epoch milliseconds. */
  readonly deadlineMs: number;
};

/** What a night did, and what of it failed. */
export type NightOutcome = {
  readonly date: CalendarDate;
  /** Where the date stands now. */
  readonly line: LedgerLine | undefined;
  readonly ledgerKey: string;
  /** The dates that this night measured, as they stand now. */
  readonly measured: readonly MeasuredLine[];
  readonly told: Pick<Told, 'notices' | 'messageId'>;
  /** How many notices are committed and still not told. */
  readonly undelivered: number;
  /** How often another night wrote the ledger first. */
  readonly ledgerConflicts: number;
  readonly failures: readonly Error[];
};

/**
 * One night from start to end: plan, ask and archive, record and commit, look up, tell. Steps that do not need each other happen
 * although others fail; the failures are gathered, yesterday's not being measured among them.
 * @throws when the ledger can be neither read nor written: then nothing can be done
 */
export async function run(night: Night, given: Ports): Promise<NightOutcome> {
  const { archive, conflicts } = countConflicts(given.archive);
  const ports = { ...given, archive };
  const { account, holder } = night;
  const { name, timeZone, lookBackDays, rules } = account;
  const horizon: Horizon = { yesterday: dateReportedBy(night.dueMs, timeZone), lookBackDays, timeZone };
  const tellFrom = addDays(horizon.yesterday, -lookBackDays);
  const failures: Error[] = [];

  const loaded = await archive.loadLedger(name, yearsOf(horizon));
  const kept = await askAndKeep(night, planDates(loaded.ledger, horizon), loaded.ledger, ports, failures);
  const recorded = await commitLedger(name, loaded, recordKept, ports);
  const lookUps = await lookUpFailures(night, recorded.ledger, refusalIn(kept), ports);
  const told = await tellAll(night, recorded, lookUps, ports, failures);
  await keepLookUps(name, lookUps, ports);

  const { ledger } = told.loaded;
  const line = ledger.get(horizon.yesterday);
  if (line?.state !== 'measured') failures.push(notMeasured(horizon.yesterday, line?.fault));
  return {
    date: horizon.yesterday,
    line,
    ledgerKey: ledgerKey(name, yearOf(horizon.yesterday)),
    measured: kept.flatMap(({ asked }) => measuredLine(ledger, asked.date)),
    told,
    undelivered: pendingNotices(ledger).length,
    ledgerConflicts: conflicts(),
    failures,
  };

  async function recordKept(ledger: Ledger): Promise<Ledger> {
    const measurements = await Promise.all(kept.map((one) => keepAgain(one, ledger, name, archive)));
    const nowMs = ports.clock.now();
    const [now, claimUntil] = [instantOf(nowMs), instantOf(nowMs + claimMs)];
    return record(ledger, { account: name, horizon, rules, measurements, tellFrom, holder, now, claimUntil });
  }
}

async function tellAll(
  { account: { name, language }, holder, deadlineMs }: Night,
  loaded: LoadedLedger,
  lookUps: LookUps,
  ports: Ports,
  failures: Error[],
): Promise<Told> {
  try {
    return await tellPending({ account: name, language, holder, deadlineMs }, loaded, lookUps, ports);
  } catch (error) {
    failures.push(toError(error));
    return { loaded, notices: [] };
  }
}

function measuredLine(ledger: Ledger, date: CalendarDate): MeasuredLine[] {
  const line = ledger.get(date);
  return line?.state === 'measured' ? [line] : [];
}

function notMeasured(date: CalendarDate, fault: Fault | undefined): Error {
  return new Error(
    `${date} could not be measured: ${fault?.code ?? 'unknown'}, ${fault?.detail ?? 'nothing recorded'}`,
  );
}
