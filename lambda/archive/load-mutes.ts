import { mutesKey } from '../core/ledger/keys.ts';
import { type Mute, parseMutes } from '../core/notices/mutes.ts';
import type { Archive } from '../ports.ts';
import { parseStored } from './parse-stored.ts';

/** A night can tell without them, and then tells all: an alert waits no longer for them, milliseconds. */
const limitMs = 15_000;

/**
 * All mutes that an account ever had, oldest first.
 * @throws ForbiddenError, DamagedArchiveError
 */
export async function loadMutes(account: string, archive: Pick<Archive, 'read'>): Promise<Mute[]> {
  const key = mutesKey(account);
  const text = await archive.read(key, { limitMs });
  return parseStored(key, () => parseMutes(text));
}
