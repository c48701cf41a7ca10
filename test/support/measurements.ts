import type { Counts, Instant, MeasuredDate, UnavailableDate } from '../../lambda/core/ledger/measurement.ts';
import type { CalendarDate } from '../../lambda/core/time/day.ts';

/** The vendor answered with these counts. */
export function measuredDate(date: CalendarDate, askedAt: Instant, counts: Counts): MeasuredDate {
  const snapshot = `snapshots/account=main/date=${date}/${askedAt.replace(/[-:]/g, '')}-0123456789abcdef.json`;
  return { state: 'measured', date, askedAt, counts, order: 'toIsStart', proof: 'provenBothEnds', snapshot };
}

/** The vendor did not answer. */
export function unavailableDate(date: CalendarDate, askedAt: Instant): UnavailableDate {
  return {
    state: 'unavailable',
    date,
    askedAt,
    fault: { code: 'outage', detail: 'the API answered with HTTP status 503', httpStatus: 503 },
  };
}
