import { type Ledger, linesByDate } from '../ledger/ledger.ts';
import {
  type Counts,
  type OrderProof,
  totalOf,
  type WindowOrder,
  windowOrders,
} from '../ledger/measurement.ts';
import type { Window } from '../time/day.ts';

/** Which orders to try, and whether the first is beyond doubt. */
export type OrderChoice = {
  readonly orders: readonly [WindowOrder, ...WindowOrder[]];
  readonly proof: Exclude<OrderProof, 'proven'>;
};

const dayMs = 24 * 60 * 60 * 1000;

/**
 * The orders of the window's parameters to ask under: the configured one; else the one that the server has proven, as
 * the ledger remembers it; else both, none of them proven: first the one that an earlier release took for proven, or else
 * that of the guide's first edition.
 */
export function chooseOrder(configured: WindowOrder | 'auto', ledger: Ledger): OrderChoice {
  if (configured !== 'auto') return { orders: [configured], proof: 'configured' };
  const proven = findProven(ledger, 'provenBothEnds');
  if (proven) return { orders: [proven], proof: 'provenBothEnds' };
  const first = findProven(ledger, 'proven') ?? windowOrders[0];
  return { orders: [first, ...windowOrders.filter((order) => order !== first)], proof: 'unproven' };
}

/** The order of the newest date that has such a proof. */
function findProven(ledger: Ledger, proof: OrderProof): WindowOrder | undefined {
  const line = linesByDate(ledger).findLast((line) => line.state === 'measured' && line.proof === proof);
  return line?.state === 'measured' ? line.order : undefined;
}

/** A window in which nothing can have been requested, and where it lies, in the words of a fault's detail. */
export type EmptyWindow = { readonly window: Window; readonly place: string };

/**
 * Windows that have to be empty: one wholly in the future, one from before there was a VOD Station. A server that reads the
 * window under the order in question answers zeros for both. One that drops a window it cannot make sense of answers with
 * everything for both, one that drops the start alone does for the first, and one that drops the end alone for the second.
 */
export function emptyWindows(nowMs: number): readonly EmptyWindow[] {
  return [
    { window: dayFrom((Math.floor(nowMs / dayMs) + 7) * dayMs), place: 'in the future' },
    { window: dayFrom(Date.UTC(2000, 0, 1)), place: 'in the year 2000' },
  ];
}

function dayFrom(startMs: number): Window {
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
