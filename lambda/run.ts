import type { Account } from './account.ts';
import { askAndKeep } from './ask.ts';
import { commitLedger, countConflicts } from './commit.ts';
import { conclude } from './conclude.ts';
import { type DatedNotice, heldBackNotices, pendingNotices } from './core/claims.ts';
import { addDays, type CalendarDate, dateReportedBy, yearOf } from './core/day.ts';
import { ledgerKey } from './core/keys.ts';
import type { Ledger, LedgerLine, MeasuredLine } from './core/ledger.ts';
import { type Fault, instantOf } from './core/measurement.ts';
import { muteOn } from './core/mutes.ts';
import { datesToDraw, type Horizon, planDates, yearsOf } from './core/plan.ts';
import { record } from './core/record.ts';
import { type Silence, silenceOn } from './core/silence.ts';
import { toError } from './errors.ts';
import { keepAgain } from './keep.ts';
import { lookUpFailures } from './look-up.ts';
import { loadMutes } from './mutes.ts';
import type { Ports } from './ports.ts';
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
  /** The stack that runs it, for the commands that people are told; absent where there is none. */
  readonly stack?: string | undefined;
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
  /** Why the night told nothing, or only what is critical. */
  readonly silence: Silence | undefined;
  readonly heldBack: readonly DatedNotice[];
  /** How many notices should have been told and are not. */
  readonly undelivered: number;
  /** How often another night wrote the ledger first. */
  readonly ledgerConflicts: number;
  /** Keys of the reports that are up to date now. */
  readonly reports: readonly string[];
  readonly failures: readonly Error[];
};

/**
 * One night from start to end: plan, ask and archive, record and commit, look up, tell, sum up and report. Steps that do not need each other happen
 * although others fail; the failures are gathered, yesterday's not being measured among them.
 * @throws when the ledger can be neither read nor written: then nothing can be done
 */
export async function run(night: Night, given: Ports): Promise<NightOutcome> {
  const { archive, conflicts } = countConflicts(given.archive);
  const ports = { ...given, archive };
  const { account, holder, stack } = night;
  const { name, timeZone, lookBackDays, rules } = account;
  const horizon: Horizon = { yesterday: dateReportedBy(night.dueMs, timeZone), lookBackDays, timeZone };
  const tellFrom = addDays(horizon.yesterday, -lookBackDays);
  const failures: Error[] = [];

  const [loaded, mutes] = await Promise.all([
    archive.loadLedger(name, yearsOf(horizon)),
    gather(loadMutes(name, archive), failures),
  ]);
  const silence = silenceOn(horizon.yesterday, account.quiet, mutes ?? []);
  const dates = planDates(loaded.ledger, horizon);
  const { kept, refusal } = await askAndKeep(night, dates, loaded.ledger, ports, failures);
  const recorded = await commitLedger(name, loaded, recordKept, ports);
  const lookUps = await lookUpFailures(night, recorded.ledger, refusal, ports);
  const addressee = { account: name, language: account.language, stack };
  const teller = { ...addressee, holder, deadlineMs: night.deadlineMs, silence };
  const telling = await gather(tellPending(teller, recorded, lookUps, ports), failures);
  const told = telling ?? { loaded: recorded, notices: [] };
  const { ledger } = told.loaded;
  const line = ledger.get(horizon.yesterday);
  if (line?.state !== 'measured') failures.push(notMeasured(horizon.yesterday, line?.fault));
  const mute = muteOn(horizon.yesterday, mutes ?? []);
  const concluded = {
    account,
    stack,
    date: horizon.yesterday,
    dates: datesToDraw(ledger, horizon, instantOf(night.dueMs)),
    ledger,
    told: told.notices,
    lookUps,
    silence,
    mute,
  };
  const conclusion = await conclude(concluded, ports);
  return {
    ...{ date: horizon.yesterday, line, ledgerKey: ledgerKey(name, yearOf(horizon.yesterday)) },
    measured: kept.flatMap(({ asked }) => measuredLine(ledger, asked.date)),
    ...{ told, silence, heldBack: heldBackNotices(ledger), undelivered: pendingNotices(ledger).length },
    ...{ ledgerConflicts: conflicts(), reports: conclusion.reports },
    failures: [...failures, ...conclusion.failures],
  };

  async function recordKept(ledger: Ledger): Promise<Ledger> {
    const measurements = await Promise.all(kept.map((one) => keepAgain(one, ledger, name, archive)));
    const nowMs = ports.clock.now();
    const [now, claimUntil] = [instantOf(nowMs), instantOf(nowMs + claimMs)];
    const by = { account: name, holder, now, claimUntil };
    return record(ledger, { ...by, horizon, rules, measurements, tellFrom, silence });
  }
}

/** What a step gives, or nothing when it fails: the failure is gathered, and keeps nothing else from happening. */
async function gather<T>(step: Promise<T>, failures: Error[]): Promise<T | undefined> {
  try {
    return await step;
  } catch (error) {
    failures.push(toError(error));
    return undefined;
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
