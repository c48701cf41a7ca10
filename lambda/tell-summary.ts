import * as z from 'zod/mini';
import { reportKey } from './core/keys.ts';
import { instantOf } from './core/measurement.ts';
import type { SummedUp } from './core/messages/summary.ts';
import { composeSummary } from './core/summaries.ts';
import { ConflictError } from './errors.ts';
import type { Ports, StoredText } from './ports.ts';

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
  const earlier = await archive.readVersion(key);
  if (earlier && (state === 'unavailable' || stateTold(earlier) === 'measured')) return;
  const message = composeSummary(night);
  const messageId = await summaries.publish(message);
  const { summary } = message.data;
  const [headline] = message.headlines;
  const sent = { messageId, sentAt: instantOf(clock.now()) };
  const body = `${JSON.stringify({ version: 1, account, date, state, headline, text: message.mail, summary, ...sent })}\n`;
  await archive
    .replace({ key, body, contentType: 'application/json' }, earlier?.version)
    .catch((error: unknown) => {
      if (!(error instanceof ConflictError)) throw error; // another night has told the same
    });
}

/** What an earlier summary said; nothing that can be relied on when it cannot be read. */
function stateTold({ text }: StoredText): string | undefined {
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
