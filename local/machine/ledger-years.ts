import { ledgerPrefix, yearInKey } from '../../lambda/core/ledger/keys.ts';
import type { Archive, LoadedLedger } from '../../lambda/ports.ts';

/** The years of which an account has a ledger, oldest first. */
export async function listLedgerYears(
  account: string,
  archive: Pick<Archive, 'listKeys'>,
): Promise<number[]> {
  return (await archive.listKeys(ledgerPrefix(account))).flatMap((key) => yearInKey(key) ?? []);
}

/** All years of an account's ledger. */
export async function loadWholeLedger(account: string, archive: Archive): Promise<LoadedLedger> {
  return archive.loadLedger(account, await listLedgerYears(account, archive));
}
