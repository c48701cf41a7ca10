import { commitLedger } from '../archive/commit.ts';
import type { Ledger } from '../core/ledger/ledger.ts';
import type { LedgerLine, Summary } from '../core/ledger/line.ts';
import { instantOf } from '../core/ledger/measurement.ts';
import { composeMessage, type Message } from '../core/messages/alert.ts';
import { composeSummary } from '../core/messages/summary.ts';
import { type DatedNotice, markSent, releaseClaims, type Sent } from '../core/notices/claims.ts';
import { commitSummary, markSummarySent } from '../core/notices/summary-outbox.ts';
import type { Addresses } from '../core/story/next-steps.ts';
import { toError } from '../errors.ts';
import type { CallLimit, LoadedLedger, Notifier, Ports } from '../ports.ts';
import { gather } from './gather.ts';
import type { Teller } from './teller.ts';

/** What is to be told: notices, and dates to be summed up. */
export type Pending = {
  readonly notices: readonly DatedNotice[];
  readonly summaries: readonly (LedgerLine & { readonly summary: Summary })[];
};

/** The ledger after telling, what was told under which message id, and what could not be. */
export type Told = {
  readonly loaded: LoadedLedger;
  readonly notices: readonly DatedNotice[];
  readonly messageId?: string;
  readonly failures: readonly Error[];
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
  teller: Teller,
  loaded: LoadedLedger,
  pending: Pending,
  ports: Ports,
): Promise<Told> {
  const failures: Error[] = [];
  const { ledger } = loaded;
  const untilMs = endOfTelling(teller, pending, ports.clock.now());
  const addresses = { pageOf: await findPages(teller, ports), runbookUrl: teller.runbookUrl };
  const compose = () => composeAlert(teller, pending.notices, ledger, addresses);
  const limit = { limitMs: Math.max(untilMs - ports.clock.now(), leastAlertMs) };
  const alert =
    pending.notices.length > 0
      ? await gather(publish(compose(), ports.notifier, limit, ports), failures)
      : undefined;
  const notices = alert ? pending.notices : [];
  const summaries = { ...pending, notices, addresses, untilMs };
  const summedUp = await publishSummaries(teller, summaries, ledger, ports, failures);
  const mark = (present: Ledger) => {
    const told = notices.map(({ notice }) => notice);
    const marked = alert ? markSent(present, told, alert) : present;
    const summed = summedUp.reduce(
      (next, { line, sent }) => markSummarySent(next, line.date, line.summary, sent),
      marked,
    );
    // Another night may have measured the date while this one told that it could not be.
    const by = { holder: teller.holder, now: instantOf(ports.clock.now()) };
    const owed = ports.summaries ? commitSummary(summed, teller.date, by) : summed;
    return releaseClaims(owed, teller.holder);
  };
  const isMarked = await gather(commitLedger(teller.account.name, loaded, mark, ports), failures);
  return {
    loaded: isMarked ?? loaded,
    notices,
    ...(alert && { messageId: alert.messageId }),
    failures,
  };
}

/** When nothing may be published any more, epoch milliseconds. */
function endOfTelling({ deadlineMs }: Teller, { notices, summaries }: Pending, nowMs: number): number {
  const claims = [
    ...notices.map(({ notice }) => notice.claim),
    ...summaries.map(({ summary }) => summary.claim),
  ];
  const ends = claims.map((claim) => (claim ? Date.parse(claim.until) : nowMs));
  const endMs = Math.min(deadlineMs, ...ends);
  return endMs - Math.min(markingReserveMs, (endMs - nowMs) / 2);
}

/** What is summed up, what was told, and when nothing may be published any more. */
type Summing = Pending & { readonly addresses: Addresses; readonly untilMs: number };

async function publishSummaries(
  teller: Teller,
  { notices, summaries, addresses, untilMs }: Summing,
  ledger: Ledger,
  ports: Ports,
  failures: Error[],
): Promise<{ readonly line: Pending['summaries'][number]; readonly sent: Sent }[]> {
  const published: { line: Pending['summaries'][number]; sent: Sent }[] = [];
  const { account, stack, silence, mute, clockAheadMs } = teller;
  for (const [index, line] of (ports.summaries ? summaries : []).entries()) {
    const limit = { limitMs: untilMs - ports.clock.now() };
    if (limit.limitMs <= 0) {
      failures.push(new Error(`no time was left to sum up ${summaries.length - index} dates`));
      break;
    }
    // Of an earlier date, whose night did not come to it, there is no telling what was told then.
    const told = line.date === teller.date ? notices : [];
    const night = { account, stack, line, ledger, told, silence, mute, clockAheadMs };
    const message = composeSummary({ ...night, ...addresses });
    const sent = ports.summaries && (await gather(publish(message, ports.summaries, limit, ports), failures));
    if (sent) published.push({ line, sent });
  }
  return published;
}

function composeAlert(
  { account, stack, lookUps }: Teller,
  notices: Pending['notices'],
  ledger: Ledger,
  addresses: Addresses,
): Message {
  const { name, language, timeZone } = account;
  return composeMessage({ account: name, language, timeZone, stack, ...addresses }, notices, ledger, lookUps);
}

/** Where the dates of the account are shown. An alert without a link is worth more than none: then it names the command. */
async function findPages(
  { account }: Teller,
  { pages, clock, telemetry }: Ports,
): Promise<Addresses['pageOf']> {
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
  limit: CallLimit,
  { clock }: Pick<Ports, 'clock'>,
): Promise<Sent> {
  const messageId = await to.publish(message, limit);
  return { messageId, sentAt: instantOf(clock.now()) };
}
