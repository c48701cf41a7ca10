/** What a server's clock said in one answer, and ours before and after it; epoch milliseconds. */
export type ClockReading = {
  /** By our clock, when the request was sent. */
  readonly sentAtMs: number;
  /** By our clock, when the answer began to come. */
  readonly receivedAtMs: number;
  /** By the server's clock: its `Date`, in whole seconds, plus what a cache says in `Age`. */
  readonly serverMs: number;
};

/** `Date` is cut off to the second: the server's clock was at most so much further, milliseconds. */
const dateCutMs = 999;

/** RFC 9110, 5.6.7: the only form of a date that senders may use. */
const imfFixdate = /^[A-Z][a-z]{2}, \d{2} [A-Z][a-z]{2} \d{4} \d{2}:\d{2}:\d{2} GMT$/;

/** The headers of an answer that tell the time, as they came. */
type ClockHeaders = { readonly date: string | undefined; readonly age: string | undefined };

/** Reads the server's clock out of an answer; nothing where its `Date` is missing or none (RFC 9110, 6.6.1). */
export function readClock(
  { date = '', age }: ClockHeaders,
  sentAtMs: number,
  receivedAtMs: number,
): ClockReading | undefined {
  const dateMs = imfFixdate.test(date.trim()) ? Date.parse(date) : Number.NaN;
  if (Number.isNaN(dateMs)) return undefined;
  return { sentAtMs, receivedAtMs, serverMs: dateMs + (readAge(age) ?? 0) * 1_000 };
}

/**
 * How old a cache says that its answer is, in seconds (RFC 9111, 5.1); nothing where no cache has added the header, and
 * zero where it cannot be read: cached it is all the same.
 */
export function readAge(age: string | undefined): number | undefined {
  if (age === undefined) return undefined;
  return /^\d{1,9}$/.test(age.trim()) ? Number(age) : 0;
}

/**
 * What has to be added to our clock, in milliseconds, for it to agree with the server's: the `Date` was made at some moment between
 * sending and receiving. Zero when it agrees already; less than zero when ours is ahead. Of all times that agree it gives the
 * earliest: nothing is ever recorded of the future, where it would overrule what is heard a moment later.
 */
export function correctionOf({ sentAtMs, receivedAtMs, serverMs }: ClockReading): number {
  const leastMs = serverMs - Math.max(sentAtMs, receivedAtMs);
  const mostMs = serverMs + dateCutMs - Math.min(sentAtMs, receivedAtMs);
  return leastMs > 0 || mostMs < 0 ? leastMs : 0;
}

/** Clocks that differ by no more than this are taken to agree, milliseconds. */
export const toleranceMs = 60_000;

/** What the clocks of others said: the gateway's in an answer of its own, and the store's. */
type Clocks = {
  readonly gateway: ClockReading | undefined;
  readonly store: ClockReading | undefined;
};

/** What has to be added to our clock, milliseconds: by the gateway's, which rules; else by the store's; else nothing. */
export function correctionBy({ gateway, store }: Clocks): number {
  const reading = gateway ?? store;
  return reading ? correctionOf(reading) : 0;
}

/**
 * The same for what is recorded: by the earlier of the two clocks. A gateway that is ahead, be it for one answer, would else record of
 * the future, and all that is heard before that comes would count for nothing.
 */
export function recordingCorrectionBy(clocks: Clocks): number {
  const { gateway, store } = clocks;
  return gateway && store ? Math.min(correctionOf(gateway), correctionOf(store)) : correctionBy(clocks);
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
