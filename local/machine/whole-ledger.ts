import type { Archive, LoadedLedger } from '../../lambda/ports.ts';
import { listLedgerYears } from './ledger-years.ts';

/** All years of an account's ledger. */
export async function loadWholeLedger(account: string, archive: Archive): Promise<LoadedLedger> {
  return archive.loadLedger(account, await listLedgerYears(account, archive));
}
