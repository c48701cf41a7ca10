import * as z from 'zod/mini';
import { updateObject } from './commit.ts';
import { reportKey } from './core/keys.ts';
import { instantOf } from './core/measurement.ts';
import type { SummedUp } from './core/messages/summary.ts';
import { composeSummary } from './core/summaries.ts';
import type { Ports } from './ports.ts';

const told = z.object({ state: z.enum(['measured', 'unavailable']) });

/**
 * Tells the summary of a night once for its date, and once more when the date has been measured after all. What was told
 * lies beside the date's report. Two nights at once, or one that crashes in between, may tell it twice under the same id.
 * @throws when it cannot be published; the night then fails and is run again
 */
export async function tellSummary(night: SummedUp, ports: Ports): Promise<void> {
  const { archive, summaries, clock } = ports;
  if (!summaries) return;
  const { date, state } = night.line;
  const account = night.account.name;
  const key = reportKey(account, date, 'json');
  const isTold = (record: string | undefined) =>
    record !== undefined && (state === 'unavailable' || stateTold(record) === 'measured');
  if (isTold(await archive.read(key))) return;
  const message = composeSummary(night);
  const messageId = await summaries.publish(message);
  const { summary } = message.data;
  const [headline] = message.headlines;
  const sent = { messageId, sentAt: instantOf(clock.now()) };
  const body = `${JSON.stringify({ version: 1, account, date, state, headline, text: message.mail, summary, ...sent })}\n`;
  await updateObject(key, 'application/json', (present) => (isTold(present) ? present : body), ports);
}

/** What an earlier summary said; nothing that can be relied on when it cannot be read. */
function stateTold(text: string): string | undefined {
  return z.safeParse(told, parseJson(text)).data?.state;
}

function parseJson(text: string): unknown {
  try {
    return JSON.parse(text);
  } catch (error) {
    if (!(error instanceof SyntaxError)) throw error;
    return undefined;
  }
}
