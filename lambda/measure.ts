import { type CalendarDate, type Window, windowOf } from './core/day.ts';
import type { Counts, Fault, OrderProof, WindowOrder } from './core/measurement.ts';
import type { KeptReply } from './core/snapshot.ts';
import { isInputError, readReply } from './core/statistics.ts';
import { futureWindow, isTelling, type OrderChoice } from './core/window-order.ts';
import type { Answer, Ports, VodStation } from './ports.ts';

/** What an answer came to: counts, or why there are none. */
type AnswerReading =
  | { readonly reply: KeptReply; readonly counts: Counts; readonly fault?: undefined }
  | { readonly reply?: KeptReply; readonly fault: Fault; readonly counts?: undefined };

/** What one asking for a date came to, and why the order of its window is believed. */
export type Asked = AnswerReading & {
  readonly date: CalendarDate;
  readonly answer: Answer;
  readonly proof: OrderProof;
};

type Asking = Pick<Ports, 'clock'> & {
  readonly vodStation: Pick<VodStation, 'ask'>;
  readonly deadlineMs: number;
};

/**
 * Asks for one date, and while no order of the window's parameters is proven, under each of them until one is. When
 * none can be, the first zeros stand as measured but unproven; nothing else does, for a server that ignores the window
 * answers with its lifetime totals.
 */
export async function askDate(
  date: CalendarDate,
  timeZone: string,
  choice: OrderChoice,
  asking: Asking,
): Promise<Asked> {
  const window = windowOf(date, timeZone);
  if (choice.proof !== 'unproven') {
    const { answer, reading } = await askAndRead(window, choice.orders[0], asking);
    return { date, answer, ...reading, proof: choice.proof };
  }
  let best = await tryOrder(window, choice.orders[0], asking);
  for (const order of choice.orders.slice(1)) {
    if (isConclusive(best)) break;
    const trial = await tryOrder(window, order, asking);
    if (verdicts.indexOf(trial.verdict) > verdicts.indexOf(best.verdict)) best = trial;
  }
  return toAsked(date, best);
}

/**
 * What asking under one order showed, from the least to the most telling: it is refused as wrong input; ignored (counts
 * even for the future); answered with zeros; nothing could be learnt, so that zeros under another order cannot be
 * trusted either; or proven (counts for the date, zeros for the future).
 */
const verdicts = ['refused', 'ignored', 'zeros', 'failed', 'proven'] as const;

type Trial = {
  readonly answer: Answer;
  readonly reading: AnswerReading;
  readonly verdict: (typeof verdicts)[number];
};

function isConclusive({ verdict }: Trial): boolean {
  return verdict === 'proven' || verdict === 'failed';
}

async function tryOrder(window: Window, order: WindowOrder, asking: Asking): Promise<Trial> {
  const { answer, reading } = await askAndRead(window, order, asking);
  if (reading.fault) return { answer, reading, verdict: isInputError(reading.fault) ? 'refused' : 'failed' };
  if (!isTelling(reading.counts)) return { answer, reading, verdict: 'zeros' };
  const { reply } = reading;
  const future = (await askAndRead(futureWindow(asking.clock.now()), order, asking)).reading;
  if (future.fault) return { answer, reading: { reply, fault: future.fault }, verdict: 'failed' };
  if (isTelling(future.counts))
    return { answer, reading: { reply, fault: windowIgnored }, verdict: 'ignored' };
  return { answer, reading, verdict: 'proven' };
}

const windowIgnored: Fault = {
  code: 'windowIgnored',
  detail:
    'the API answers with counts even for a window in the future, so its counts are not those of the date',
};

function toAsked(date: CalendarDate, { answer, reading, verdict }: Trial): Asked {
  return { date, answer, ...reading, proof: verdict === 'proven' ? 'proven' : 'unproven' };
}

async function askAndRead(window: Window, order: WindowOrder, { vodStation, deadlineMs }: Asking) {
  const answer = await vodStation.ask(window, order, deadlineMs);
  return { answer, reading: readAnswer(answer) };
}

/** What an answer says, whatever stopped it from being an answer included. */
function readAnswer({ reply, fault }: Answer): AnswerReading {
  if (!reply) return { fault: fault ?? { code: 'network', detail: 'no answer came' } };
  if (fault) return { reply, fault };
  if ('base64' in reply.body) {
    return {
      reply,
      fault: { code: 'format', detail: 'the body is not UTF-8', httpStatus: reply.httpStatus },
    };
  }
  const reading = readReply({ httpStatus: reply.httpStatus, body: reply.body.text });
  if (!reading.fault) return { reply, counts: reading.counts };
  return { reply, fault: { ...reading.fault, ...(reply.traceId && { traceId: reply.traceId }) } };
}
