import type { Account } from './account.ts';
import { askAndKeep } from './ask.ts';
import { commitLedger, countConflicts } from './commit.ts';
import { type DatedNotice, heldBackNotices, pendingNotices } from './core/claims.ts';
import { addDays, type CalendarDate, dateReportedBy, yearOf } from './core/day.ts';
import { ledgerKey } from './core/keys.ts';
import type { Ledger, LedgerLine, MeasuredLine } from './core/ledger.ts';
import { type Fault, instantOf } from './core/measurement.ts';
import { muteOn } from './core/mutes.ts';
import { type Horizon, planDates, yearsOf } from './core/plan.ts';
import { record } from './core/record.ts';
import { type Silence, silenceOn } from './core/silence.ts';
import { pendingSummaries } from './core/summary-outbox.ts';
import { readEarlierSummary } from './earlier-summary.ts';
import { gather } from './gather.ts';
import { keepAgain } from './keep.ts';
import { keepLookUps, lookUpFailures } from './look-up.ts';
import { loadMutes } from './mutes.ts';
import type { LoadedLedger, Ports } from './ports.ts';
import { type Teller, takingAt } from './teller.ts';

/** One run for one account, identified by the time for which it was due. */
export type Night = {
  readonly account: Account;
  /** When the night was due, epoch milliseconds: the date it reports follows from this, not from the clock. */
  readonly dueMs: number;
  /** An id of this run alone: two deliveries of one event, and its retries, each have their own. */
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
  readonly told: { readonly notices: readonly DatedNotice[]; readonly messageId?: string };
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

/**
 * One night from start to end: plan, ask and archive, record and commit, look up, tell and sum up, draw the page. Steps that do not
 * need each other happen although others fail; the failures are gathered, yesterday's not being measured among them.
 * @throws when the ledger can be neither read nor written: then nothing can be done
 */
export async function run(night: Night, given: Ports): Promise<NightOutcome> {
  const { archive, conflicts } = countConflicts(given.archive);
  const ports = { ...given, archive };
  const { account, holder, deadlineMs, stack } = night;
  const { name, timeZone, lookBackDays } = account;
  const horizon: Horizon = { yesterday: dateReportedBy(night.dueMs, timeZone), lookBackDays, timeZone };
  const date = horizon.yesterday;
  const failures: Error[] = [];

  const [loaded, mutes = []] = await Promise.all([
    archive.loadLedger(name, yearsOf(horizon)),
    gather(loadMutes(name, archive), failures),
  ]);
  const silence = silenceOn(date, account.quiet, mutes);
  const dates = planDates(loaded.ledger, horizon);
  const [{ kept, refusal }, earlierSummary] = await Promise.all([
    askAndKeep(night, dates, loaded.ledger, ports, failures),
    ports.summaries && gather(readEarlierSummary(name, date, loaded.ledger.get(date), archive), failures),
    loadAhead(account, ports),
  ]);
  const recorded = await commitLedger(name, loaded, recordKept, ports);
  const lookUps = await lookUpFailures(night, recorded.ledger, refusal, ports);
  const mute = muteOn(date, mutes);
  const teller: Teller = { account, date, stack, holder, deadlineMs, silence, mute, lookUps };
  const [told] = await Promise.all([
    tell(teller, recorded, ports, failures),
    keepLookUps(name, lookUps, ports),
  ]);
  const { ledger } = told.loaded;
  const line = ledger.get(date);
  if (line?.state !== 'measured') failures.push(notMeasured(date, line?.fault));
  return {
    date,
    line,
    ledgerKey: ledgerKey(name, yearOf(date)),
    measured: kept.flatMap(({ asked }) => measuredLine(ledger, asked.date)),
    told,
    silence,
    heldBack: heldBackNotices(ledger),
    undelivered: pendingNotices(ledger).length,
    page: account.report ? await gather(drawPage(teller, ledger, ports), failures) : undefined,
    ledgerConflicts: conflicts(),
    failures,
  };

  async function recordKept(present: Ledger): Promise<Ledger> {
    const measurements = await Promise.all(kept.map((one) => keepAgain(one, present, name, archive)));
    const nowMs = ports.clock.now();
    const by = { account: name, holder, now: instantOf(nowMs), ...takingAt(nowMs, { date, silence }, ports) };
    const tellFrom = addDays(date, -lookBackDays);
    return record(present, { ...by, horizon, rules: account.rules, measurements, tellFrom, earlierSummary });
  }
}

/** Loads, while answers are waited for, what the night is going to need. */
async function loadAhead({ report }: Account, { summaries }: Ports): Promise<void> {
  await Promise.all([summaries && import('./tell.ts'), report && import('./keep-page.ts')]);
}

/** Tells what is pending, if anything is: a night that has nothing to tell does not load the words. */
async function tell(teller: Teller, recorded: LoadedLedger, ports: Ports, failures: Error[]) {
  const { ledger } = recorded;
  if (pendingNotices(ledger).length + (ports.summaries ? pendingSummaries(ledger).length : 0) === 0)
    return { loaded: recorded, notices: [] };
  const { tellPending } = await import('./tell.ts');
  const told = await gather(tellPending(teller, recorded, ports), failures);
  failures.push(...(told?.failures ?? []));
  return told ?? { loaded: recorded, notices: [] };
}

async function drawPage(teller: Teller, ledger: Ledger, ports: Ports): Promise<string> {
  const { keepPage } = await import('./keep-page.ts');
  return keepPage(teller, ledger, ports);
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
