import { ledgerKey } from '../lambda/core/ledger/keys.ts';
import { formatLedgerYear } from '../lambda/core/ledger/ledger.ts';
import { addDays, datesBetween, yearOf } from '../lambda/core/time/day.ts';
import { ledgerOf, measuredLine } from '../test/support/lines.ts';
import type { Stage } from '../test/support/stage.ts';

/** Gives an account a ledger of so many days, up to the night before the one that is due. */
export async function writeHistory(stage: Stage, account: string, days: number): Promise<void> {
  const last = addDays(stage.yesterday, -1);
  const dates = datesBetween(addDays(last, 1 - days), last);
  const ledger = ledgerOf(...dates.map((date) => measuredLine(date)));
  for (const year of new Set(dates.map(yearOf)))
    await stage.put(ledgerKey(account, year), formatLedgerYear(ledger, year));
}
