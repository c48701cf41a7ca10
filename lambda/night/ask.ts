import type { Account } from '../config/account.ts';
import type { Ledger } from '../core/ledger/ledger.ts';
import type { Fault, FaultCode } from '../core/ledger/measurement.ts';
import { planDates } from '../core/ledger/plan.ts';
import { type CalendarDate, windowOf } from '../core/time/day.ts';
import type { Answer, Exchange } from '../core/vendor/exchange.ts';
import { readCounts } from '../core/vendor/statistics.ts';
import { chooseOrder } from '../core/vendor/window-order.ts';
import { NightRefusedError, toError } from '../errors.ts';
import type { Ports, VodStation } from '../ports.ts';
import { type ArchivedAnswer, archiveAnswer, notArchived } from './archive-answer.ts';
import type { AskedAhead } from './ask-ahead.ts';
import { askDate } from './ask-date.ts';
import { horizonOf, type Night } from './context.ts';
import { askingMs, keepFree, recordingReserveMs } from './deadlines.ts';
import { createTrueClock, type TrueClock } from './true-clock.ts';

/** How many windows a night asks for at the most; what is left over is for the next nights. */
const maxQuestions = 48;

/** Reasons that stay until somebody does something about them. */
const lasting: ReadonlySet<FaultCode> = new Set([
  'credentialsNotSet',
  'wrongKeys',
  'clock',
  'permission',
  'quota',
  'notFound',
]);
/** Reasons that pass, but rarely before the next date is asked for. */
const passing: ReadonlySet<FaultCode> = new Set(['throttled', 'outage', 'timeout', 'network']);

/** Reasons that any window meets, whichever way it is asked for; a server may fail, or take too long, on one that makes no sense. */
const ofAnyWindow: ReadonlySet<FaultCode> = new Set([...lasting, 'throttled', 'network']);

/**
 * The vendor for a night that asked ahead. The night's own question is given that answer if it is the same, or if it was refused
 * whatever the order. Where the server has proven another order, it was asked in vain, and the night asks after it.
 */
export function answerAhead({ question: asked, exchange }: AskedAhead, vodStation: VodStation): VodStation {
  let ahead: Promise<Exchange> | undefined = exchange;
  return {
    async ask(question, deadlineMs) {
      const answered = await ahead;
      ahead = undefined;
      const isSame =
        question.order === asked.order && !question.page && question.window.endMs === asked.window.endMs;
      const fault = answered && readCounts(answered).fault;
      return answered && (isSame || (fault && ofAnyWindow.has(fault.code)))
        ? answered
        : vodStation.ask(question, deadlineMs);
    },
  };
}

/** What a night was answered. */
type NightAnswers = {
  readonly answers: readonly ArchivedAnswer[];
  /** Why the vendor need not be asked anything more tonight, whether or not that could be archived. */
  readonly refusal: FaultCode | undefined;
};

/**
 * Asks for the planned dates one after the other and archives each answer before the next question. What was answered and
 * could not be archived is a fault of its own.
 * @throws NightRefusedError when a date is not over
 */
export async function askDates(
  night: Night,
  ledger: Ledger,
  trueClock: TrueClock,
  ports: Ports,
  failures: Error[],
): Promise<NightAnswers> {
  const { account, deadlineMs } = night;
  const { clock, archive } = ports;
  const lastMs = keepFree(recordingReserveMs, deadlineMs, clock.now());
  const asker = createAsker(account, ledger, ports, { trueClock });
  const answers: ArchivedAnswer[] = [];
  for (const date of planDates(ledger, horizonOf(night))) {
    const askUntilMs = Math.min(clock.now() + askingMs, lastMs);
    // The first is asked for in any case. What counts then is what was asked, be it that nothing of it could be archived.
    if (asker.questions() > 0 && (clock.now() >= askUntilMs || asker.questions() >= maxQuestions)) break;
    const answer = await asker.ask(date, askUntilMs);
    try {
      answers.push(await archiveAnswer(answer, ledger, account.name, archive));
    } catch (error) {
      failures.push(toError(error));
      answers.push(notArchived(answer, ledger, toError(error)));
    }
    if (asker.refusal()) break;
  }
  return { answers, refusal: asker.refusal()?.code };
}

/** Asks for the dates of one account, and learns from each answer how to ask for the next. */
type Asker = {
  /**
   * Asks for a date.
   * @throws NightRefusedError when it is not over
   */
  readonly ask: (date: CalendarDate, deadlineMs: number) => Promise<Answer>;
  /** How many windows have been asked for. */
  readonly questions: () => number;
  /** Whether the order of the window's parameters is beyond doubt: until then, dates are asked one after the other. */
  readonly isSure: () => boolean;
  /** What would meet the next date as well: asking on would only cost time and quota. */
  readonly refusal: () => Fault | undefined;
};

type AskerOptions = {
  /** How many dates in a row have to meet a reason that passes by itself before it is a refusal; 1 unless told. */
  readonly patience?: number;
  /** Hears what the answers say of the time. */
  readonly trueClock?: TrueClock;
};

/** An asker that goes by what the ledger knows. */
export function createAsker(
  { name, timeZone, windowOrder }: Account,
  ledger: Ledger,
  ports: Pick<Ports, 'archive' | 'clock' | 'telemetry' | 'vodStation'>,
  { patience = 1, trueClock = createTrueClock(ports) }: AskerOptions = {},
): Asker {
  let choice = chooseOrder(windowOrder, ledger);
  let questions = 0;
  let inVain = 0;
  let refusal: Fault | undefined;
  const vodStation: VodStation = {
    async ask(...question) {
      questions += 1;
      return trueClock.hear(await ports.vodStation.ask(...question));
    },
  };

  function learn({ fault, proof, order }: Answer): void {
    if (fault === undefined && proof === 'provenBothEnds') choice = { orders: [order], proof };
    inVain = fault && passing.has(fault.code) ? inVain + 1 : 0;
    if (fault && (lasting.has(fault.code) || inVain >= patience)) refusal = fault;
  }

  return {
    questions: () => questions,
    isSure: () => choice.proof !== 'unproven',
    refusal: () => refusal,
    async ask(date, deadlineMs) {
      const answer = await askDate(date, timeZone, choice, { vodStation, clock: trueClock, deadlineMs });
      refuseUnlessOver(date, timeZone, answer.askedAtMs, trueClock);
      learn(answer);
      if (answer.fault)
        ports.telemetry.warn('a date could not be measured', { ...answer.fault, account: name, date });
      return answer;
    },
  };
}

/** A date that is not over has no counts yet, whatever is answered: most of its files have not been asked for. */
function refuseUnlessOver(date: CalendarDate, timeZone: string, askedAtMs: number, clock: TrueClock): void {
  const { endMs } = windowOf(date, timeZone);
  const byGatewayMs = askedAtMs + clock.correctionMs() - clock.recordingCorrectionMs();
  if (byGatewayMs >= endMs) return;
  const [asked, end] = [byGatewayMs, endMs].map((ms) => new Date(ms).toISOString());
  const minutes = Math.round(clock.correctionMs() / 60_000);
  const ours = minutes === 0 ? '' : `, and this machine's clock is ${describeMinutes(minutes)} of that`;
  throw new NightRefusedError(
    `${date} is not over in ${timeZone}: it was asked for at ${asked} by the API's clock, and ends at ${end}${ours}`,
  );
}

function describeMinutes(minutes: number): string {
  return `${Math.abs(minutes)} minutes ${minutes < 0 ? 'ahead' : 'behind'}`;
}
