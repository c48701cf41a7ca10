import type { Shift } from '../../../../lambda/config/event.ts';
import { type CalendarDate, dateReportedBy } from '../../../../lambda/core/time/day.ts';
import { lastDue } from '../../../../lambda/core/time/last-due.ts';
import type { Change } from '../changes.ts';

/** Accounts that a shift has since its last night was due. */
export type Joined = { readonly shift: string; readonly date: CalendarDate; readonly accounts: number };

/**
 * Accounts that the night of a date did not ask for, and no other one will before tomorrow's: those that are new, and those that
 * move from a shift whose night of that date is still due, or is none any more.
 */
export function findJoined(changes: readonly Change[], shifts: readonly Shift[], nowMs: number): Joined[] {
  const dates = new Map(shifts.map((shift) => [shift.name, lastDateOf(shift, nowMs)]));
  return [...dates].flatMap(([shift, date]) => {
    const joined = changes.filter(
      ({ kind, shift: to, from = '' }) =>
        to === shift && (kind === 'added' || (kind === 'moved' && (dates.get(from) ?? '') < date)),
    );
    return joined.length === 0 ? [] : { shift, date, accounts: joined.length };
  });
}

/** The date that the last night of a shift reports. */
function lastDateOf({ timeZone, time }: Shift, nowMs: number): CalendarDate {
  return dateReportedBy(lastDue(nowMs, timeZone, time), timeZone);
}
