import * as z from 'zod/mini';
import { calendarDate, faultCodes, instant } from '../ledger/measurement.ts';
import { parseDocument } from '../text/document.ts';

const progressSchema = z.strictObject({
  account: z.string(),
  from: calendarDate(),
  to: calendarDate(),
  /** When this was so. */
  at: instant(),
  /** Whether the backfill of the account is over, be it that it was refused. */
  isDone: z.boolean(),
  /** Dates, by what came of them; those that were settled before are none of these. */
  measured: z.int().check(z.minimum(0)),
  unavailable: z.int().check(z.minimum(0)),
  remaining: z.int().check(z.minimum(0)),
  /** Why the rest was given up. */
  refused: z.exactOptional(z.enum(faultCodes)),
  /** The dates up to this one have been asked for, and are recorded. */
  reached: z.exactOptional(calendarDate()),
});

/** How far a backfill of many accounts has come with one of them. */
export type BackfillProgress = z.output<typeof progressSchema>;

/**
 * Reads how far a backfill has come.
 * @throws SyntaxError that says what is wrong with it
 */
export function parseProgress(text: string): BackfillProgress {
  return parseDocument(progressSchema, 'progress of a backfill', text);
}
