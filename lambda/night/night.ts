import { commitLedger, countConflicts } from '../archive/commit.ts';
import { readEarlierSummary } from '../archive/earlier-summary.ts';
import { loadMutes } from '../archive/load-mutes.ts';
import type { Account } from '../config/account.ts';
import { ledgerKey } from '../core/ledger/keys.ts';
import type { Ledger } from '../core/ledger/ledger.ts';
import type { LedgerLine, MeasuredLine, Summary } from '../core/ledger/line.ts';
import { type Fault, instantOf } from '../core/ledger/measurement.ts';
import { type Horizon, planDates, whyTooEarly, yearsOf } from '../core/ledger/plan.ts';
import { recordNight } from '../core/ledger/record.ts';
import { type DatedNotice, heldBackNotices, pendingNotices } from '../core/notices/claims.ts';
import { muteOn } from '../core/notices/mutes.ts';
import { type Silence, silenceOn } from '../core/notices/silence.ts';
import { pendingSummaries } from '../core/notices/summary-outbox.ts';
import { addDays, type CalendarDate, dateReportedBy, localDateOf, yearOf } from '../core/time/day.ts';
import { toleranceMs } from '../core/time/witnesses.ts';
import { NightRefusedError } from '../errors.ts';
import type { LoadedLedger, Ports } from '../ports.ts';
import { type ArchivedAnswer, measureAgain } from './archive-answer.ts';
import { askAndKeep } from './ask.ts';
import { gather } from './gather.ts';
import { keepLookUps, lookUpFailures } from './list-failed-files.ts';
import { type Teller, takingAt } from './teller.ts';
import { correctPorts, createTrueClock } from './true-clock.ts';

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
  /** Where the runbook is, an https address; absent where nobody has said. */
  readonly runbookUrl?: string | undefined;
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
 * @throws NightRefusedError, before anything is written, when the date is not over by the API's clock or is long gone
 * @throws when the ledger can be neither read nor written: then nothing can be done
 */
export async function run(night: Night, given: Ports): Promise<NightOutcome> {
  const { archive, conflicts } = countConflicts(given.archive);
  const asking = { ...given, archive };
  const { account, holder, stack, runbookUrl } = night;
  const { name, timeZone, lookBackDays } = account;
  const horizon: Horizon = { yesterday: dateReportedBy(night.dueMs, timeZone), lookBackDays, timeZone };
  const date = horizon.yesterday;
  const failures: Error[] = [];

  const [loaded, mutes = []] = await Promise.all([
    archive.loadLedger(name, yearsOf(horizon)),
    gather(loadMutes(name, archive), failures),
  ]);
  refuseIfTooEarly(loaded.ledger, horizon, createTrueClock(asking).now());
  const silence = silenceOn(date, account.quiet, mutes);
  const [answers, earlierSummary] = await Promise.all([
    askAndKeep(night, planDates(loaded.ledger, horizon), loaded.ledger, asking, failures),
    asking.summaries && gather(readEarlierSummary(name, date, loaded.ledger.get(date), archive), failures),
    loadAhead(account, asking),
  ]);
  // What was asked for is known by the API's clock. From here on the time is the store's, and the deadline the same moment as before.
  const { archived, refusal, correctionMs, sharedCorrectionMs } = answers;
  const ports = correctPorts(asking, sharedCorrectionMs);
  const deadlineMs = night.deadlineMs + sharedCorrectionMs;
  warnOfClock(name, correctionMs, ports);
  const recording = { night, horizon, archived, silence, earlierSummary };
  const recorded = await commitLedger(name, loaded, (ledger) => recordKept(ledger, recording, ports), ports);
  const lookUps = await lookUpFailures({ ...night, deadlineMs }, recorded.ledger, refusal, ports);
  const telling = {
    account,
    date,
    stack,
    runbookUrl,
    holder,
    deadlineMs,
    silence,
    mute: muteOn(date, mutes),
    lookUps,
  };
  const teller: Teller = { ...telling, clockAheadMs: -correctionMs };
  const [told] = await Promise.all([
    tell(teller, recorded, ports, failures),
    keepLookUps(name, lookUps, ports),
  ]);
  const page = account.report
    ? await gather(drawPage(teller, told.loaded.ledger, ports), failures)
    : undefined;
  const outcome = { ...conclude(date, archived, told), silence, page };
  const missing = notMeasured(outcome);
  if (missing) failures.push(missing);
  return { ...outcome, ledgerKey: ledgerKey(name, yearOf(date)), ledgerConflicts: conflicts(), failures };
}

/** What the answers of a night are recorded with. */
type Recorded = {
  readonly night: Night;
  readonly horizon: Horizon;
  readonly archived: readonly ArchivedAnswer[];
  readonly silence: Silence | undefined;
  readonly earlierSummary: Summary | undefined;
};

async function recordKept(
  ledger: Ledger,
  { night, horizon, archived, silence, earlierSummary }: Recorded,
  ports: Ports,
): Promise<Ledger> {
  const { holder, account } = night;
  const date = horizon.yesterday;
  const measurements = await Promise.all(
    archived.map((one) => measureAgain(one, ledger, account.name, ports.archive)),
  );
  const nowMs = ports.clock.now();
  const by = { account: account.name, holder, now: instantOf(nowMs) };
  const tellFrom = addDays(date, -horizon.lookBackDays);
  const rules = { rules: account.rules, horizon, tellFrom, measurements, earlierSummary };
  const next = recordNight(ledger, { ...by, ...rules, ...takingAt(nowMs, { date, silence }, ports) });
  // Loads while the write is waited for. Whatever keeps it from loading is thrown where it is needed.
  if (isToBeTold(next, ports)) loadWords().catch(() => undefined);
  return next;
}

/** Where things stand after all that the night did. */
function conclude(date: CalendarDate, archived: readonly ArchivedAnswer[], told: ToldTonight) {
  const { ledger } = told.loaded;
  return {
    date,
    line: ledger.get(date),
    measured: archived.flatMap(({ answer }) => measuredLine(ledger, answer.date)),
    told,
    heldBack: heldBackNotices(ledger),
    undelivered: pendingNotices(ledger).length,
  };
}

function refuseIfTooEarly(ledger: Ledger, horizon: Horizon, nowMs: number): void {
  const reason = whyTooEarly(ledger, horizon, localDateOf(nowMs, horizon.timeZone));
  if (reason === undefined) return;
  const { yesterday } = horizon;
  throw new NightRefusedError(
    `the night that reports ${yesterday} is refused: that ${reason}; to measure such a date, run: npx vod-nightly backfill --from ${yesterday} --to ${yesterday}`,
  );
}

function warnOfClock(account: string, correctionMs: number, { telemetry }: Ports): void {
  if (Math.abs(correctionMs) <= toleranceMs) return;
  telemetry.warn("our clock is more than a minute off the API's, which is gone by", {
    account,
    correctionMs,
  });
}

/** What a night told, and the ledger after it. */
type ToldTonight = NightOutcome['told'] & { readonly loaded: LoadedLedger };

/** Loads, while answers are waited for, what the night is going to need. */
async function loadAhead({ report }: Account, { summaries }: Ports): Promise<void> {
  await Promise.all([summaries && loadWords(), report && import('./draw-page.ts')]);
}

/** The words are most of what telling loads: a night that has nothing to tell does without. */
function loadWords() {
  return import('./tell.ts');
}

function isToBeTold(ledger: Ledger, { summaries }: Pick<Ports, 'summaries'>): boolean {
  return (
    pendingNotices(ledger).length > 0 || (summaries !== undefined && pendingSummaries(ledger).length > 0)
  );
}

/** Tells what is pending, if anything is. */
async function tell(
  teller: Teller,
  recorded: LoadedLedger,
  ports: Ports,
  failures: Error[],
): Promise<ToldTonight> {
  if (!isToBeTold(recorded.ledger, ports)) return { loaded: recorded, notices: [] };
  const { tellPending } = await loadWords();
  const told = await gather(tellPending(teller, recorded, ports), failures);
  failures.push(...(told?.failures ?? []));
  return told ?? { loaded: recorded, notices: [] };
}

async function drawPage(teller: Teller, ledger: Ledger, ports: Ports): Promise<string> {
  const { keepPage } = await import('./draw-page.ts');
  return keepPage(teller, ledger, ports);
}

function measuredLine(ledger: Ledger, date: CalendarDate): MeasuredLine[] {
  const line = ledger.get(date);
  return line?.state === 'measured' ? [line] : [];
}

/** That yesterday has no counts is a failure, which the platform's retries and alarms see. */
function notMeasured({ date, line }: Pick<NightOutcome, 'date' | 'line'>): Error | undefined {
  if (line?.state === 'measured') return undefined;
  const fault: Fault | undefined = line?.fault;
  return new Error(
    `${date} could not be measured: ${fault?.code ?? 'unknown'}, ${fault?.detail ?? 'nothing recorded'}`,
  );
}
