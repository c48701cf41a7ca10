import { dateReportedBy, windowOf } from '../core/time/day.ts';
import type { Exchange, Question } from '../core/vendor/exchange.ts';
import { chooseOrder } from '../core/vendor/window-order.ts';
import type { Ports } from '../ports.ts';
import type { NightStart } from './context.ts';
import { askingMs, keepFree, recordingReserveMs } from './deadlines.ts';

/** A question that went out before the night knows its ledger. */
export type AskedAhead = {
  readonly question: Question;
  /** What it is answered. */
  readonly exchange: Promise<Exchange>;
  /** There will be no such question: nobody waits for its answer any more. */
  giveUp(): void;
};

/**
 * Asks for the date that a night reports, under the order of the window's parameters that is asked first where the ledger knows of
 * none. It needs nothing but the account: so it goes out first, and the rest of the night loads while the vendor is waited for.
 */
export function askAhead(
  { account, dueMs, deadlineMs }: NightStart,
  { vodStation, clock }: Pick<Ports, 'clock' | 'vodStation'>,
): AskedAhead {
  const { timeZone, windowOrder } = account;
  const nowMs = clock.now();
  const askUntilMs = Math.min(nowMs + askingMs, keepFree(recordingReserveMs, deadlineMs, nowMs));
  const window = windowOf(dateReportedBy(dueMs, timeZone), timeZone);
  const [order] = chooseOrder(windowOrder, new Map()).orders;
  const question = { window, order };
  const controller = new AbortController();
  const exchange = vodStation.ask(question, askUntilMs, controller.signal);
  exchange.catch(() => undefined); // thrown to whoever asks next
  return { question, exchange, giveUp: () => controller.abort() };
}
