import { parseShiftFile, type Roster } from '../../lambda/config/roster.ts';
import { shiftInKey, shiftKey, shiftsPrefix } from '../../lambda/core/ledger/keys.ts';
import type { ReadableArchive } from '../../lambda/reader/read-report.ts';

/** The accounts of every shift that has or had any, by its name. @throws ForbiddenError */
export async function readRosters(archive: ReadableArchive): Promise<Map<string, Roster>> {
  const shifts = await listShifts(archive);
  const texts = await Promise.all(shifts.map((shift) => archive.read(shiftKey(shift))));
  return new Map(shifts.map((shift, index) => [shift, parseShiftFile(texts[index] ?? '')]));
}

/** The shifts of which there is a file of accounts. */
export async function listShifts(archive: Pick<ReadableArchive, 'listKeys'>): Promise<string[]> {
  return (await archive.listKeys(shiftsPrefix)).flatMap((key) => shiftInKey(key) ?? []);
}
