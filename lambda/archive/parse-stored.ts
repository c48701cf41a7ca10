import { parseLedgerYear } from '../core/ledger/ledger.ts';
import type { LedgerLine } from '../core/ledger/line.ts';
import { DamagedArchiveError, toError } from '../errors.ts';

/**
 * What the document under a key says.
 * @param parse throws what is wrong with it
 * @throws DamagedArchiveError that names the key
 */
export function parseStored<Parsed>(key: string, parse: () => Parsed): Parsed {
  try {
    return parse();
  } catch (error) {
    throw new DamagedArchiveError(`${key}: ${toError(error).message}`, { cause: error });
  }
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
