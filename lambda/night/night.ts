import { commitLedger, countConflicts } from '../archive/commit.ts';
import { readEarlierSummary } from '../archive/earlier-summary.ts';
import { loadMutes } from '../archive/load-mutes.ts';
import type { Ledger } from '../core/ledger/ledger.ts';
import type { Summary } from '../core/ledger/line.ts';
import { whyTooEarly, yearsOf } from '../core/ledger/plan.ts';
import { recordNight } from '../core/ledger/record.ts';
import { muteOn } from '../core/notices/mutes.ts';
import { pendingNotices, pendingSummaries } from '../core/notices/outbox.ts';
import { silenceOn } from '../core/notices/silence.ts';
import { toleranceMs } from '../core/time/clock-reading.ts';
import { dateReportedBy, localDateOf, yearOf } from '../core/time/day.ts';
import { collectIn, NightRefusedError } from '../errors.ts';
import type { LoadedLedger, Ports } from '../ports.ts';
import { type ArchivedAnswer, measureAgain } from './archive-answer.ts';
import { answerAhead, askDates } from './ask.ts';
import { askAhead } from './ask-ahead.ts';
import { claimTermsAt, horizonOf, type Night, type NightStart } from './context.ts';
import { archiveFailedFiles, type FailedFilesOfDates, listFailedFiles } from './list-failed-files.ts';
import { type NightOutcome, outcomeOf, type Told } from './outcome.ts';
import { correctPorts, createTrueClock, type TrueClock } from './true-clock.ts';

/**
 * One night from start to end: ask for its date while its ledger is read; plan; ask for others, and archive the answers; record and
 * commit; list the failed files; tell; draw the page.
 * Steps that do not need each other happen although others fail; the failures are collected, the date's not being measured
 * among them.
 * @param ahead the question for its date, where it went out already
 * @throws NightRefusedError, before anything is written, when the date is not over by the API's clock or is long gone
 * @throws when the ledger can be neither read nor written: then nothing can be done
 */
export async function run(
  start: NightStart,
  given: Ports,
  ahead = askAhead(start, given),
): Promise<NightOutcome> {
  const { name } = start.account;
  const failures: Error[] = [];
  const { archive, conflicts } = countConflicts(given.archive);
  const summaries = start.shift === undefined ? given.summaries : undefined;
  const early = { ...given, archive, summaries, vodStation: answerAhead(ahead, given.vodStation) };
  const trueClock = createTrueClock(early);

  const { planned, loaded } = await plan(start, trueClock, early, failures).catch((error: unknown) => {
    ahead.giveUp();
    throw error;
  });
  const [{ answers, refusal }, earlierSummary] = await Promise.all([
    askDates(planned, loaded.ledger, trueClock, early, failures),
    early.summaries && readEarlierSummary(planned, loaded.ledger, archive).catch(collectIn(failures)),
    // Whatever keeps it from loading is thrown where it is needed.
    loadAhead(planned, early).catch(() => undefined),
  ]);

  // What was asked for is known by the API's clock. From here on the time is the store's, and the deadline the same moment as before.
  const ports = correctPorts(early, trueClock.sharedCorrectionMs());
  const night = {
    ...planned,
    deadlineMs: planned.deadlineMs + trueClock.sharedCorrectionMs(),
    clockAheadMs: -trueClock.correctionMs(),
  };
  warnOfClock(night, ports);

  const record = async (ledger: Ledger) => {
    const next = await recordAnswers(ledger, night, answers, earlierSummary, ports);
    // Loads while the write is waited for.
    if (isToBeTold(next, ports)) loadWords().catch(() => undefined);
    return next;
  };
  const recorded = await commitLedger(name, loaded, record, ports);
  const listed = await listFailedFiles(night, recorded.ledger, refusal, ports);
  const [told] = await Promise.all([
    tell(night, recorded, listed, ports, failures),
    archiveFailedFiles(name, listed, ports),
  ]);
  const page = await draw(night, told.loaded.ledger, listed, ports).catch(collectIn(failures));
  return outcomeOf(night, answers, told, { page, ledgerConflicts: conflicts(), failures });
}

/** The night as its ledger and its mutes make it. */
async function plan(
  start: NightStart,
  trueClock: TrueClock,
  { archive }: Ports,
  failures: Error[],
): Promise<{ readonly planned: Night; readonly loaded: LoadedLedger }> {
  const { account, dueMs } = start;
  const { name, timeZone, quiet } = account;
  const date = dateReportedBy(dueMs, timeZone);
  const [loaded, mutes = []] = await Promise.all([
    archive.loadLedger(name, yearsOf({ yesterday: date })),
    loadMutes(name, archive).catch(collectIn(failures)),
  ]);
  const muted = { silence: silenceOn(date, quiet, mutes), mute: muteOn(date, mutes) };
  const planned = { ...start, date, ...muted, clockAheadMs: 0 };
  const today = localDateOf(trueClock.now(), timeZone);
  const reason = whyTooEarly(loaded.ledger, horizonOf(planned), today);
  if (reason === undefined) return { planned, loaded: await withYear(yearOf(today), loaded, name, archive) };
  throw new NightRefusedError(
    `the night that reports ${date} is refused: that ${reason}; to measure such a date, run: npx vod-nightly backfill --from ${date} --to ${date}`,
  );
}

/**
 * The ledger with the present year as well: a night that comes late may have been overtaken into the new year, whose first line has
 * to note what it leaves untold in the old one.
 */
async function withYear(
  year: number,
  loaded: LoadedLedger,
  account: string,
  archive: Ports['archive'],
): Promise<LoadedLedger> {
  const years = [...loaded.versions.keys()];
  return years.some((known) => known >= year) ? loaded : archive.loadLedger(account, [...years, year]);
}

/** The ledger with what the night was answered, and with what it is to tell claimed by it. */
async function recordAnswers(
  ledger: Ledger,
  night: Night,
  answers: readonly ArchivedAnswer[],
  earlierSummary: Summary | undefined,
  ports: Pick<Ports, 'archive' | 'clock' | 'summaries'>,
): Promise<Ledger> {
  const { name, rules } = night.account;
  const measurements = await Promise.all(
    answers.map((answer) => measureAgain(answer, ledger, name, ports.archive)),
  );
  return recordNight(ledger, {
    account: name,
    horizon: horizonOf(night),
    rules,
    measurements,
    earlierSummary,
    ...claimTermsAt(ports.clock.now(), night, ports),
  });
}

function warnOfClock({ account, clockAheadMs }: Night, { telemetry }: Ports): void {
  if (Math.abs(clockAheadMs) <= toleranceMs) return;
  telemetry.warn("our clock is more than a minute off the API's, which is gone by", {
    account: account.name,
    correctionMs: -clockAheadMs,
  });
}

/** Loads, while answers are waited for, what the night is going to need. */
async function loadAhead({ account }: Night, { summaries }: Ports): Promise<void> {
  await Promise.all([summaries && loadWords(), account.report && import('./draw-page.ts')]);
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
  night: Night,
  recorded: LoadedLedger,
  listed: FailedFilesOfDates,
  ports: Ports,
  failures: Error[],
): Promise<Told> {
  const nothing: Told = { loaded: recorded, notices: [], failures: [] };
  if (!isToBeTold(recorded.ledger, ports)) return nothing;
  const telling = loadWords().then(({ tellPending }) => tellPending(night, recorded, listed, ports));
  const told = await telling.catch(collectIn(failures));
  failures.push(...(told?.failures ?? []));
  return told ?? nothing;
}

async function draw(
  night: Night,
  ledger: Ledger,
  listed: FailedFilesOfDates,
  ports: Ports,
): Promise<string | undefined> {
  if (!night.account.report) return undefined;
  const { drawPage } = await import('./draw-page.ts');
  return drawPage(night, ledger, listed, ports);
}
