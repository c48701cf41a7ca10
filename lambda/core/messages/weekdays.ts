const english = ['Monday', 'Tuesday', 'Wednesday', 'Thursday', 'Friday', 'Saturday', 'Sunday'];
const korean = '월화수목금토일';

/** The name of a day of the week, 1 being Monday as in ISO 8601. */
export function englishWeekday(weekday: number): string {
  return String(english[weekday - 1]);
}

/** The first character of a day's name, before 요일; 1 is Monday as in ISO 8601. */
export function koreanWeekday(weekday: number): string {
  return korean.charAt(weekday - 1);
}
