import pMap from 'p-map';
import { loadMutes } from '../archive/load-mutes.ts';
import type { Account } from '../config/account.ts';
import { yearsOf } from '../core/ledger/plan.ts';
import { silenceOn } from '../core/notices/silence.ts';
import { toError } from '../errors.ts';
import type { Ports } from '../ports.ts';
import { composeOmission } from './message.ts';
import { dateExpectedAt, findOmission, noticesOf, type Omission } from './omission.ts';

/** Which accounts' nights are looked after, when that was due, and what the messages name. */
type Check = {
  readonly accounts: readonly Account[];
  /** Epoch milliseconds. */
  readonly dueMs: number;
  readonly stack?: string | undefined;
  readonly runbookUrl?: string | undefined;
};

/** Ledgers that are read at once: a year of one takes some 200 KB. */
const concurrency = 8;

/**
 * Looks whether the nights of each account have recorded what they should have and told it, and tells what they have not: one
 * message an account, unless it is silent. Nothing is written, so that a check that is run twice tells twice.
 * @returns what was found, for the log, and what of it could not be told
 */
export async function checkNights(check: Check, ports: Ports) {
  const found = await pMap(check.accounts, (account) => look(account, check.dueMs, ports), { concurrency });
  const omissions = found.filter((omission) => omission !== undefined);
  const failures: Error[] = [];
  for (const omission of omissions)
    await tell(omission, check, ports).catch((error) => failures.push(toError(error)));
  const missed = omissions.map(({ account, missing, unsent, unreadable }) => {
    return { account: account.name, missing, unsent: unsent.map(({ notice }) => notice.id), unreadable };
  });
  return { summary: { accounts: check.accounts.length, missed }, failures };
}

async function look(
  account: Account,
  dueMs: number,
  { archive, clock }: Ports,
): Promise<Omission | undefined> {
  const date = dateExpectedAt(dueMs, account);
  try {
    const { ledger } = await archive.loadLedger(account.name, yearsOf({ yesterday: date }));
    return findOmission(account, date, ledger, clock.now());
  } catch (error) {
    const unreadable = toError(error).message;
    return { account, date, missing: [date], unsent: [], ledger: new Map(), unreadable };
  }
}

async function tell(omission: Omission, { stack, runbookUrl }: Check, ports: Ports): Promise<void> {
  const { account, date } = omission;
  const { archive, clock, notifier, telemetry } = ports;
  const mutes = await loadMutes(account.name, archive).catch((error: unknown) => {
    telemetry.error('mutes could not be read; told as if there were none', toError(error));
    return [];
  });
  const silence = silenceOn(date, account.quiet, mutes);
  const told = noticesOf(omission, silence, clock.now());
  if (told.notices.length === 0) return;
  await notifier.publish(composeOmission(omission, told, { stack, runbookUrl }));
}
