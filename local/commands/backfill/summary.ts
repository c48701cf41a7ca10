import type { BackfillOutcome } from '../../../lambda/backfill/backfill.ts';
import type { PastRange } from '../../../lambda/backfill/past.ts';
import type { Fault, FaultCode } from '../../../lambda/core/ledger/measurement.ts';
import { addDays, type CalendarDate } from '../../../lambda/core/time/day.ts';
import { advice } from '../../../lambda/core/words/en/faults.ts';
import { countOf } from '../../cli/count.ts';
import { type Fact, formatFacts } from '../../cli/table.ts';
import type { Screen } from '../../cli/terminal.ts';

/** What a backfill of one account came to, as a JSON document. */
export function summarizeBackfill(account: string, { from, to }: PastRange, outcome: BackfillOutcome) {
  const { measured, settled, leftToNights, unavailable, remaining, refusal, interrupted } = outcome;
  const summary = { account, from, to, measured, skipped: settled, leftToNights, unavailable, remaining };
  return { ...summary, ...(refusal && { stoppedBy: refusal }), interrupted };
}

/**
 * A backfill on the screen: what was measured, what was not and why, and what to do about it.
 * @param place the options by which the next command acts on the same archive
 */
export function describeBackfill(
  account: string,
  { from, to }: PastRange,
  outcome: BackfillOutcome,
  place: string,
  screen: Screen,
): string {
  const { measured, settled, leftToNights, notAsked } = outcome;
  const facts: Fact[] = [['measured', countOf(measured, 'date')]];
  if (settled > 0)
    facts.push(['skipped', `${countOf(settled, 'date')}, settled already; --again asks for them too`]);
  if (leftToNights.length > 0)
    facts.push(['left', `${describeRuns(leftToNights)}: nights ask for them, and tell what has changed`]);
  for (const [code, { fault, dates }] of groupByFault(outcome)) {
    facts.push(['missing', `${describeRuns(dates)}: ${code}, ${fault.detail}`, 'red'], ['', adviceOf(code)]);
  }
  facts.push(...describeRemaining(outcome));
  if (notAsked.length > 0) {
    const dates = `--from ${notAsked[0]} --to ${notAsked.at(-1)}`;
    facts.push(
      ['gap', `${describeRuns(notAsked)}: nobody has asked for these; to measure them:`],
      ['', `npx vod-nightly backfill --account ${account} ${dates}${place}`, 'whole'],
    );
  }
  return formatFacts(`${account}, ${from} to ${to}`, facts, screen);
}

function describeRemaining({ remaining, refusal, interrupted }: BackfillOutcome): Fact[] {
  if (remaining === 0) return [];
  const why = interrupted ? 'interrupted' : `given up: ${refusal?.code ?? 'something failed'}`;
  return [['remaining', `${countOf(remaining, 'date')} (${why}); the same command goes on with them`]];
}

type FaultGroup = { readonly fault: Fault; readonly dates: readonly CalendarDate[] };

function groupByFault({ unavailable }: BackfillOutcome): Map<FaultCode, FaultGroup> {
  const groups = new Map<FaultCode, FaultGroup>();
  for (const { date, fault } of unavailable) {
    const group = groups.get(fault.code) ?? { fault, dates: [] };
    groups.set(fault.code, { ...group, dates: [...group.dates, date] });
  }
  return groups;
}

/** What an alert says of these reasons ends in "the next night asks again", which no night does for dates so old. */
const adviceForPast: Readonly<Partial<Record<FaultCode, string>>> = {
  quota: 'Raise the API quota in the console, or wait until it is renewed; then give the same command again.',
  throttled: 'Give the same command again later, with a smaller --concurrency.',
  outage: "Look at the vendor's service status; give the same command again later.",
  timeout: "Look at the vendor's service status; give the same command again later.",
  network: 'Check the network between here and the API; then give the same command again.',
};

/** What helps where a past could not be measured for a reason. */
export function adviceOf(code: FaultCode): string {
  return adviceForPast[code] ?? advice[code];
}

const namedRuns = 3;

/** Dates in a row as one: `2026-11-01 to 2026-11-05, 2026-11-09 (6 dates)`. */
function describeRuns(dates: readonly CalendarDate[]): string {
  const runs: { readonly first: CalendarDate; readonly last: CalendarDate }[] = [];
  for (const date of dates) {
    const run = runs.at(-1);
    if (run && addDays(run.last, 1) === date) runs.splice(-1, 1, { ...run, last: date });
    else runs.push({ first: date, last: date });
  }
  const named = runs
    .slice(0, namedRuns)
    .map(({ first, last }) => (first === last ? first : `${first} to ${last}`));
  const more = runs.length > namedRuns ? ' and more' : '';
  return dates.length === 1 ? named.join() : `${named.join(', ')}${more} (${countOf(dates.length, 'date')})`;
}
