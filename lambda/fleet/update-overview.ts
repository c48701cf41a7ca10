import { updateObject } from '../archive/commit.ts';
import { overviewOf, parseOverview } from '../core/fleet/overview.ts';
import { overviewKey } from '../core/ledger/keys.ts';
import { instantOf } from '../core/ledger/measurement.ts';
import { formatDocument } from '../core/text/document.ts';
import { toError } from '../errors.ts';
import type { FleetPorts } from '../ports.ts';
import type { Found, Muster } from './context.ts';

/**
 * Leaves where the accounts stand for whoever looks, unless a muster of a later night did, or a later one of this night. What cannot
 * be read is replaced: all of it follows from the ledgers.
 */
export async function updateOverview(
  { shift, date, dueMs, language }: Muster,
  { asOf, standings }: Found,
  ports: FleetPorts,
): Promise<void> {
  const key = overviewKey(shift.name);
  const due = instantOf(dueMs);
  const { name, timeZone } = shift;
  const body = formatDocument(
    overviewOf({ shift: name, timeZone, language, date, due, at: asOf }, standings),
  );
  const isNewer = (present: string) => {
    try {
      const last = parseOverview(present);
      return last.due > due || (last.due === due && last.at > asOf);
    } catch (error) {
      ports.telemetry.warn('the overview could not be read, and is replaced', {
        reason: toError(error).message,
      });
      return false;
    }
  };
  const change = (present?: string) => (present !== undefined && isNewer(present) ? undefined : body);
  await updateObject(key, 'application/json', change, ports);
}
