import { ledgerPrefix, yearInKey } from '../core/ledger/keys.ts';
import type { Archive } from '../ports.ts';

/** The years of which an account has a ledger, oldest first. */
export async function listLedgerYears(
  account: string,
  archive: Pick<Archive, 'listKeys'>,
): Promise<number[]> {
  return (await archive.listKeys(ledgerPrefix(account))).flatMap((key) => yearInKey(key) ?? []);
}
