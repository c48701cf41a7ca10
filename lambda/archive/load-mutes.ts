import { mutesKey } from '../core/ledger/keys.ts';
import { type Mute, parseMutes } from '../core/notices/mutes.ts';
import { DamagedArchiveError, toError } from '../errors.ts';
import type { Archive } from '../ports.ts';

/** A night can tell without them, and then tells all: an alert waits no longer for them, milliseconds. */
const limitMs = 15_000;

/**
 * All mutes that an account ever had, oldest first.
 * @throws ForbiddenError, DamagedArchiveError
 */
export async function loadMutes(account: string, archive: Pick<Archive, 'read'>): Promise<Mute[]> {
  const key = mutesKey(account);
  const text = await archive.read(key, { limitMs });
  try {
    return parseMutes(text);
  } catch (error) {
    throw new DamagedArchiveError(`${key}: ${toError(error).message}`, { cause: error });
  }
}
