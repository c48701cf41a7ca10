import pMap from 'p-map';
import * as z from 'zod/mini';
import { loadMutes } from '../archive/load-mutes.ts';
import { type Account, nameSchema } from '../config/account.ts';
import { parseShiftFile, type Roster } from '../config/roster.ts';
import { nameOfLine, type Standing } from '../core/fleet/standing.ts';
import { overviewKey, shiftKey } from '../core/ledger/keys.ts';
import { instantOf } from '../core/ledger/measurement.ts';
import { claimMs } from '../core/notices/outbox.ts';
import { silenceOn } from '../core/notices/silence.ts';
import type { CalendarDate } from '../core/time/day.ts';
import { isLastDue } from '../core/time/last-due.ts';
import { DamagedArchiveError, toError } from '../errors.ts';
import { keepFree } from '../night/deadlines.ts';
import type { Clock, FleetPorts } from '../ports.ts';
import type { Found, Muster } from './context.ts';
import { afterAllClaims, ledgersAtOnce, loadStanding } from './load-standing.ts';
import { readEarlierRecords } from './open-record.ts';

/** Kept free for telling and marking when ledgers are read, or half of what there is, milliseconds. */
const tellingReserveMs = 60_000;
/** Kept free for reading the ledgers again that were waited for, in the same way. */
const lookingReserveMs = 10_000;

/**
 * Where the accounts of a shift stand, in the order of its file.
 * @throws when there is no time for all of them, so that none is told to have failed because of that
 */
export async function findStandings(muster: Muster, ports: FleetPorts): Promise<Found> {
  const { clock, telemetry } = ports;
  const { date } = muster;
  const asOf = instantOf(clock.now());
  const endMs = keepFree(tellingReserveMs, muster.deadlineMs, clock.now());
  const roster = await readRoster(muster, ports);
  const look = async (account: Account, now = instantOf(clock.now())) => {
    if (clock.now() > endMs) throw new Error(`no time was left to read ${roster.accounts.length} ledgers`);
    return loadStanding(account, date, now, ports);
  };
  const atOnce = { concurrency: ledgersAtOnce };
  const first = await pMap(roster.accounts, (account) => look(account), atOnce);
  await waitForClaims(first, endMs, clock);
  // What kept the store from answering for one of ten thousand has passed by now.
  const lookAgain = async (account: Account, index: number) => {
    const found = first[index];
    const isSure = found && found.failure !== 'notRead' && found.claimedUntil === undefined;
    return isSure ? found : look(account, afterAllClaims);
  };
  const read = await pMap(roster.accounts, lookAgain, atOnce);
  for (const { account, failure, reason } of read)
    if (failure === 'notRead') telemetry.warn('a ledger could not be read', { account, reason });
  // Whoever was added since has missed nothing.
  const isLast = isLastDue(muster.dueMs, muster.startedMs, muster.shift);
  const present = isLast ? read : read.filter(({ isNew }) => !isNew);
  const all = [...present, ...standingsOfDamaged(roster)];
  const { records: earlier, beingTold } = await readEarlierRecords(muster, all, ports);
  // What nights of later dates left is for their own musters.
  const isOurs = ({ id, date: of }: Standing['left'][number]) => of <= date && !beingTold.has(id);
  const standings = all.map((standing) => ({ ...standing, left: standing.left.filter(isOurs) }));
  return { asOf, standings, silent: await findSilent(roster.accounts, read, date, ports), earlier };
}

/** A night that is telling has told when its claim ends, or died over it. Time is left for looking again. */
async function waitForClaims(standings: readonly Standing[], endMs: number, clock: Clock): Promise<void> {
  const nowMs = clock.now();
  const endsMs = standings.map(({ claimedUntil }) => (claimedUntil ? Date.parse(claimedUntil) : nowMs));
  const latestMs = Math.min(nowMs + claimMs, keepFree(lookingReserveMs, endMs, nowMs));
  const waitMs = Math.min(Math.max(nowMs, ...endsMs), latestMs) - nowMs;
  if (waitMs > 0) await clock.sleep(waitMs);
}

/** A shift never had any accounts, or has a file: where that is gone, nobody knows who is missed. */
async function readRoster({ shift }: Muster, { archive }: FleetPorts): Promise<Roster> {
  const key = shiftKey(shift.name);
  const text = await archive.read(key);
  if (text !== undefined) return parseShiftFile(text);
  const overview = await archive.read(overviewKey(shift.name));
  // That of a shift without accounts names none, and may be damaged like anything else.
  if (overview === undefined || overview.includes('"accounts":[]')) return parseShiftFile('');
  throw new DamagedArchiveError(`${key} is gone, and was there when the shift was last mustered`);
}

/** Accounts that had no night, as nobody can read what they are. */
function standingsOfDamaged({ accounts, damaged }: Roster): Standing[] {
  const known = new Set(accounts.map(({ name }) => name));
  const nameOf = ({ number, name }: Roster['damaged'][number]) => {
    const own = z.safeParse(nameSchema, name).data;
    if (own === undefined || known.has(own)) return nameOfLine(number);
    known.add(own);
    return own;
  };
  return damaged.map((line) => ({
    account: nameOf(line),
    tags: [],
    state: 'failed',
    failure: 'entryUnreadable',
    reason: `line ${line.number} of the shift's file: ${line.fault}`,
    left: [],
  }));
}

/** Of the accounts that failed, those that are silent: a night would hold back what is to be told of them. */
async function findSilent(
  accounts: readonly Account[],
  standings: readonly Standing[],
  date: CalendarDate,
  { archive, telemetry }: FleetPorts,
): Promise<ReadonlySet<string>> {
  const failed = accounts.filter((_, index) => standings[index]?.state === 'failed');
  const names = await pMap(
    failed,
    async ({ name, quiet }) => {
      const mutes = await loadMutes(name, archive).catch((error: unknown) => {
        telemetry.error('mutes could not be read; told as if there were none', toError(error));
        return [];
      });
      return silenceOn(date, quiet, mutes) ? name : [];
    },
    { concurrency: ledgersAtOnce },
  );
  return new Set(names.flat());
}
