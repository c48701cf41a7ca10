/** The dates (`YYYY-MM-DD`) of one time zone, in epoch milliseconds. */
export type Calendar = {
  dateOf(epochMs: number): string;
  /** The first instant of a date: not always midnight, where clocks go forward at midnight. */
  startOf(date: string): number;
};

const hourMs = 60 * 60_000;

/** Nine hours ahead of UTC: it last had summer time in 1988. */
export const seoul: Calendar = {
  dateOf: (epochMs) => new Date(epochMs + 9 * hourMs).toISOString().slice(0, 10),
  startOf: (date) => Date.parse(date) - 9 * hourMs,
};

/** The date after. */
export function nextDate(date: string): string {
  return new Date(Date.parse(date) + 24 * hourMs).toISOString().slice(0, 10);
}

/** Whether a date is a Saturday or a Sunday. */
export function isWeekend(date: string): boolean {
  return [0, 6].includes(new Date(date).getUTCDay());
}
