import { commitLedger } from './commit.ts';
import { type DatedNotice, isOpenTo, markSent, pendingNotices } from './core/claims.ts';
import { instantOf } from './core/measurement.ts';
import { type Addressee, composeMessage } from './core/messages.ts';
import { takeUp } from './core/record.ts';
import type { Silence } from './core/silence.ts';
import { ClaimedElsewhereError } from './errors.ts';
import type { LookUps } from './look-up.ts';
import type { LoadedLedger, Ports } from './ports.ts';

/** How long a night may tell what it has claimed before another one may take it over. */
export const claimMs = 60_000;
/** A claim that ends sooner is renewed before anything is published under it. */
const claimReserveMs = 30_000;
const pollMs = 2_000;

type Teller = Addressee & {
  readonly holder: string;
  readonly deadlineMs: number;
  /** What this night may not tell, if anything. */
  readonly silence: Silence | undefined;
};

/** The ledger after telling, and what was told under which message id. */
export type Told = {
  readonly loaded: LoadedLedger;
  readonly notices: readonly DatedNotice[];
  readonly messageId?: string;
};

/**
 * Tells every pending notice of the account in one message and marks it as sent. Notices that another night is telling
 * right now are waited for: when that night dies, its claim runs out and this one tells them.
 * @param lookUps which files failed, as far as it is known
 * @throws ClaimedElsewhereError when the other night has not finished by the deadline, so that this one is run again
 */
export async function tellPending(
  teller: Teller,
  loaded: LoadedLedger,
  lookUps: LookUps,
  ports: Ports,
): Promise<Told> {
  let current = loaded;
  for (;;) {
    const pending = pendingNotices(current.ledger);
    if (pending.length === 0) return { loaded: current, notices: [] };
    if (pending.every((dated) => isFirmlyHeld(dated, teller, ports)))
      return publish(teller, current, pending, lookUps, ports);
    if (pending.some(({ notice }) => !isOpenTo(notice, claimantOf(teller, ports)))) {
      await waitForOthers(teller, ports);
      current = await ports.archive.loadLedger(teller.account, [...current.versions.keys()]);
    }
    current = await commitLedger(
      teller.account,
      current,
      (ledger) =>
        takeUp(ledger, claimantOf(teller, ports), instantOf(ports.clock.now() + claimMs), teller.silence),
      ports,
    );
  }
}

async function publish(
  { account, language, stack }: Teller,
  loaded: LoadedLedger,
  notices: readonly DatedNotice[],
  lookUps: LookUps,
  ports: Ports,
): Promise<Told> {
  const message = composeMessage({ account, language, stack }, notices, loaded.ledger, lookUps);
  const messageId = await ports.notifier.publish(message);
  const told = notices.map(({ notice }) => notice);
  const sent = { messageId, sentAt: instantOf(ports.clock.now()) };
  const marked = await commitLedger(account, loaded, (ledger) => markSent(ledger, told, sent), ports);
  return { loaded: marked, notices, messageId };
}

function claimantOf({ holder }: Teller, { clock }: Pick<Ports, 'clock'>) {
  return { holder, now: instantOf(clock.now()) };
}

function isFirmlyHeld({ notice }: DatedNotice, { holder }: Teller, { clock }: Pick<Ports, 'clock'>): boolean {
  const { claim } = notice;
  return claim?.holder === holder && claim.until >= instantOf(clock.now() + claimReserveMs);
}

async function waitForOthers(
  { account, deadlineMs }: Teller,
  { clock }: Pick<Ports, 'clock'>,
): Promise<void> {
  if (clock.now() + pollMs > deadlineMs) {
    throw new ClaimedElsewhereError(
      `another night of ${account} is telling its notices and has not finished`,
    );
  }
  await clock.sleep(pollMs);
}
