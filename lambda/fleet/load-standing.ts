import type { Account } from '../config/account.ts';
import { readStanding, yearsToRead } from '../core/fleet/read-standing.ts';
import type { Standing } from '../core/fleet/standing.ts';
import { ledgerKey } from '../core/ledger/keys.ts';
import type { Instant } from '../core/ledger/measurement.ts';
import type { CalendarDate } from '../core/time/day.ts';
import { toError } from '../errors.ts';
import type { FleetPorts } from '../ports.ts';

/** Ledgers that are read at once: a year of one takes some 200 KB. */
export const ledgersAtOnce = 50;

/** When all claims have run out: what is not told yet is told to nobody. */
export const afterAllClaims: Instant = '9999-12-31T23:59:59.999Z';

/**
 * Where an account stands, as its ledger says; as failed where that cannot be read.
 * @param now goes for claims
 */
export async function loadStanding(
  account: Account,
  date: CalendarDate,
  now: Instant,
  { archive }: Pick<FleetPorts, 'archive'>,
): Promise<Standing> {
  const { name, tags } = account;
  const texts = new Map<number, string | undefined>();
  try {
    for (let years = yearsToRead(date, texts); years.length > 0; years = yearsToRead(date, texts))
      for (const year of years) texts.set(year, await archive.read(ledgerKey(name, year)));
  } catch (error) {
    const reason = toError(error).message;
    return { account: name, tags, state: 'failed', failure: 'notRead', reason, left: [] };
  }
  return readStanding(account, date, texts, now);
}
