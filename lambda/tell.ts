import { commitLedger } from './commit.ts';
import { type Claimable, type Claimant, isOpenTo, pendingNotices } from './core/claims.ts';
import type { Ledger } from './core/ledger.ts';
import { type Instant, instantOf } from './core/measurement.ts';
import { takeUp } from './core/record.ts';
import { pendingSummaries } from './core/summary-outbox.ts';
import { ClaimedElsewhereError } from './errors.ts';
import type { LoadedLedger, Ports } from './ports.ts';
import { type Pending, publishPending, type Told } from './publish.ts';
import { type Teller, takingAt } from './teller.ts';

/** A claim that ends sooner is renewed, once, before anything is published under it. */
const claimReserveMs = 30_000;
const pollMs = 2_000;

/**
 * Tells every pending notice of the account in one message, sums up what is to be summed up, and marks both as sent. What another
 * night is telling right now is waited for: when that night dies, its claim runs out and this one tells it.
 * @throws ClaimedElsewhereError when the other night has not finished by the deadline, so that this one is run again
 */
export async function tellPending(teller: Teller, loaded: LoadedLedger, ports: Ports): Promise<Told> {
  const { clock, archive } = ports;
  let current = loaded;
  let hasTaken = false;
  for (;;) {
    const pending = pendingIn(current.ledger, ports);
    const all = claimablesOf(pending);
    if (all.length === 0) return { loaded: current, notices: [], failures: [] };
    const isOurs = all.every(({ claim }) => claim?.holder === teller.holder);
    const firmUntil = instantOf(clock.now() + claimReserveMs);
    if (isOurs && (hasTaken || all.every(({ claim }) => isFirm(claim, firmUntil))))
      return publishPending(teller, current, pending, ports);
    // Nothing is claimed anew meanwhile: two nights that each hold what the other waits for would do so for ever.
    while (!isOpen(current)) {
      await waitForOthers(teller, ports);
      current = await archive.loadLedger(teller.account.name, [...current.versions.keys()]);
    }
    current = await commitLedger(teller.account.name, current, take, ports);
    hasTaken = true;
  }

  function isOpen({ ledger }: LoadedLedger): boolean {
    const by = claimantAt(clock.now(), teller);
    return claimablesOf(pendingIn(ledger, ports)).every((one) => isOpenTo(one, by));
  }

  function take(ledger: Ledger): Ledger {
    const nowMs = clock.now();
    return takeUp(ledger, claimantAt(nowMs, teller), takingAt(nowMs, teller, ports));
  }
}

function pendingIn(ledger: Ledger, { summaries }: Ports): Pending {
  return { notices: pendingNotices(ledger), summaries: summaries ? pendingSummaries(ledger) : [] };
}

function claimablesOf({ notices, summaries }: Pending): Claimable[] {
  return [...notices.map(({ notice }) => notice), ...summaries.map(({ summary }) => summary)];
}

function isFirm(claim: Claimable['claim'], until: Instant): boolean {
  return claim !== undefined && claim.until >= until;
}

function claimantAt(nowMs: number, { holder }: Teller): Claimant {
  return { holder, now: instantOf(nowMs) };
}

async function waitForOthers(
  { account, deadlineMs }: Teller,
  { clock }: Pick<Ports, 'clock'>,
): Promise<void> {
  if (clock.now() + pollMs > deadlineMs) {
    throw new ClaimedElsewhereError(
      `another night of ${account.name} is telling its notices and has not finished`,
    );
  }
  await clock.sleep(pollMs);
}
