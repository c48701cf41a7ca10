import { ledgerPrefix, yearInKey } from '../lambda/core/keys.ts';
import type { Archive, LoadedLedger } from '../lambda/ports.ts';

/** All years of an account's ledger. */
export async function loadWholeLedger(account: string, archive: Archive): Promise<LoadedLedger> {
  const years = (await archive.listKeys(ledgerPrefix(account))).flatMap((key) => yearInKey(key) ?? []);
  return archive.loadLedger(account, years);
}
