import type { Account } from '../config/account.ts';
import { readStanding, yearsToRead } from '../core/fleet/read-standing.ts';
import type { Standing } from '../core/fleet/standing.ts';
import { ledgerKey } from '../core/ledger/keys.ts';
import { instantOf } from '../core/ledger/measurement.ts';
import type { CalendarDate } from '../core/time/day.ts';
import { toError } from '../errors.ts';
import type { FleetPorts } from '../ports.ts';

/** Ledgers that are read at once: a year of one takes some 200 KB. */
export const ledgersAtOnce = 50;

/** Where an account stands, as its ledger says; as failed where that cannot be read. */
export async function loadStanding(
  account: Account,
  date: CalendarDate,
  { archive, clock }: Pick<FleetPorts, 'archive' | 'clock'>,
): Promise<Standing> {
  const { name, tags } = account;
  const texts = new Map<number, string | undefined>();
  try {
    for (let years = yearsToRead(date, texts); years.length > 0; years = yearsToRead(date, texts))
      for (const year of years) texts.set(year, await archive.read(ledgerKey(name, year)));
  } catch (error) {
    return {
      account: name,
      tags,
      state: 'failed',
      failure: 'unreadable',
      reason: toError(error).message,
      left: [],
    };
  }
  return readStanding(account, date, texts, instantOf(clock.now()));
}
