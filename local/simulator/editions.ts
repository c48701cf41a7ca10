import type { VendorError } from './errors.ts';
import type { JobCounts } from './world/job.ts';

/** The two editions of the vendor's guide that contradict each other, by their year. */
export type Edition = '2021' | '2025';

/** What the editions disagree about. */
export type EditionRules = {
  readonly startParameter: string;
  readonly endParameter: string;
  /** The body of `status-statistic`. */
  shapeCounts(counts: JobCounts): unknown;
  shapeError(error: VendorError): unknown;
};

/**
 * 2021: `To` is the start of the window, content is one object of numbers. 2025: `From` is the start, content is an
 * array of one object, the counts are strings, and errors have details of their own.
 */
export const editions: Readonly<Record<Edition, EditionRules>> = {
  2021: {
    startParameter: 'workStartTimeTo',
    endParameter: 'workStartTimeFrom',
    shapeCounts: (counts) => ({ content: counts }),
    shapeError: ({ code, message, details }) => ({ error: { code, message: `${message}: ${details}` } }),
  },
  2025: {
    startParameter: 'workStartTimeFrom',
    endParameter: 'workStartTimeTo',
    shapeCounts: (counts) => ({
      content: [Object.fromEntries(Object.entries(counts).map(([state, count]) => [state, String(count)]))],
    }),
    shapeError: ({ code, message, details }) => ({ error: { errorCode: String(code), message, details } }),
  },
};
