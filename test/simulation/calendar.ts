import { Temporal } from 'temporal-polyfill';

/** A stretch of time in epoch milliseconds, its end not included. */
export type Span = { readonly startMs: number; readonly endMs: number };

const spans = new Map<string, Span>();

/** The window of a date by Temporal, worked out independently of `lambda/core/time/day.ts`; empty for a date that the zone skipped. */
export function spanOf(date: string, zone: string): Span {
  const key = `${zone} ${date}`;
  const known = spans.get(key);
  if (known) return known;
  const day = Temporal.PlainDate.from(date);
  const span = {
    startMs: day.toZonedDateTime(zone).epochMilliseconds,
    endMs: day.add({ days: 1 }).toZonedDateTime(zone).epochMilliseconds,
  };
  spans.set(key, span);
  return span;
}

/** Whether a zone has a date at all. */
export function isDateOf(date: string, zone: string): boolean {
  const { startMs, endMs } = spanOf(date, zone);
  return startMs < endMs;
}

/** The date some days later, whether or not a zone has it. */
export function dateAfter(date: string, days: number): string {
  return new Date(Date.parse(date) + days * 86_400_000).toISOString().slice(0, 10);
}

/** The first date of a zone after this one. */
export function nextDateOf(date: string, zone: string): string {
  const next = dateAfter(date, 1);
  return isDateOf(next, zone) ? next : nextDateOf(next, zone);
}

/** Every date that a zone has from the first to the last, both included. */
export function datesOf(first: string, last: string, zone: string): string[] {
  const dates: string[] = [];
  for (let date = first; date <= last; date = dateAfter(date, 1)) if (isDateOf(date, zone)) dates.push(date);
  return dates;
}

/** When the night is due that reports a date: ten past one in the morning after it. */
export function dueOf(date: string, zone: string): number {
  const morning = Temporal.PlainDate.from(nextDateOf(date, zone));
  return morning.toZonedDateTime({ timeZone: zone, plainTime: '01:10' }).epochMilliseconds;
}

/** When a planned night starts. */
export function startOf(
  { date, delayMs }: { readonly date: string; readonly delayMs: number },
  zone: string,
): number {
  return dueOf(date, zone) + delayMs;
}
