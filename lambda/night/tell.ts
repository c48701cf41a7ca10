import { commitLedger } from '../archive/commit.ts';
import type { Ledger } from '../core/ledger/ledger.ts';
import { instantOf } from '../core/ledger/measurement.ts';
import { composeAlert, type Message } from '../core/messages/alert.ts';
import { composeSummary } from '../core/messages/summary.ts';
import {
  type Claimable,
  type Claimant,
  claimAll,
  type DatedNotice,
  isOpenTo,
  markTold,
  type Published,
  pendingNotices,
  pendingSummaries,
  type Sent,
  type SummedUpLine,
} from '../core/notices/outbox.ts';
import type { Audience } from '../core/story/audience.ts';
import { ClaimedElsewhereError, collectIn, toError } from '../errors.ts';
import type { LoadedLedger, Notifier, Ports } from '../ports.ts';
import { claimTermsAt, type Night } from './context.ts';
import { keepFree } from './deadlines.ts';
import type { FailedFilesOfDates } from './list-failed-files.ts';
import type { Told } from './outcome.ts';

/** What is to be told: notices, and dates to be summed up. */
type Pending = {
  readonly notices: readonly DatedNotice[];
  readonly summaries: readonly SummedUpLine[];
};

/** A claim that ends sooner is renewed, once, before anything is published under it. */
const claimReserveMs = 30_000;
const pollMs = 2_000;
/**
 * What is kept free at the end of the claims, and of the night, for marking what was told, or half of what there is,
 * milliseconds. What is marked later, another night may have told as well.
 */
const markingReserveMs = 10_000;
/** An alert gets this much however little is left of its claim, milliseconds: it is told rather twice than never. */
const leastAlertMs = 10_000;

/**
 * Tells every pending notice of the account in one message, sums up what is to be summed up, and marks both as sent. What another
 * night is telling right now is waited for, a summary only when the alert is out: when that night dies, its claim runs out and this
 * one tells it.
 * @throws ClaimedElsewhereError when the other night has not finished by the deadline, so that this one is run again
 */
export async function tellPending(
  night: Night,
  loaded: LoadedLedger,
  listed: FailedFilesOfDates,
  ports: Ports,
): Promise<Told> {
  // First of all: nothing is waited for between a look at the claims and a message under them.
  const pageOf = await findPages(night, ports);
  return tellInTurn({ ...night, pageOf }, loaded, listed, ports);
}

/** A night that tells, and where its dates are shown. */
type TellingNight = Night & Pick<Audience, 'pageOf'>;

async function tellInTurn(
  night: TellingNight,
  loaded: LoadedLedger,
  listed: FailedFilesOfDates,
  ports: Ports,
): Promise<Told> {
  const { claimed, pending } = await claimPending(night, loaded, ports);
  if (claimablesOf(pending).length === 0) return { loaded: claimed, notices: [], failures: [] };
  const told = await publishPending(night, claimed, pending, listed, ports);
  if (told.notices.length === 0 || told.failures.length > 0) return told;
  // Then what the alert did not wait for.
  const failures: Error[] = [];
  const rest = await tellInTurn(night, told.loaded, listed, ports).catch(collectIn(failures));
  if (rest === undefined) return { ...told, failures };
  const notices = [...told.notices, ...rest.notices];
  return { ...told, notices, loaded: rest.loaded, failures: rest.failures };
}

/** Claims all that is to be told for this night, once no other night is telling any of it. */
async function claimPending(
  night: Night,
  loaded: LoadedLedger,
  ports: Ports,
): Promise<{ readonly claimed: LoadedLedger; readonly pending: Pending }> {
  const { clock, archive } = ports;
  const { name } = night.account;
  let current = loaded;
  for (let isRenewed = false; ; isRenewed = true) {
    const pending = pendingIn(current.ledger, claimantAt(clock.now(), night), ports);
    const firmUntil = isRenewed ? '' : instantOf(clock.now() + claimReserveMs);
    const isOurs = ({ claim }: Claimable) => claim?.holder === night.holder && claim.until >= firmUntil;
    if (claimablesOf(pending).every(isOurs)) return { claimed: current, pending };
    // Nothing is claimed anew meanwhile: two nights that each hold what the other waits for would do so for ever.
    while (!isOpen(current.ledger)) {
      await waitForOthers(night, ports);
      current = await archive.loadLedger(name, [...current.versions.keys()]);
    }
    current = await commitLedger(name, current, claim, ports);
  }

  function isOpen(ledger: Ledger): boolean {
    const by = claimantAt(clock.now(), night);
    return claimablesOf(pendingIn(ledger, by, ports)).every((one) => isOpenTo(one, by));
  }

  function claim(ledger: Ledger): Ledger {
    return claimAll(ledger, claimTermsAt(clock.now(), night, ports));
  }
}

/** What is to be told now. An alert waits for no summary: those that another night is telling are left until after it. */
function pendingIn(ledger: Ledger, by: Claimant, ports: Pick<Ports, 'summaries'>): Pending {
  const notices = pendingNotices(ledger);
  const all = ports.summaries ? pendingSummaries(ledger) : [];
  return {
    notices,
    summaries: notices.length === 0 ? all : all.filter(({ summary }) => isOpenTo(summary, by)),
  };
}

function claimablesOf({ notices, summaries }: Pending): Claimable[] {
  return [...notices.map(({ notice }) => notice), ...summaries.map(({ summary }) => summary)];
}

function claimantAt(nowMs: number, { holder }: Night): Claimant {
  return { holder, now: instantOf(nowMs) };
}

async function waitForOthers({ account, deadlineMs }: Night, { clock }: Pick<Ports, 'clock'>): Promise<void> {
  if (clock.now() + pollMs > deadlineMs) {
    throw new ClaimedElsewhereError(
      `another night of ${account.name} is telling its notices and has not finished`,
    );
  }
  await clock.sleep(pollMs);
}

/**
 * Publishes the notices in one message and then each summary, which says what was told, and marks in one write what was
 * accepted: of either, although the other failed.
 */
async function publishPending(
  night: TellingNight,
  loaded: LoadedLedger,
  pending: Pending,
  listed: FailedFilesOfDates,
  ports: Ports,
): Promise<Told> {
  const failures: Error[] = [];
  const untilMs = endOfTelling(night, pending, ports.clock.now());
  const telling = { night, ledger: loaded.ledger, untilMs, ports };
  const alert = await publishAlert(telling, pending.notices, listed).catch(collectIn(failures));
  const notices = alert ? pending.notices : [];
  const summaries = await publishSummaries(telling, pending.summaries, notices, failures);
  const published = {
    notices: notices.map(({ notice }) => notice),
    alert,
    summaries,
    summaryOf: ports.summaries && night.date,
  };
  const mark = (present: Ledger) => markTold(present, claimantAt(ports.clock.now(), night), published);
  const marked = await commitLedger(night.account.name, loaded, mark, ports).catch(collectIn(failures));
  return {
    loaded: marked ?? loaded,
    notices,
    ...(alert && { messageId: alert.messageId }),
    failures,
  };
}

/** When nothing may be published any more, epoch milliseconds. */
function endOfTelling({ deadlineMs }: Night, pending: Pending, nowMs: number): number {
  const ends = claimablesOf(pending).map(({ claim }) => (claim ? Date.parse(claim.until) : nowMs));
  return keepFree(markingReserveMs, Math.min(deadlineMs, ...ends), nowMs);
}

/** What both the alert and the summaries are made of, and when nothing may be published any more. */
type Telling = {
  readonly night: TellingNight;
  readonly ledger: Ledger;
  readonly untilMs: number;
  readonly ports: Ports;
};

/** Gives nothing where there is nothing to tell. */
async function publishAlert(
  { night, ledger, untilMs, ports }: Telling,
  notices: Pending['notices'],
  listed: FailedFilesOfDates,
): Promise<Sent | undefined> {
  if (notices.length === 0) return undefined;
  const limitMs = Math.max(untilMs - ports.clock.now(), leastAlertMs);
  const message = composeAlert({ ...night, listed }, notices, ledger);
  return publish(message, ports.notifier, limitMs, ports);
}

/** @param notices what was told just now */
async function publishSummaries(
  { night, ledger, untilMs, ports }: Telling,
  lines: Pending['summaries'],
  notices: Pending['notices'],
  failures: Error[],
): Promise<Published['summaries']> {
  const published: { line: SummedUpLine; sent: Sent }[] = [];
  if (!ports.summaries) return published;
  for (const [index, line] of lines.entries()) {
    const limitMs = untilMs - ports.clock.now();
    if (limitMs <= 0) {
      failures.push(new Error(`no time was left to sum up ${lines.length - index} dates`));
      break;
    }
    // Of an earlier date, whose night did not come to it, there is no telling what was told then.
    const told = line.date === night.date ? notices : [];
    const message = composeSummary({ ...night, line, ledger, told });
    const sent = await publish(message, ports.summaries, limitMs, ports).catch(collectIn(failures));
    if (sent) published.push({ line, sent });
  }
  return published;
}

/** Where the dates of the account are shown. An alert without a link is worth more than none: then it names the command. */
async function findPages(
  { account }: Night,
  { pages, clock, telemetry }: Ports,
): Promise<Audience['pageOf']> {
  try {
    return await pages?.linksTo(account.name, clock.now());
  } catch (error) {
    const reason = toError(error).message;
    telemetry.warn('no link could be signed: messages name the command instead', { reason });
    return undefined;
  }
}

async function publish(
  message: Message,
  to: Notifier,
  limitMs: number,
  { clock }: Pick<Ports, 'clock'>,
): Promise<Sent> {
  const messageId = await to.publish(message, { limitMs });
  return { messageId, sentAt: instantOf(clock.now()) };
}
