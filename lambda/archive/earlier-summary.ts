import * as z from 'zod/mini';
import { earlierSummaryKey } from '../core/ledger/keys.ts';
import type { Ledger } from '../core/ledger/ledger.ts';
import type { Summary } from '../core/ledger/line.ts';
import { parseJson } from '../core/text/document.ts';
import type { CalendarDate } from '../core/time/day.ts';
import type { Archive } from '../ports.ts';

/** An alert waits no longer for this, milliseconds. */
const limitMs = 15_000;

/**
 * The summary that a release before 0.2.0 told of a date: it kept no word of that in the ledger. Asked for only where the
 * ledger has had a line of the date already, and so costs a usual night nothing.
 */
export async function readEarlierSummary(
  { account: { name }, date }: { readonly account: { readonly name: string }; readonly date: CalendarDate },
  ledger: Ledger,
  archive: Pick<Archive, 'read'>,
): Promise<Summary | undefined> {
  const line = ledger.get(date);
  if (line === undefined || line.summary) return undefined;
  const text = await archive.read(earlierSummaryKey(name, date), { limitMs });
  const told = text === undefined ? undefined : z.safeParse(createSchema(), parseJson(text)).data;
  if (told === undefined) return undefined;
  const { state, messageId, sentAt } = told;
  return { of: state, state: 'sent', committedAt: sentAt, sentAt, messageId };
}

/** Made only where it is needed, which is hardly ever: at each start it would cost time. */
function createSchema() {
  return z.object({
    state: z.enum(['measured', 'unavailable']),
    messageId: z.string(),
    sentAt: z.iso.datetime({ precision: 3 }),
  });
}
