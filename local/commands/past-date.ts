import { existsIn, isCalendarDate } from '../../lambda/core/time/day.ts';
import { dueFor } from '../machine/last-due.ts';

/** What is wrong with a text that has to be a past date of a zone; nothing when it is one. */
export function findDateFault(text: string, timeZone: string, nowMs: number): string | undefined {
  if (!isCalendarDate(text)) return 'has to be a date, such as 2026-11-22';
  if (!existsIn(text, timeZone)) return `does not exist in ${timeZone}`;
  return dueFor(text, timeZone) > nowMs ? `is not over yet in ${timeZone}` : undefined;
}
