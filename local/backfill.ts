import { randomUUID } from 'node:crypto';
import { commitLedger } from '../lambda/commit.ts';
import type { Account } from '../lambda/config.ts';
import { addDays, type CalendarDate, datesBetween, existsIn } from '../lambda/core/day.ts';
import { instantOf } from '../lambda/core/measurement.ts';
import { yearsOf } from '../lambda/core/plan.ts';
import { record } from '../lambda/core/record.ts';
import { chooseOrder } from '../lambda/core/window-order.ts';
import { type Kept, keepAgain, keepAnswer } from '../lambda/keep.ts';
import { askDate } from '../lambda/measure.ts';
import type { Ports } from '../lambda/ports.ts';

const askingMs = 60_000;

/** How far a backfill has come. */
export type BackfillProgress = { readonly done: number; readonly total: number; readonly date: CalendarDate };

/** What a backfill left behind. */
export type BackfillOutcome = { readonly measured: number; readonly unavailable: readonly CalendarDate[] };

/** Measures a range of past dates, newest night last, and records them without telling anybody. */
export async function backfill(
  account: Account,
  range: { readonly first: CalendarDate; readonly last: CalendarDate },
  ports: Ports,
  onProgress: (progress: BackfillProgress) => void,
): Promise<BackfillOutcome> {
  const { name, timeZone, rules, windowOrder, lookBackDays } = account;
  const horizon = { yesterday: range.last, lookBackDays, timeZone };
  const loaded = await ports.archive.loadLedger(name, yearsOf(horizon));
  const dates = datesBetween(range.first, range.last).filter((date) => existsIn(date, timeZone));
  let choice = chooseOrder(windowOrder, loaded.ledger);
  const kept: Kept[] = [];
  for (const date of dates) {
    const asked = await askDate(date, timeZone, choice, {
      ...ports,
      deadlineMs: ports.clock.now() + askingMs,
    });
    if (!asked.fault && asked.proof === 'proven') choice = { orders: [asked.answer.order], proof: 'proven' };
    kept.push(await keepAnswer(asked, loaded.ledger, name, ports.archive));
    onProgress({ done: kept.length, total: dates.length, date });
  }
  await commitLedger(
    name,
    loaded,
    async (ledger) => {
      const measurements = await Promise.all(kept.map((one) => keepAgain(one, ledger, name, ports.archive)));
      const now = instantOf(ports.clock.now());
      const tellFrom = addDays(range.last, 1);
      const by = { account: name, holder: randomUUID(), now, claimUntil: now };
      return record(ledger, { ...by, horizon, rules, measurements, tellFrom });
    },
    ports,
  );
  const unavailable = kept.filter(({ measurement }) => measurement.state === 'unavailable');
  return {
    measured: kept.length - unavailable.length,
    unavailable: unavailable.map(({ asked }) => asked.date),
  };
}
