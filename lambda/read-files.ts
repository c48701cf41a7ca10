import type { Account } from './account.ts';
import { type FailedFiles, parseFailedFiles } from './core/failed-files.ts';
import { filesPrefix } from './core/keys.ts';
import type { LedgerLine } from './core/ledger.ts';
import type { Archive } from './ports.ts';

/** The newest archived list of the failed files of a date that broke a rule; none where there is none to be read. */
export async function readNewestFiles(
  account: Account,
  line: LedgerLine | undefined,
  archive: Pick<Archive, 'listKeys' | 'read'>,
): Promise<FailedFiles | undefined> {
  if (!account.nameFiles || line?.state !== 'measured' || line.findings.length === 0) return undefined;
  const newest = (await archive.listKeys(filesPrefix(account.name, line.date))).at(-1);
  return newest === undefined ? undefined : parseFailedFiles((await archive.read(newest)) ?? '');
}
