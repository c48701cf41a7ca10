import type { Window } from './day.ts';
import { type Ledger, linesByDate } from './ledger.ts';
import { type Counts, type OrderProof, totalOf, type WindowOrder, windowOrders } from './measurement.ts';

/** Which orders to try, and whether the first is beyond doubt. */
export type OrderChoice = {
  readonly orders: readonly [WindowOrder, ...WindowOrder[]];
  readonly proof: OrderProof;
};

const dayMs = 24 * 60 * 60 * 1000;

/**
 * The orders of the window's parameters to ask under: the configured one; else the one that the server has proven, as
 * the ledger remembers it; else both, the one of the guide's first edition first, none of them proven.
 */
export function chooseOrder(configured: WindowOrder | 'auto', ledger: Ledger): OrderChoice {
  if (configured !== 'auto') return { orders: [configured], proof: 'configured' };
  const proven = linesByDate(ledger).findLast((line) => line.state === 'measured' && line.proof === 'proven');
  if (proven?.state === 'measured') return { orders: [proven.order], proof: 'proven' };
  return { orders: windowOrders, proof: 'unproven' };
}

/**
 * A window that lies wholly in the future. A server that reads the window under the order in question answers zeros
 * for it; one that drops a window it cannot make sense of answers with everything it has.
 */
export function futureWindow(nowMs: number): Window {
  const startMs = (Math.floor(nowMs / dayMs) + 7) * dayMs;
  return { startMs, endMs: startMs + dayMs };
}

/** Whether an answer tells anything but zeros; only such an answer can prove an order. */
export function isTelling(counts: Counts): boolean {
  return totalOf(counts) > 0;
}

/** The query string of a window under an order, with the names of the vendor's parameters. */
export function windowQuery({ startMs, endMs }: Window, order: WindowOrder): string {
  return order === 'toIsStart'
    ? `workStartTimeTo=${startMs}&workStartTimeFrom=${endMs}`
    : `workStartTimeFrom=${startMs}&workStartTimeTo=${endMs}`;
}
