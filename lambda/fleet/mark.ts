import pMap from 'p-map';
import { commitLedger } from '../archive/commit.ts';
import { type MusterRecord, messagesOfNotices, pendingIn } from '../core/fleet/muster-record.ts';
import { type Mustered, markMustered } from '../core/notices/outbox.ts';
import { yearOf } from '../core/time/day.ts';
import { DamagedArchiveError, toError } from '../errors.ts';
import type { FleetPorts } from '../ports.ts';
import type { Found, Muster } from './context.ts';

/** Ledgers that are marked at once: two years of one take some 400 KB, and are written as they are read. */
const marksAtOnce = 32;
/** No ledger is begun with so little left, milliseconds: lost races take some seconds. */
const markingMs = 10_000;

/** What is to be marked in the ledger of an account. */
type Marks = {
  readonly account: string;
  readonly years: readonly number[];
  readonly told: ReadonlyMap<string, Mustered>;
};

/**
 * Marks in the ledgers what was left and has been told, by this muster or another one.
 * @returns how many accounts' ledgers were not come to
 */
export async function markTold(
  muster: Muster,
  found: Found,
  record: MusterRecord,
  ports: FleetPorts,
  failures: Error[],
): Promise<number> {
  const all = marksOf(muster, found, record);
  let remaining = all.length;
  await pMap(
    all,
    async (marks) => {
      if (ports.clock.now() + markingMs > muster.deadlineMs) return;
      remaining -= 1;
      await markOne(marks, ports).catch((error: unknown) => {
        // Its nights fail as well, and each muster tells that: this one has nothing else to wait for.
        if (!(error instanceof DamagedArchiveError)) failures.push(toError(error));
        else ports.telemetry.error('what was told could not be marked', error);
      });
    },
    { concurrency: marksAtOnce },
  );
  return remaining;
}

/** Of each account that has left something, what all who hear of it have been told. What nobody hears of is told at once. */
function marksOf({ date }: Muster, { standings, earlier, asOf }: Found, record: MusterRecord): Marks[] {
  const messages = messagesOfNotices([record, ...earlier]);
  const pending = pendingIn(record);
  return standings.flatMap(({ account, left }) => {
    const marked = left.filter(({ id }) => !pending.has(id));
    const years = new Set([date, ...marked.map((notice) => notice.date)].map(yearOf));
    const told = new Map(marked.map(({ id }) => [id, messages.get(id) ?? { sentAt: asOf }]));
    return told.size === 0 ? [] : { account, years: [...years].sort((a, b) => a - b), told };
  });
}

async function markOne({ account, years, told }: Marks, ports: FleetPorts): Promise<void> {
  const loaded = await ports.archive.loadLedger(account, years);
  await commitLedger(account, loaded, (ledger) => markMustered(ledger, told), ports);
}
