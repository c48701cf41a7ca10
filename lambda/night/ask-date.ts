import type { Fault, WindowOrder } from '../core/ledger/measurement.ts';
import { type CalendarDate, type Window, windowOf } from '../core/time/day.ts';
import { readEmptyAnswer } from '../core/vendor/empty-answer.ts';
import type { Answer, Exchange } from '../core/vendor/exchange.ts';
import { readFilePage } from '../core/vendor/file-page.ts';
import { type CountsReading, isInputError, readCounts } from '../core/vendor/statistics.ts';
import { type EmptyWindow, emptyWindows, isTelling, type OrderChoice } from '../core/vendor/window-order.ts';
import type { Clock, VodStation } from '../ports.ts';

type Asking = {
  readonly clock: Pick<Clock, 'now'>;
  readonly vodStation: VodStation;
  readonly deadlineMs: number;
};

/**
 * Asks for one date, and while no order of the window's parameters is proven, under each of them until one is. When
 * none can be, the first zeros stand as measured but unproven; nothing else does, for a server that ignores the window
 * or one end of it answers with the totals of a lifetime.
 */
export async function askDate(
  date: CalendarDate,
  timeZone: string,
  choice: OrderChoice,
  asking: Asking,
): Promise<Answer> {
  const window = windowOf(date, timeZone);
  const [first, ...others] = choice.orders;
  if (choice.proof !== 'unproven')
    return { ...toAnswer(await askAndRead(window, first, asking), date), proof: choice.proof };
  let best = await tryOrder(window, first, asking);
  for (const order of others) {
    if (best.verdict === 'proven' || best.verdict === 'failed') break;
    const trial = await tryOrder(window, order, asking);
    if (verdicts.indexOf(trial.verdict) > verdicts.indexOf(best.verdict)) best = trial;
  }
  const proof = best.verdict === 'proven' ? 'provenBothEnds' : 'unproven';
  return { ...toAnswer(best, date), proof };
}

/**
 * What asking under one order showed, from the least to the most telling: it is refused as wrong input; ignored (counts
 * even where there can be none); answered with zeros; answered with an empty list that nothing confirms, or nothing could be
 * learnt, so that zeros under another order cannot be trusted either; or proven (counts for the date, zeros for the future
 * and for the far past).
 */
const verdicts = ['refused', 'ignored', 'zeros', 'unconfirmed', 'failed', 'proven'] as const;

/** An exchange, what it says, and the list of files that an empty answer was held against. */
type Read = { readonly exchange: Exchange; readonly reading: CountsReading; readonly list?: Exchange };

async function tryOrder(
  window: Window,
  order: WindowOrder,
  asking: Asking,
): Promise<Read & { readonly verdict: (typeof verdicts)[number] }> {
  const read = await askAndRead(window, order, asking);
  const { counts, fault, isEmpty } = read.reading;
  if (fault)
    return { ...read, verdict: isEmpty ? 'unconfirmed' : isInputError(fault) ? 'refused' : 'failed' };
  if (!isTelling(counts)) return { ...read, verdict: 'zeros' };
  for (const empty of emptyWindows(asking.clock.now())) {
    const probe = (await askAndRead(empty.window, order, asking)).reading;
    if (probe.fault)
      return { ...read, reading: { fault: unanswered(empty, probe.fault) }, verdict: 'failed' };
    if (isTelling(probe.counts))
      return { ...read, reading: { fault: windowIgnored(empty) }, verdict: 'ignored' };
  }
  return { ...read, verdict: 'proven' };
}

function windowIgnored({ place }: EmptyWindow): Fault {
  const detail = `the API answers with counts even for a window ${place}, so its counts are not those of the date`;
  return { code: 'windowIgnored', detail };
}

/** A server may refuse, for good, the very question that would prove the order. */
function unanswered({ place }: EmptyWindow, fault: Fault): Fault {
  const advice = isInputError(fault) ? '; if that stays so, set windowOrder of the account' : '';
  const detail = `${fault.detail}, when asked about a window ${place} to prove the order${advice}`;
  return { ...fault, detail };
}

/** An empty answer stands for no files where the list of the same window, under the same order, has none either. */
async function askAndRead(
  window: Window,
  order: WindowOrder,
  { vodStation, deadlineMs }: Asking,
): Promise<Read> {
  const exchange = await vodStation.ask({ window, order }, deadlineMs);
  const reading = readCounts(exchange);
  if (!reading.isEmpty) return { exchange, reading };
  const list = await vodStation.ask({ window, order, page: { pageNo: 1, pageSize: 10 } }, deadlineMs);
  return { exchange, list, reading: readEmptyAnswer(reading.fault, readFilePage(list)) };
}

function toAnswer({ exchange, reading, list }: Read, date: CalendarDate): Answer {
  const { reply, fault, ...asked } = exchange;
  const answer = { ...asked, date, proof: 'unproven' } as const;
  if (!reply) return { ...answer, fault };
  if (reading.fault) return { ...answer, reply, fault: reading.fault };
  return { ...answer, reply, counts: reading.counts, ...(list && { confirmedBy: list }) };
}
