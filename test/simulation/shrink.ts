import type { History, PlannedNight } from './history.ts';

/**
 * The simplest thing found that still fails: it is made simpler one step at a time, until no step is left after which it
 * still fails, or `maxTries` things have been tried.
 */
export async function shrink<T>(
  thing: T,
  simplificationsOf: (thing: T) => Iterable<T>,
  fails: (thing: T) => Promise<boolean>,
  maxTries: number,
): Promise<T> {
  let simplest = thing;
  let tries = 0;
  for (let improved = true; improved; ) {
    improved = false;
    for (const simpler of simplificationsOf(simplest)) {
      tries += 1;
      if (tries > maxTries) return simplest;
      if (!(await fails(simpler))) continue;
      simplest = simpler;
      improved = true;
      break;
    }
  }
  return simplest;
}

/** Things with one of them left out, each in turn. */
export function without<T>(things: readonly T[]): T[][] {
  return things.map((_, index) => things.toSpliced(index, 1));
}

/**
 * The shortest history found that still fails: what can be left out or made ordinary is, one thing at a time. Latencies and
 * chances of what stays do not change with what goes.
 */
export function shrinkHistory(
  history: History,
  fails: (history: History) => Promise<boolean>,
): Promise<History> {
  return shrink(history, simplifications, fails, 1_500);
}

function* simplifications(history: History): Generator<History> {
  const { nights, batches } = history;
  if (nights.length > 1) for (const rest of without(nights)) yield { ...history, nights: rest };
  for (const rest of without(batches)) yield { ...history, batches: rest };
  yield* lessSilent(history);
  for (const [index, night] of nights.entries()) {
    for (const simpler of simplerNights(night)) yield { ...history, nights: nights.with(index, simpler) };
  }
  for (const [index, batch] of batches.entries()) {
    for (const steps of without(batch.steps))
      yield { ...history, batches: batches.with(index, { ...batch, steps }) };
    if (batch.at !== 0.5) yield { ...history, batches: batches.with(index, { ...batch, at: 0.5 }) };
  }
  if (history.critical !== undefined) yield { ...history, critical: undefined };
  if (history.claimsAheadMs !== 0) yield { ...history, claimsAheadMs: 0 };
  yield* simplerVendors(history);
}

function* simplerVendors(history: History): Generator<History> {
  if (history.order !== 'toIsStart') yield { ...history, order: 'toIsStart' };
  if (history.onImpossible !== 'zeros') yield { ...history, onImpossible: 'zeros' };
  if (history.emptyList) yield { ...history, emptyList: false };
  if (history.pageCap < 100) yield { ...history, pageCap: 100 };
}

function* lessSilent(history: History): Generator<History> {
  if (history.reports) yield { ...history, reports: false };
  for (const rest of without(history.mutes)) yield { ...history, mutes: rest };
  const { weekdays, dates } = history.quiet;
  if (weekdays.length + dates.length === 0) return;
  yield { ...history, quiet: { weekdays: [], dates: [], exceptCritical: false } };
}

function* simplerNights(night: PlannedNight): Generator<PlannedNight> {
  for (const faults of without(night.faults)) yield { ...night, faults };
  if (night.retries > 0) yield { ...night, retries: night.retries - 1 };
  if (night.weather !== 'fine') yield { ...night, weather: 'fine' };
  if (night.skewMs !== 0) yield { ...night, skewMs: 0 };
  if (night.ourClockMs !== 0) yield { ...night, ourClockMs: 0 };
  if (night.refusedPrefix !== undefined) {
    const { refusedPrefix: _given, ...rest } = night;
    yield rest;
  }
  if (night.delayMs !== 0) yield { ...night, delayMs: 0 };
}
