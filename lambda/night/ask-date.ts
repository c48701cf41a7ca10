import {
  type Counts,
  type Fault,
  instantOf,
  type OrderProof,
  type WindowOrder,
} from '../core/ledger/measurement.ts';
import type { Confirmation, KeptReply } from '../core/ledger/snapshot.ts';
import { type CalendarDate, type Window, windowOf } from '../core/time/day.ts';
import { readEmptyAnswer } from '../core/vendor/empty-answer.ts';
import { isInputError, readReply } from '../core/vendor/statistics.ts';
import { type EmptyWindow, emptyWindows, isTelling, type OrderChoice } from '../core/vendor/window-order.ts';
import type { Answer, Clock, VodStation } from '../ports.ts';
import { readPage } from './read-page.ts';

/** What an answer came to: counts, or why there are none. */
type AnswerReading =
  | {
      readonly reply: KeptReply;
      readonly counts: Counts;
      /** What showed that an empty answer stands for zeros. */
      readonly confirmedBy?: Confirmation;
      readonly fault?: undefined;
      readonly isEmpty?: undefined;
    }
  | {
      readonly reply?: KeptReply;
      readonly fault: Fault;
      readonly isEmpty?: undefined;
      readonly counts?: undefined;
    }
  | EmptyReading;

/** The documented list with nothing in it, and why that does not stand for zeros. */
type EmptyReading = {
  readonly reply: KeptReply;
  readonly fault: Fault;
  readonly isEmpty: true;
  readonly counts?: undefined;
};

/** What one asking for a date came to, and why the order of its window is believed. */
export type Asked = AnswerReading & {
  readonly date: CalendarDate;
  readonly answer: Answer;
  readonly proof: OrderProof;
};

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
 * even where there can be none); answered with zeros; answered with an empty list that nothing confirms, or nothing could be
 * learnt, so that zeros under another order cannot be trusted either; or proven (counts for the date, zeros for the future
 * and for the far past).
 */
const verdicts = ['refused', 'ignored', 'zeros', 'unconfirmed', 'failed', 'proven'] as const;

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
  if (reading.fault)
    return { answer, reading, verdict: reading.isEmpty ? 'unconfirmed' : judgeFault(reading.fault) };
  if (!isTelling(reading.counts)) return { answer, reading, verdict: 'zeros' };
  const { reply } = reading;
  for (const empty of emptyWindows(asking.clock.now())) {
    const probe = (await askAndRead(empty.window, order, asking)).reading;
    if (probe.fault)
      return { answer, reading: { reply, fault: unanswered(empty, probe.fault) }, verdict: 'failed' };
    if (isTelling(probe.counts))
      return { answer, reading: { reply, fault: windowIgnored(empty) }, verdict: 'ignored' };
  }
  return { answer, reading, verdict: 'proven' };
}

function judgeFault(fault: Fault): Trial['verdict'] {
  return isInputError(fault) ? 'refused' : 'failed';
}

function windowIgnored({ place }: EmptyWindow): Fault {
  const detail = `the API answers with counts even for a window ${place}, so its counts are not those of the date`;
  return { code: 'windowIgnored', detail };
}

/** A server may refuse, for good, the very question that would prove the order. */
function unanswered({ place }: EmptyWindow, fault: Fault): Fault {
  const advice = isInputError(fault) ? '; if that stays so, set windowOrder of the account' : '';
  return {
    ...fault,
    detail: `${fault.detail}, when asked about a window ${place} to prove the order${advice}`,
  };
}

function toAsked(date: CalendarDate, { answer, reading, verdict }: Trial): Asked {
  return { date, answer, ...reading, proof: verdict === 'proven' ? 'provenBothEnds' : 'unproven' };
}

async function askAndRead(window: Window, order: WindowOrder, asking: Asking) {
  const answer = await asking.vodStation.ask(window, order, asking.deadlineMs);
  const reading = readAnswer(answer);
  return { answer, reading: reading.isEmpty ? await confirm(answer, reading, asking) : reading };
}

/** Asks whether an empty answer stands for no files: the list of the same window, under the same order, has to agree. */
async function confirm(
  { window, order }: Answer,
  { reply, fault }: EmptyReading,
  { vodStation, deadlineMs }: Asking,
): Promise<AnswerReading> {
  const list = await vodStation.listFiles(window, order, { pageNo: 1, pageSize: 10 }, deadlineMs);
  const reading = readEmptyAnswer(fault, readPage(list));
  if (reading.isEmpty) return { reply, fault: reading.fault, isEmpty: true };
  if (reading.fault || !list.reply) return { reply, fault: reading.fault ?? fault };
  const { requestTarget, askedAtMs } = list;
  const confirmedBy = { requestTarget, askedAt: instantOf(askedAtMs), reply: list.reply };
  return { reply, counts: reading.counts, confirmedBy };
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
  const traced = { ...reading.fault, ...(reply.traceId && { traceId: reply.traceId }) };
  return reading.isEmpty ? { reply, fault: traced, isEmpty: true } : { reply, fault: traced };
}
