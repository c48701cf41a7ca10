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
