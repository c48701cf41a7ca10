import type { Report } from './report.ts';
import { statusOf } from './status.ts';

/**
 * What the page of a date says, for programs: how the date stands, its failed files, the mute, and the ledger's lines of the
 * twelve months, which docs/ledger-line.schema.json describes. A date without a line is not among them: nothing is known of it.
 */
export function formatDatesJson({ account, date, asOf, line, failed, mute, days }: Report): string {
  const { name, timeZone } = account;
  const lines = days.flatMap((day) => day.line ?? []);
  return `${JSON.stringify({ account: name, timeZone, date, asOf, status: statusOf(line), failed, mute, lines })}\n`;
}
