import type { Account } from './config.ts';
import type { CalendarDate } from './core/day.ts';
import type { Ledger } from './core/ledger.ts';
import type { FaultCode } from './core/measurement.ts';
import { chooseOrder } from './core/window-order.ts';
import { toError } from './errors.ts';
import { type Kept, keepAnswer } from './keep.ts';
import { askDate } from './measure.ts';
import type { Ports, VodStation } from './ports.ts';

/** What is kept free at the end of a night for recording and telling. */
const tellingReserveMs = 30_000;
/** The longest that one date is asked for, with all retries. */
const askingMs = 60_000;
/** How many windows a night asks for at the most; what is left over is for the next nights. */
const maxQuestions = 48;

/** Reasons that would meet the next date as well: asking on would only cost time and quota. */
const concernsAllDates: ReadonlySet<FaultCode> = new Set([
  ...(['credentialsNotSet', 'wrongKeys', 'clock', 'permission', 'quota'] as const),
  ...(['throttled', 'outage', 'timeout', 'network', 'notFound'] as const),
]);

/** The account that is asked about, and when the night has to be over. */
export type AskingNight = { readonly account: Account; readonly deadlineMs: number };

/** Asks for the planned dates one after the other and archives each answer before the next question. */
export async function askAndKeep(
  { account, deadlineMs }: AskingNight,
  dates: readonly CalendarDate[],
  ledger: Ledger,
  ports: Ports,
  failures: Error[],
): Promise<Kept[]> {
  const { archive, clock, telemetry } = ports;
  let choice = chooseOrder(account.windowOrder, ledger);
  let questions = 0;
  const vodStation: Pick<VodStation, 'ask'> = {
    ask: (...question) => {
      questions += 1;
      return ports.vodStation.ask(...question);
    },
  };
  const kept: Kept[] = [];
  for (const date of dates) {
    const askUntilMs = Math.min(clock.now() + askingMs, deadlineMs - tellingReserveMs);
    if (kept.length > 0 && (clock.now() >= askUntilMs || questions >= maxQuestions)) break;
    let stop = false;
    try {
      const asked = await askDate(date, account.timeZone, choice, {
        vodStation,
        clock,
        deadlineMs: askUntilMs,
      });
      stop = asked.fault !== undefined && concernsAllDates.has(asked.fault.code);
      kept.push(await keepAnswer(asked, ledger, account.name, archive));
      if (asked.fault)
        telemetry.warn('a date could not be measured', { ...asked.fault, account: account.name, date });
      else if (asked.proof === 'proven') choice = { orders: [asked.answer.order], proof: 'proven' };
    } catch (error) {
      failures.push(toError(error));
    }
    if (stop) break;
  }
  return kept;
}

/** Why the vendor need not be asked anything more tonight. */
export function refusalIn(kept: readonly Kept[]): FaultCode | undefined {
  return kept.map(({ asked }) => asked.fault?.code).find((code) => code && concernsAllDates.has(code));
}
