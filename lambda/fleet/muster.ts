import { countStates } from '../core/fleet/standing.ts';
import { dateReportedBy } from '../core/time/day.ts';
import { collectIn } from '../errors.ts';
import { createTrueClock } from '../night/true-clock.ts';
import type { FleetPorts } from '../ports.ts';
import type { MusterStart } from './context.ts';
import { findStandings } from './find-standings.ts';
import { markTold } from './mark.ts';
import { openRecord } from './open-record.ts';
import { refuseUntimely } from './refuse-untimely.ts';
import { tell } from './tell.ts';
import { updateOverview } from './update-overview.ts';

/** What a muster came to. */
export type MusterOutcome = ReturnType<typeof countStates> & {
  /** Whether all is told and marked; if not, it is to be called again. */
  readonly isDone: boolean;
  readonly accounts: number;
};

/**
 * Ends a night of a shift: finds in the ledgers where each account stands, tells what came of it, marks what nights left to it, and
 * leaves the overview. Steps that do not need each other happen although others fail; what failed is collected.
 * @throws ClaimedElsewhereError when another muster of the same night is telling, so that this one is run again
 * @throws NightRefusedError when the night is not due yet, or was due too long ago
 * @throws when the accounts or their ledgers cannot be read in time
 */
export async function musterShift(
  start: MusterStart,
  given: FleetPorts,
): Promise<{ readonly outcome: MusterOutcome; readonly failures: readonly Error[] }> {
  const dueMs = Date.parse(start.scheduledTime);
  const date = dateReportedBy(dueMs, start.shift.timeZone);
  const uncorrected = { ...start, dueMs, date, startedMs: Date.parse(start.startedTime) };
  // From the first answer on the time is the store's, which nights and musters share.
  const correctionMs = createTrueClock(given).sharedCorrectionMs;
  const opened = await openRecord(uncorrected, () => given.clock.now() + correctionMs(), given);
  const ports = correctClock(given, correctionMs());
  refuseUntimely(start, ports.clock.now());
  const muster = { ...uncorrected, deadlineMs: start.deadlineMs + correctionMs() };

  const failures: Error[] = [];
  const found = await findStandings(muster, ports);
  const [record] = await Promise.all([
    tell(muster, found, opened, ports, failures),
    updateOverview(muster, found, ports).catch(collectIn(failures)),
  ]);
  const unmarked = await markTold(muster, found, record, ports, failures);
  const isTold = record.messages.every(({ messageId }) => messageId !== undefined);
  const { standings } = found;
  const counts = { accounts: standings.length, ...countStates(standings) };
  return { outcome: { isDone: isTold && unmarked === 0, ...counts }, failures };
}

function correctClock(ports: FleetPorts, correctionMs: number): FleetPorts {
  const { clock } = ports;
  return { ...ports, clock: { now: () => clock.now() + correctionMs, sleep: clock.sleep } };
}
