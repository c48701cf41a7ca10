import { updateObject } from '../archive/commit.ts';
import { parseStored } from '../archive/parse-stored.ts';
import { formatOverview, overviewOf, parseOverview } from '../core/fleet/overview.ts';
import { overviewKey } from '../core/ledger/keys.ts';
import { instantOf } from '../core/ledger/measurement.ts';
import type { FleetPorts } from '../ports.ts';
import type { Found, Muster } from './context.ts';

/** Leaves where the accounts stand for whoever looks, unless a muster of a later night did, or a later one of this night. */
export async function updateOverview(
  { shift, date, dueMs }: Muster,
  { asOf, standings }: Found,
  ports: FleetPorts,
): Promise<void> {
  const key = overviewKey(shift.name);
  const due = instantOf(dueMs);
  const body = formatOverview(overviewOf({ shift: shift.name, date, due, at: asOf }, standings));
  const change = (present: string | undefined) => {
    if (present === undefined) return body;
    const last = parseStored(key, () => parseOverview(present));
    return last.due > due || (last.due === due && last.at > asOf) ? undefined : body;
  };
  await updateObject(key, 'application/json', change, ports);
}
