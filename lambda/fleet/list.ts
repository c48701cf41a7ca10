import pMap from 'p-map';
import type { Account } from '../config/account.ts';
import type { ListEvent } from '../config/event.ts';
import { formatShiftFile, parseShiftFile } from '../config/roster.ts';
import { failedKey, shiftKey } from '../core/ledger/keys.ts';
import { dateReportedBy } from '../core/time/day.ts';
import { createTrueClock } from '../night/true-clock.ts';
import type { FleetPorts } from '../ports.ts';
import { afterAllClaims, ledgersAtOnce, loadStanding } from './load-standing.ts';
import { refuseUntimely } from './refuse-untimely.ts';

/** What the machine of a shift goes by: whether there is another pass, over which file, and after how long. */
export type Listed = {
  /** Whether a pass is to be made; without one, the muster is next. */
  readonly again: boolean;
  /** The key of the accounts that it is over, one JSON document a line, and how many these are. */
  readonly key: string;
  readonly accounts: number;
  readonly waitSeconds: number;
  /** Passes, and nights, with those of this one. */
  readonly passesMade: number;
  readonly attempts: number;
};

/**
 * Lists the accounts of a shift that have no good night yet, for the next pass over them, unless all passes are made. The ledgers
 * say which these are, so that a shift that is started twice, or again, runs only what is still wanting.
 * @throws NightRefusedError when the night is not due yet, or was due too long ago
 */
export async function listAccounts(list: ListEvent['list'], ports: FleetPorts): Promise<Listed> {
  const { archive } = ports;
  const { shift, scheduledTime, passesMade, attempts, passes } = list;
  const key = shiftKey(shift.name);
  const none = { again: false, key, accounts: 0, waitSeconds: 0, passesMade, attempts };
  if (passesMade > passes.length) return none;
  const dueMs = Date.parse(scheduledTime);
  const date = dateReportedBy(dueMs, shift.timeZone);
  const { accounts, damaged } = parseShiftFile((await archive.read(key)) ?? '');
  refuseUntimely(list, ports.clock.now() + createTrueClock(ports).sharedCorrectionMs());
  // The nights of the last pass are over: whatever one of them was telling still, it died over it.
  const isGood = async (account: Account) =>
    (await loadStanding(account, date, afterAllClaims, ports)).state === 'measured';
  const found = await pMap(accounts, async (account) => ((await isGood(account)) ? [] : account), {
    concurrency: ledgersAtOnce,
  });
  const wanting = found.flat();
  if (wanting.length === 0) return none;
  const pass = passesMade + 1;
  // Whoever goes through a file stops at a damaged line.
  const isWhole = damaged.length === 0 && wanting.length === accounts.length;
  const ofPass = isWhole ? key : failedKey(shift.name, dueMs, pass);
  if (!isWhole) {
    const body = formatShiftFile(wanting);
    await archive.put({ key: ofPass, body, contentType: 'application/x-ndjson' });
  }
  return {
    again: true,
    key: ofPass,
    accounts: wanting.length,
    waitSeconds: passes[passesMade - 1] ?? 0,
    passesMade: pass,
    attempts: attempts + wanting.length,
  };
}
