import type { Account } from '../../lambda/config/account.ts';
import { linesByDate } from '../../lambda/core/ledger/ledger.ts';
import { addDays, type CalendarDate } from '../../lambda/core/time/day.ts';
import type { ReadableArchive } from '../../lambda/reader/read-report.ts';
import { countOf } from '../cli/count.ts';
import { readLedger } from '../machine/ledger-years.ts';
import { checkPastDate, refuse } from './checks.ts';

/**
 * What is to be said of a date that the ledger does not know, or of a ledger without any: what it does know, and the command that
 * measures the date. No night asks for one from before the ledger's first.
 * @param place the options by which that command acts on the same archive
 * @throws InvalidInputError when no night could have measured the date
 */
export async function explainUnknown(
  date: CalendarDate | undefined,
  { name, timeZone }: Account,
  archive: ReadableArchive,
  place: string,
): Promise<Error> {
  if (date === undefined)
    return new Error(
      `${name}: nothing is known yet\n  run a night:  npx vod-nightly run --account ${name}${place}`,
    );
  refuse(checkPastDate('', date, [timeZone]));
  const lines = linesByDate(await readLedger(name, archive));
  const [first, last] = [lines[0]?.date, lines.at(-1)?.date];
  const range =
    first === undefined ? 'is empty' : `has ${countOf(lines.length, 'date')}, ${first} to ${last}`;
  const command =
    first === undefined || date > first
      ? `run --account ${name} --date ${date}`
      : `backfill --account ${name} --from ${date} --to ${addDays(first, -1)}`;
  return new Error(
    `${name}: nothing is known of ${date}; the ledger ${range}\n  measure it:  npx vod-nightly ${command}${place}`,
  );
}
