import { type ClockReading, correctionOf } from './clock-reading.ts';

/** Clocks that differ by no more than this are taken to agree, milliseconds. */
export const toleranceMs = 60_000;

/** What the clocks of others said: the gateway's in an answer of its own, and the store's. */
type Witnesses = {
  readonly gateway: ClockReading | undefined;
  readonly store: ClockReading | undefined;
};

/** What has to be added to our clock, milliseconds: by the gateway's, which rules; else by the store's; else nothing. */
export function correctionBy({ gateway, store }: Witnesses): number {
  const reading = gateway ?? store;
  return reading ? correctionOf(reading) : 0;
}

/**
 * The same for what is recorded: by the earlier of the two clocks. A gateway that is ahead, be it for one answer, would else record of
 * the future, and all that is heard before that comes would count for nothing.
 */
export function recordingCorrectionBy(witnesses: Witnesses): number {
  const { gateway, store } = witnesses;
  return gateway && store ? Math.min(correctionOf(gateway), correctionOf(store)) : correctionBy(witnesses);
}

/**
 * Whether an answer is no answer to the question but an older one out of a cache: a cache says so by its `Age` (RFC 9111, 5.1),
 * or the answer's `Date` is more than a minute before what the store's clock says. Of a gateway whose clock is ahead of the store's
 * there is nothing to suspect: no cache answers out of the future.
 */
export function isCached(
  { ageS, gatewayClock }: { readonly ageS?: number; readonly gatewayClock?: ClockReading },
  store: ClockReading | undefined,
): boolean {
  if (ageS !== undefined) return true;
  if (!gatewayClock || !store) return false;
  return correctionOf(store) - correctionOf(gatewayClock) > toleranceMs;
}
