import { type CalendarDate, weekdayOf } from '../time/day.ts';

const english = ['Monday', 'Tuesday', 'Wednesday', 'Thursday', 'Friday', 'Saturday', 'Sunday'];
const korean = '월화수목금토일';

/** A date's day of the week. */
export function englishWeekday(date: CalendarDate): string {
  return String(english[weekdayOf(date) - 1]);
}

/** A date's day of the week in one character, which stands before 요일. */
export function koreanWeekday(date: CalendarDate): string {
  return korean.charAt(weekdayOf(date) - 1);
}
