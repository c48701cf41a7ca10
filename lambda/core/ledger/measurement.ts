import * as z from 'zod/mini';
import type { CalendarDate } from '../time/day.ts';

/** The vendor's five states of an encoding file, in the order in which they are shown. */
export const countNames = ['waiting', 'running', 'complete', 'failure', 'canceled'] as const;

/** One of the vendor's five states. */
export type CountName = (typeof countNames)[number];

/** Encoding files requested in a window, by their state at the time of asking. Whole numbers from 0. */
export type Counts = Readonly<Record<CountName, number>>;

/** Which parameter of the vendor's API carries the start of the window; its guides contradict each other. */
export const windowOrders = ['toIsStart', 'fromIsStart'] as const;

/** See {@link windowOrders}. */
export type WindowOrder = (typeof windowOrders)[number];

/**
 * Why the order of an answer is believed: shown by the server's own answers for both ends of the window; for one end only, as
 * earlier releases went by, so that it has to be proven once more; set by the user; or not yet.
 */
export const orderProofs = ['provenBothEnds', 'proven', 'configured', 'unproven'] as const;

/** See {@link orderProofs}. */
export type OrderProof = (typeof orderProofs)[number];

/** Why a date could not be measured. One code for each thing that an operator would do about it. */
export const faultCodes = [
  'credentialsNotSet',
  'wrongKeys',
  'clock',
  'permission',
  'quota',
  'throttled',
  'outage',
  'timeout',
  'network',
  'badRequest',
  'notFound',
  'format',
  'tooLarge',
  'windowIgnored',
  'cached',
  'notArchived',
  'notAsked',
] as const;

/** Why a date could not be measured, with what the vendor said. The vendor's words are untrusted text. */
export function faultSchema() {
  return z.strictObject({
    code: z.enum(faultCodes),
    /** What was wrong, in our words. */
    detail: z.string(),
    httpStatus: z.exactOptional(z.int()),
    vendorCode: z.exactOptional(z.string()),
    vendorMessage: z.exactOptional(z.string()),
    traceId: z.exactOptional(z.string()),
  });
}

/** See {@link faultSchema}. */
export type Fault = z.output<ReturnType<typeof faultSchema>>;

/** See {@link faultCodes}. */
export type FaultCode = Fault['code'];

/** An instant as `2026-11-22T16:10:03.123Z`: sorts as text, and reads as a timestamp in Athena and DuckDB. */
export type Instant = string;

/** See {@link CalendarDate}. */
export function calendarDate() {
  return z.iso.date('is no date');
}

/** See {@link Instant}. */
export function instant() {
  return z.iso.datetime({ precision: 3 });
}

/** What one asking said of one date. An absent count is never a zero: it makes the date unavailable. */
export type Measurement = MeasuredDate | UnavailableDate;

/** The vendor answered with five counts, and the answer is in the archive. */
export type MeasuredDate = {
  readonly state: 'measured';
  readonly date: CalendarDate;
  readonly askedAt: Instant;
  readonly counts: Counts;
  readonly order: WindowOrder;
  readonly proof: OrderProof;
  /** Key of the archived answer. */
  readonly snapshot: string;
};

/** No counts: the vendor could not be reached, refused, or answered what cannot be trusted. */
export type UnavailableDate = {
  readonly state: 'unavailable';
  readonly date: CalendarDate;
  readonly askedAt: Instant;
  readonly fault: Fault;
  /** Key of the archived answer, when there was one. */
  readonly rejected?: string;
};

/** Whether nothing is waiting or running any more: until then the date's failures can still grow. */
export function isSettled(counts: Counts): boolean {
  return counts.waiting === 0 && counts.running === 0;
}

/** Encoding files requested, whatever became of them. */
export function totalOf(counts: Counts): number {
  return countNames.reduce((sum, name) => sum + counts[name], 0);
}

/** Percent of the finished files that failed; nothing when none has finished. Files that somebody cancelled have not. */
export function failureRateOf({ complete, failure }: Counts): number | undefined {
  const finished = complete + failure;
  return finished === 0 ? undefined : (100 * failure) / finished;
}

/** Whether two sets of counts are the same numbers. */
export function equalCounts(one: Counts, other: Counts): boolean {
  return countNames.every((name) => one[name] === other[name]);
}

/** Epoch milliseconds as an {@link Instant}. */
export function instantOf(epochMs: number): Instant {
  return new Date(epochMs).toISOString();
}
