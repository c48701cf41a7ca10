import { ledgerPrefix, yearInKey } from '../core/ledger/keys.ts';
import { type LedgerLine, parseLedgerYear } from '../core/ledger/line.ts';
import type { Archive } from '../ports.ts';
import { parseStored } from './parse-stored.ts';

/** The years of which an account has a ledger, oldest first. */
export async function listLedgerYears(
  account: string,
  archive: Pick<Archive, 'listKeys'>,
): Promise<number[]> {
  return (await archive.listKeys(ledgerPrefix(account))).flatMap((key) => yearInKey(key) ?? []);
}

/**
 * The lines of a year of a ledger; none where nothing is stored.
 * @throws DamagedArchiveError that names the key
 */
export function parseStoredYear(key: string, text: string | undefined): LedgerLine[] {
  return parseStored(key, () => {
    // No night writes a year without a line: whoever emptied it, what stood there is lost.
    if (text === '') throw new SyntaxError('it is empty');
    return parseLedgerYear(text ?? '');
  });
}
