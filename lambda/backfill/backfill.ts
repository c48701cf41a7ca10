import type { Account } from '../config/account.ts';
import type { Fault } from '../core/ledger/measurement.ts';
import type { CalendarDate } from '../core/time/day.ts';
import type { Answer } from '../core/vendor/exchange.ts';
import { toError } from '../errors.ts';
import { type ArchivedAnswer, archiveAnswer } from '../night/archive-answer.ts';
import { createAsker } from '../night/ask.ts';
import { askingMs, keepFree, recordingReserveMs } from '../night/deadlines.ts';
import type { Ports } from '../ports.ts';
import { adapt, firstPace } from './pace.ts';
import { openPast, type Past, type PastRange } from './past.ts';

/** How many dates are recorded at a time. */
const batchSize = 25;
/** How many dates may wait for the ledger, their answers archived already, while one before them is under way. */
const mostWaiting = 2 * batchSize;
/** After so many dates in a row for which the vendor did not answer, the rest is left for another time. */
const patience = 5;

/** How many questions a backfill has under way at once unless told, if the vendor takes so many. */
export const usualConcurrency = 8;

/** How a backfill goes about it. */
export type BackfillControl = {
  /** The most questions under way at once. */
  readonly concurrency: number;
  /** Hears of each date that has been answered. */
  readonly onProgress?: (progress: {
    readonly done: number;
    readonly total: number;
    readonly item: CalendarDate;
  }) => void;
  /** Hears what is in the ledger by now, which is then gone on with. */
  readonly onRecorded?: (recorded: RecordedPast) => Promise<void>;
  /** Ends the asking; what is under way is waited for and recorded. */
  readonly signal?: AbortSignal;
  /** When all has to be over, epoch milliseconds: no date is asked for that might not be answered and recorded by then. */
  readonly deadlineMs?: number;
};

/** What of a past is in the ledger: all dates that were to be asked for, up to one. */
export type RecordedPast = Pick<BackfillOutcome, 'measured' | 'unavailable' | 'remaining' | 'reached'>;

/** What a backfill left behind. */
export type BackfillOutcome = {
  readonly measured: number;
  /** How many were settled already, and not asked for. */
  readonly settled: number;
  readonly leftToNights: readonly CalendarDate[];
  readonly unavailable: readonly { readonly date: CalendarDate; readonly fault: Fault }[];
  /** How many were to be asked for, and were not. */
  readonly remaining: number;
  /** The last date that was asked for and is recorded; none when there was nothing to ask for. */
  readonly reached?: CalendarDate;
  /** See {@link Past}. */
  readonly notAsked: readonly CalendarDate[];
  readonly interrupted: boolean;
  /** Why it was given up early. */
  readonly refusal?: Fault;
  /** What else went wrong, such as answers that could not be archived. */
  readonly failures: readonly Error[];
};

/**
 * Measures the dates of a range that are missing, unavailable or not settled, and records them without telling anybody.
 * One after the other until an order of the window's parameters is proven, then as many at once as the vendor takes.
 * @throws when the ledger can be neither read nor written; what was answered is archived all the same
 */
export async function backfill(
  account: Account,
  range: PastRange,
  ports: Ports,
  { concurrency, onProgress, onRecorded, signal, deadlineMs = Number.POSITIVE_INFINITY }: BackfillControl,
): Promise<BackfillOutcome> {
  const past = await openPast(account, range, ports);
  const { dates, settled, leftToNights } = past.plan;
  const asker = createAsker(account, past.ledger, ports, { patience });
  const answers = collectAnswers(dates, past, onRecorded);
  const underWay = new Set<Promise<void>>();
  const failures: Error[] = [];
  const { clock } = ports;
  const lastQuestionMs = keepFree(recordingReserveMs + askingMs, deadlineMs, clock.now());
  let pace = firstPace;
  let asked = 0;

  async function ask(index: number, date: CalendarDate): Promise<void> {
    asked += 1;
    const number = asked;
    try {
      const answerByMs = keepFree(recordingReserveMs, deadlineMs, clock.now());
      const answer = await asker.ask(date, Math.min(clock.now() + askingMs, answerByMs));
      const archived = await archiveAnswer(answer, past.ledger, account.name, ports.archive);
      answers.put(index, archived);
      if (asker.isSure()) pace = adapt(pace, { number, asked, outcome: outcomeOf(answer) }, concurrency);
      onProgress?.({ done: answers.kept().length, total: dates.length, item: date });
    } catch (error) {
      failures.push(toError(error));
    }
  }

  const isEnding = () => signal?.aborted || clock.now() >= lastQuestionMs;
  const isOver = () => isEnding() || asker.refusal() !== undefined || failures.length > 0;
  const isFull = () => underWay.size >= Math.floor(pace.limit) || asked - answers.recorded() >= mostWaiting;
  for (const [index, date] of dates.entries()) {
    while (!isOver() && isFull()) if (!(await answers.recordBatch())) await Promise.race(underWay);
    if (isOver()) break;
    const asking = ask(index, date).finally(() => underWay.delete(asking));
    underWay.add(asking);
  }
  await Promise.all(underWay);
  await answers.recordRest();
  const refusal = asker.refusal();
  const notAsked = past.notAsked();
  const ended = { interrupted: signal?.aborted ?? false, ...(refusal && { refusal }), failures };
  return { ...sumUp(answers.kept(), dates.length), settled, leftToNights, notAsked, ...ended };
}

/** Records answers in the order of their dates, in whatever order they come: a date is judged with those before it. */
function collectAnswers(
  dates: readonly CalendarDate[],
  past: Past,
  onRecorded: BackfillControl['onRecorded'] = async () => undefined,
) {
  const answers: (ArchivedAnswer | undefined)[] = dates.map(() => undefined);
  let recorded = 0;
  const keptIn = (first: number, end?: number) =>
    answers.slice(first, end).filter((answer) => answer !== undefined);
  return {
    recorded: () => recorded,
    kept: () => keptIn(0),
    put: (index: number, archived: ArchivedAnswer) => {
      answers[index] = archived;
    },
    /** Records the dates up to the first that is missing, if they are enough; says whether they were. */
    async recordBatch(): Promise<boolean> {
      const missing = answers.indexOf(undefined, recorded);
      const batch = keptIn(recorded, missing < 0 ? dates.length : missing);
      if (batch.length < batchSize) return false;
      await past.record(batch);
      recorded += batch.length;
      await onRecorded(sumUp(keptIn(0, recorded), dates.length));
      return true;
    },
    async recordRest(): Promise<void> {
      const rest = keptIn(recorded);
      if (rest.length > 0) await past.record(rest);
    },
  };
}

function outcomeOf({ throttled, fault }: Answer): 'answered' | 'throttled' | 'failed' {
  if (throttled) return 'throttled';
  return fault ? 'failed' : 'answered';
}

/** What came of the first of so many dates. */
function sumUp(kept: readonly ArchivedAnswer[], count: number): RecordedPast {
  const unavailable = kept.flatMap(({ answer: { date, fault } }) => (fault ? [{ date, fault }] : []));
  const reached = kept.at(-1)?.answer.date;
  const counted = { measured: kept.length - unavailable.length, unavailable, remaining: count - kept.length };
  return { ...counted, ...(reached !== undefined && { reached }) };
}
