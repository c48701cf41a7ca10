import pMap from 'p-map';
import { retryLostRaces } from '../archive/lost-races.ts';
import { parseStored } from '../archive/parse-stored.ts';
import {
  type MusterRecord,
  parseMusterRecord,
  pendingIn,
  withoutUnsent,
} from '../core/fleet/muster-record.ts';
import type { Standing } from '../core/fleet/standing.ts';
import { musterKey, shiftMonthPrefix } from '../core/ledger/keys.ts';
import { instantOf } from '../core/ledger/measurement.ts';
import { isOpenTo } from '../core/notices/outbox.ts';
import { formatDocument } from '../core/text/document.ts';
import { addDays, type CalendarDate, localDateOf } from '../core/time/day.ts';
import { ClaimedElsewhereError, toError } from '../errors.ts';
import type { FleetPorts } from '../ports.ts';
import type { Muster } from './context.ts';

/** A record as it was read, with its version, which a write must find unchanged. */
export type OpenedRecord = { readonly record: MusterRecord; readonly version: string | undefined };

/** A look-back is no longer: what was left by an earlier night, nobody waits for any more. */
const longestDays = 31;

/**
 * Reads the record of a muster; an empty one where there is none. What somebody meant to tell and did not come to is left out.
 * @param now tells the time when the answer is there
 * @throws ClaimedElsewhereError when another muster is telling right now
 */
export async function openRecord(
  { shift, date, dueMs, holder }: Omit<Muster, 'deadlineMs'>,
  now: () => number,
  { archive }: Pick<FleetPorts, 'archive'>,
): Promise<OpenedRecord> {
  const key = musterKey(shift.name, dueMs);
  const stored = await archive.readVersion(key);
  if (!stored) return { record: { version: 1, shift: shift.name, date, messages: [] }, version: undefined };
  const record = parseStored(key, () => parseMusterRecord(stored.text));
  if (isTelling(record, holder, now())) throw claimedElsewhere(key);
  return { record: withoutUnsent(record), version: stored.version };
}

/**
 * Writes the record in the place of what was read, and gives it with its new version.
 * @throws ClaimedElsewhereError when somebody else wrote it since
 */
export async function writeRecord(
  { dueMs }: Pick<Muster, 'dueMs'>,
  record: MusterRecord,
  version: string | undefined,
  ports: FleetPorts,
): Promise<OpenedRecord> {
  const { archive } = ports;
  const key = musterKey(record.shift, dueMs);
  const body = formatDocument(record);
  const write = async (attempt: number) => {
    if (attempt > 1) {
      const present = await archive.readVersion(key);
      // It was written, and the answer to it was lost.
      if (present?.text === body) return present.version;
      if (present?.version !== version) throw claimedElsewhere(key);
    }
    return archive.replace({ key, body, contentType: 'application/json' }, version);
  };
  return { record, version: await retryLostRaces(ports, write) };
}

/**
 * What earlier nights of the shift told of notices that are left still: a muster died before it had marked them, or is marking them
 * right now. Where all that is left is of the night's own date nothing is read.
 */
export async function readEarlierRecords(
  { shift, date, dueMs, holder }: Muster,
  standings: readonly Standing[],
  { archive, clock, telemetry }: FleetPorts,
): Promise<{ readonly records: MusterRecord[]; readonly beingTold: ReadonlySet<string> }> {
  const [first = date] = standings.flatMap(({ left }) => left.map((notice) => notice.date)).sort();
  if (first >= date) return { records: [], beingTold: new Set() };
  const oldest = addDays(date, -longestDays);
  const own = musterKey(shift.name, dueMs);
  const months = monthsBetween(first > oldest ? first : oldest, localDateOf(dueMs, 'UTC'));
  const listed = await pMap(months, (month) => archive.listKeys(shiftMonthPrefix(shift.name, month)));
  const keys = listed.flat().filter((key) => key.endsWith('/muster.json') && key < own);
  const read = async (key: string): Promise<MusterRecord | []> => {
    const text = await archive.read(key);
    try {
      return parseStored(key, () => parseMusterRecord(text ?? ''));
    } catch (error) {
      telemetry.error('what an earlier night told is told again, rather than never', toError(error));
      return [];
    }
  };
  const records = (await pMap(keys, read, { concurrency: longestDays })).flat();
  const telling = records.filter((record) => isTelling(record, holder, clock.now()));
  return { records, beingTold: new Set(telling.flatMap((record) => [...pendingIn(record)])) };
}

/** Whether somebody else is telling what is in it. */
function isTelling({ claim }: MusterRecord, holder: string, nowMs: number): boolean {
  return claim !== undefined && !isOpenTo({ state: 'pending', claim }, { holder, now: instantOf(nowMs) });
}

function claimedElsewhere(key: string): ClaimedElsewhereError {
  return new ClaimedElsewhereError(`${key}: another muster of this night is telling what came of it`);
}

/** Each month from that of the first date to that of the last. */
function monthsBetween(first: CalendarDate, last: CalendarDate): string[] {
  const months = new Set([last.slice(0, 7)]);
  for (let date = first; date < last; date = addDays(date, 1)) months.add(date.slice(0, 7));
  return [...months];
}
