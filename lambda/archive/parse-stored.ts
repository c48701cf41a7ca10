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
