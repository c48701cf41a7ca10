import { Temporal } from 'temporal-polyfill';
import { nextDateOf } from '../calendar.ts';

/** When the nights of a shift are due that report a date: at its time in the morning after it. */
export function shiftDueOf(date: string, timeZone: string, time: string): number {
  const morning = Temporal.PlainDate.from(nextDateOf(date, timeZone));
  return morning.toZonedDateTime({ timeZone, plainTime: time }).epochMilliseconds;
}
