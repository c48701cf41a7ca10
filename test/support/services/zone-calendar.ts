import type { Calendar } from '../../../local/simulator/world/calendar.ts';

const minuteMs = 60_000;

const calendars = new Map<string, Calendar>();

/** The one calendar of a zone, for the worlds of any number of accounts. Throws for an unknown zone. */
export function calendarOf(timeZone: string): Calendar {
  const calendar = calendars.get(timeZone) ?? createCalendar(timeZone);
  calendars.set(timeZone, calendar);
  return calendar;
}

/** A calendar that asks Intl only, so that it shares no mistake with the program's own. */
function createCalendar(timeZone: string): Calendar {
  // Swedish dates are written as ISO 8601 has them.
  const format = new Intl.DateTimeFormat('sv-SE', { timeZone, dateStyle: 'short' });
  const starts = new Map<string, number>();
  const dateOf = (epochMs: number) => format.format(epochMs);

  /** Zones lie within 15 hours of UTC, and change their clocks on whole minutes. */
  function findStart(date: string): number {
    let beforeMs = Date.parse(date) - 15 * 60 * minuteMs;
    let startMs = Date.parse(date) + 15 * 60 * minuteMs;
    while (startMs - beforeMs > minuteMs) {
      const middleMs = beforeMs + Math.floor((startMs - beforeMs) / 2 / minuteMs) * minuteMs;
      if (dateOf(middleMs) < date) beforeMs = middleMs;
      else startMs = middleMs;
    }
    return startMs;
  }

  return {
    dateOf,
    startOf(date) {
      const startMs = starts.get(date) ?? findStart(date);
      starts.set(date, startMs);
      return startMs;
    },
  };
}
