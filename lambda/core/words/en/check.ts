import type { CalendarDate } from '../../time/day.ts';
import { countOf } from './count.ts';

/** What the check of the morning says of an account whose nights left something undone, in English. */
export const check = {
  /** So many dates up to this one. */
  missing: (dates: number, newest: CalendarDate) =>
    dates === 1
      ? `no night has recorded ${newest}`
      : `no night has recorded ${countOf(dates, 'date')} up to ${newest}`,
  unsent: (notices: number) =>
    `${countOf(notices, 'notice')} ${notices === 1 ? 'was' : 'were'} told to nobody`,
  unreadable: 'its ledger cannot be read',
  found: (what: readonly string[]) =>
    `Found by the check of the morning: ${what.join('; ')}. The next good night asks for what is missing and tells what was not sent.`,
};
