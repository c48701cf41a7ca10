import { parseShiftFile, type Roster } from '../../lambda/config/roster.ts';
import { shiftInKey, shiftKey, shiftsPrefix } from '../../lambda/core/ledger/keys.ts';
import type { ReadableArchive } from '../../lambda/reader/read-report.ts';

/** The accounts of every shift that has or had any, by its name. @throws ForbiddenError */
export function readRosters(archive: ReadableArchive): Promise<Map<string, Roster>> {
  return readShiftFiles(archive, async (key) => parseShiftFile((await archive.read(key)) ?? ''));
}

/** What the file of every shift that has or had any accounts is read as, by its name. @throws ForbiddenError */
export async function readShiftFiles<Read>(
  archive: Pick<ReadableArchive, 'listKeys'>,
  read: (key: string) => Promise<Read>,
): Promise<Map<string, Read>> {
  const shifts = (await archive.listKeys(shiftsPrefix)).flatMap((key) => shiftInKey(key) ?? []);
  return new Map(
    await Promise.all(shifts.map(async (shift) => [shift, await read(shiftKey(shift))] as const)),
  );
}
