import { isWeekend } from './calendar.ts';
import { drawBetween, drawWhole, type Random } from './random.ts';

/** What sort of a day a date is, before any of its jobs is known. */
export type Day = {
  readonly kind: 'ordinary' | 'bad' | 'empty';
  readonly jobCount: number;
  /** Jobs `[first, end)`, in the order of their requests, whose source cannot be reached. Empty but on a bad day. */
  readonly outage: { readonly first: number; readonly end: number };
};

const emptyShare = 1 / 40;
const badShare = 1 / 12;

/** Weekdays are busy and weekends quiet; one day in twelve has an outage, one in forty next to no work. */
export function drawDay(date: string, random: Random): Day {
  const outage = { first: 0, end: 0 };
  const chance = random();
  if (chance < emptyShare) return { kind: 'empty', jobCount: drawWhole(random, 0, 3), outage };
  const jobCount = isWeekend(date) ? drawWhole(random, 40, 75) : drawWhole(random, 90, 160);
  if (chance >= emptyShare + badShare) return { kind: 'ordinary', jobCount, outage };
  const length = Math.ceil(jobCount * drawBetween(random, 0.16, 0.34));
  const first = drawWhole(random, 0, jobCount - length);
  return { kind: 'bad', jobCount, outage: { first, end: first + length } };
}
