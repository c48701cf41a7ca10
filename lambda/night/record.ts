import type { Ledger } from '../core/ledger/ledger.ts';
import type { Summary } from '../core/ledger/line.ts';
import { instantOf } from '../core/ledger/measurement.ts';
import { recordNight } from '../core/ledger/record.ts';
import { addDays } from '../core/time/day.ts';
import type { Ports } from '../ports.ts';
import { type ArchivedAnswer, measureAgain } from './archive-answer.ts';
import { claimTermsAt, horizonOf, type Night } from './context.ts';

/** The ledger with what the night was answered, and with what it is to tell claimed by it. */
export async function recordAnswers(
  ledger: Ledger,
  night: Night,
  answers: readonly ArchivedAnswer[],
  earlierSummary: Summary | undefined,
  ports: Pick<Ports, 'archive' | 'clock' | 'summaries'>,
): Promise<Ledger> {
  const { account, date, holder } = night;
  const { name, rules, lookBackDays } = account;
  const measurements = await Promise.all(
    answers.map((answer) => measureAgain(answer, ledger, name, ports.archive)),
  );
  const nowMs = ports.clock.now();
  return recordNight(ledger, {
    account: name,
    holder,
    now: instantOf(nowMs),
    horizon: horizonOf(night),
    rules,
    tellFrom: addDays(date, -lookBackDays),
    measurements,
    earlierSummary,
    ...claimTermsAt(nowMs, night, ports),
  });
}
