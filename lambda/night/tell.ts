import { commitLedger } from '../archive/commit.ts';
import type { Ledger } from '../core/ledger/ledger.ts';
import { instantOf } from '../core/ledger/measurement.ts';
import { claimAll } from '../core/ledger/record.ts';
import { type Claimable, type Claimant, isOpenTo, pendingNotices } from '../core/notices/claims.ts';
import { pendingSummaries } from '../core/notices/summary-outbox.ts';
import { ClaimedElsewhereError, collectIn } from '../errors.ts';
import type { LoadedLedger, Ports } from '../ports.ts';
import type { Night } from './context.ts';
import type { FailedFilesOfDates } from './list-failed-files.ts';
import type { Told } from './outcome.ts';
import { type Pending, publishPending } from './publish.ts';
import { claimTermsAt } from './record.ts';

/** A claim that ends sooner is renewed, once, before anything is published under it. */
const claimReserveMs = 30_000;
const pollMs = 2_000;

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
  const { claimed, pending } = await claimPending(night, loaded, ports);
  if (claimablesOf(pending).length === 0) return { loaded: claimed, notices: [], failures: [] };
  const told = await publishPending(night, claimed, pending, listed, ports);
  if (told.notices.length === 0 || told.failures.length > 0) return told;
  // Then what the alert did not wait for.
  const failures: Error[] = [];
  const rest = await tellPending(night, told.loaded, listed, ports).catch(collectIn(failures));
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
    const nowMs = clock.now();
    return claimAll(ledger, claimantAt(nowMs, night), claimTermsAt(nowMs, night, ports));
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
