import type { Account } from '../config/account.ts';
import { type FailedFiles, parseFailedFiles } from '../core/ledger/failed-files.ts';
import { filesPrefix } from '../core/ledger/keys.ts';
import type { LedgerLine } from '../core/ledger/line.ts';
import type { Archive } from '../ports.ts';

/** How many lists of a date are read at the most: each is an object, and a page waits for them. */
export const maxLists = 3;

/**
 * The archived list of the failed files of a date that broke a rule: the newest that is complete, however many after it
 * are not; where none of the newest three is, the one of them that was read furthest. None where there is none to be read.
 * @param tonight the list that was made just now, which is newer than all that is archived
 */
export async function readNewestFiles(
  account: Pick<Account, 'name' | 'nameFiles'>,
  line: LedgerLine | undefined,
  archive: Pick<Archive, 'listKeys' | 'read'>,
  tonight?: FailedFiles,
): Promise<FailedFiles | undefined> {
  if (tonight && isComplete(tonight)) return tonight;
  if (!account.nameFiles || line?.state !== 'measured' || line.findings.length === 0) return tonight;
  let best = tonight;
  const keys = await archive.listKeys(filesPrefix(account.name, line.date));
  for (const key of keys.slice(-maxLists).reverse()) {
    const found = parseFailedFiles((await archive.read(key)) ?? '');
    if (found && isComplete(found)) return found;
    if (found && (best === undefined || found.read > best.read)) best = found;
  }
  return best;
}

function isComplete({ stopped }: FailedFiles): boolean {
  return stopped === undefined;
}
