import { formatShiftFile } from '../../lambda/config/roster.ts';
import { shiftKey } from '../../lambda/core/ledger/keys.ts';
import { accountOf } from './accounts.ts';
import { countsWith } from './counts.ts';
import { measuredLine } from './lines.ts';
import { due, overviewObjects, overviewWith, standingOf, unavailableOf } from './overviews.ts';
import { createCountedArchive, objectsOf } from './readable-archive.ts';
import { remains, startReader } from './reader.ts';

/** Whose accounts there are. */
const files: [string, string][] = [
  [
    shiftKey('berlin'),
    formatShiftFile([accountOf({ name: 'metro', timeZone: 'Europe/Berlin', language: 'ko' })]),
  ],
  [
    shiftKey('seoul'),
    formatShiftFile([accountOf({ name: 'hana', tags: ['gold'] }), accountOf({ name: 'tour' })]),
  ],
];
/** Where those of Seoul stand, one of them without counts. */
export const seoul = overviewWith([standingOf('hana', { tags: ['gold'] }), unavailableOf('tour')]);
/** The same of Berlin, where all is well. */
export const berlin = overviewWith([standingOf('metro')], { shift: 'berlin', timeZone: 'Europe/Berlin' });
const ledgers = objectsOf({
  hana: { lines: [measuredLine('2026-11-26', { counts: countsWith({ failure: 7 }) })] },
  metro: { lines: [measuredLine('2026-11-26', { counts: countsWith({ failure: 5 }) })] },
});
/** What there is in the archive. */
export const fleet = new Map([...remains, ...ledgers, ...files, ...overviewObjects(seoul, berlin)]);

/** When the shifts have been due for so many hours. */
export const hoursLater = (hours: number) => Date.parse(due) + hours * 3_600_000;

/** A reader with a fleet, when its shifts have just been mustered; without accounts of its own, unless told. */
export function startFleet(given: Parameters<typeof startReader>[0] = {}) {
  const usual = { archive: createCountedArchive(fleet), accounts: [], nowMs: hoursLater(3) };
  const reader = startReader({ ...usual, ...given });
  const pageFor = async (scope: string, path: string) => (await reader.getAs(scope, path)).text();
  return { ...reader, pageFor };
}
