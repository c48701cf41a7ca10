import { commitLedger } from '../archive/commit.ts';
import type { Ledger } from '../core/ledger/ledger.ts';
import type { LedgerLine, Summary } from '../core/ledger/line.ts';
import { instantOf } from '../core/ledger/measurement.ts';
import { composeAlert, type Message } from '../core/messages/alert.ts';
import { composeSummary } from '../core/messages/summary.ts';
import { type DatedNotice, markSent, releaseClaims, type Sent } from '../core/notices/claims.ts';
import { commitSummary, markSummarySent } from '../core/notices/summary-outbox.ts';
import type { Audience } from '../core/story/audience.ts';
import { collectIn, toError } from '../errors.ts';
import type { LoadedLedger, Notifier, Ports } from '../ports.ts';
import { keepFree, type Night } from './context.ts';
import type { FailedFilesOfDates } from './list-failed-files.ts';
import type { Told } from './outcome.ts';

/** What is to be told: notices, and dates to be summed up. */
export type Pending = {
  readonly notices: readonly DatedNotice[];
  readonly summaries: readonly (LedgerLine & { readonly summary: Summary })[];
};

/**
 * What is kept free at the end of the claims, and of the night, for marking what was told, or half of what there is,
 * milliseconds. What is marked later, another night may have told as well.
 */
const markingReserveMs = 10_000;
/** An alert gets this much however little is left of its claim, milliseconds: it is told rather twice than never. */
const leastAlertMs = 10_000;

/**
 * Publishes the notices in one message and then each summary, which says what was told, and marks in one write what was
 * accepted: of either, although the other failed.
 */
export async function publishPending(
  night: Night,
  loaded: LoadedLedger,
  pending: Pending,
  listed: FailedFilesOfDates,
  ports: Ports,
): Promise<Told> {
  const failures: Error[] = [];
  const untilMs = endOfTelling(night, pending, ports.clock.now());
  const pageOf = await findPages(night, ports);
  const telling = { night, pageOf, ledger: loaded.ledger, untilMs, ports };
  const alert = await publishAlert(telling, pending.notices, listed).catch(collectIn(failures));
  const notices = alert ? pending.notices : [];
  const summaries = await publishSummaries(telling, pending.summaries, notices, failures);
  const mark = (present: Ledger) => {
    const told = notices.map(({ notice }) => notice);
    const marked = alert ? markSent(present, told, alert) : present;
    const next = summaries.reduce(
      (ledger, { line, sent }) => markSummarySent(ledger, line.date, line.summary, sent),
      marked,
    );
    // Another night may have measured the date while this one told that it could not be.
    const by = { holder: night.holder, now: instantOf(ports.clock.now()) };
    return releaseClaims(ports.summaries ? commitSummary(next, night.date, by) : next, night.holder);
  };
  const marked = await commitLedger(night.account.name, loaded, mark, ports).catch(collectIn(failures));
  return {
    loaded: marked ?? loaded,
    notices,
    ...(alert && { messageId: alert.messageId }),
    failures,
  };
}

/** When nothing may be published any more, epoch milliseconds. */
function endOfTelling({ deadlineMs }: Night, { notices, summaries }: Pending, nowMs: number): number {
  const claims = [
    ...notices.map(({ notice }) => notice.claim),
    ...summaries.map(({ summary }) => summary.claim),
  ];
  const ends = claims.map((claim) => (claim ? Date.parse(claim.until) : nowMs));
  return keepFree(markingReserveMs, Math.min(deadlineMs, ...ends), nowMs);
}

/** What both the alert and the summaries are made of, and when nothing may be published any more. */
type Telling = {
  readonly night: Night;
  readonly pageOf: Audience['pageOf'];
  readonly ledger: Ledger;
  readonly untilMs: number;
  readonly ports: Ports;
};

/** Gives nothing where there is nothing to tell. */
async function publishAlert(
  { night, pageOf, ledger, untilMs, ports }: Telling,
  notices: Pending['notices'],
  listed: FailedFilesOfDates,
): Promise<Sent | undefined> {
  if (notices.length === 0) return undefined;
  const limitMs = Math.max(untilMs - ports.clock.now(), leastAlertMs);
  const message = composeAlert({ ...night, pageOf, listed }, notices, ledger);
  return publish(message, ports.notifier, limitMs, ports);
}

/** @param notices what was told just now */
async function publishSummaries(
  { night, pageOf, ledger, untilMs, ports }: Telling,
  lines: Pending['summaries'],
  notices: Pending['notices'],
  failures: Error[],
): Promise<{ readonly line: Pending['summaries'][number]; readonly sent: Sent }[]> {
  const published: { line: Pending['summaries'][number]; sent: Sent }[] = [];
  if (!ports.summaries) return published;
  for (const [index, line] of lines.entries()) {
    const limitMs = untilMs - ports.clock.now();
    if (limitMs <= 0) {
      failures.push(new Error(`no time was left to sum up ${lines.length - index} dates`));
      break;
    }
    // Of an earlier date, whose night did not come to it, there is no telling what was told then.
    const told = line.date === night.date ? notices : [];
    const message = composeSummary({ ...night, pageOf, line, ledger, told });
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
