import type { Random } from '../random.ts';
import type { PlannedShift, PlannedStart } from './fleet-history.ts';
import { shiftDueOf } from './shift-calendar.ts';

const minuteMs = 60_000;
const hourMs = 60 * minuteMs;

/** The executions of all shifts: of one date none, one, a start that is delivered twice, and reruns. */
export function generateStarts(
  random: Random,
  shifts: readonly PlannedShift[],
  dates: readonly string[],
): PlannedStart[] {
  const starts = shifts.flatMap((shift) => dates.flatMap((date) => generateOf(random, shift, date)));
  return starts.map((start, id) => ({ ...start, id }));
}

type Unnumbered = Omit<PlannedStart, 'id'>;

function generateOf(random: Random, shift: PlannedShift, date: string): Unnumbered[] {
  if (random.chance(0.05)) return [];
  const lateMs = random.chance(0.1) ? random.pick([20 * minuteMs, 3 * hourMs, 25 * hourMs]) : 0;
  const first = generateStart(random, shift, date, lateMs + random.int(0, 1_500));
  const apartMs = random.pick([0, random.int(0, 3_000), minuteMs, random.int(0, 10 * minuteMs), hourMs]);
  const twin = generateStart(random, shift, date, lateMs + apartMs);
  const rerunMs = lateMs + random.pick([hourMs / 2, 4 * hourMs, 12 * hourMs, 30 * hourMs]);
  const rerun = generateStart(random, shift, date, rerunMs);
  return [first, ...(random.chance(0.2) ? [twin] : []), ...(random.chance(0.25) ? [rerun] : [])];
}

function generateStart(
  random: Random,
  { name, timeZone, time }: PlannedShift,
  date: string,
  delayMs: number,
): Unnumbered {
  const atMs = shiftDueOf(date, timeZone, time) + delayMs;
  const lastsMs = random.pick([
    random.int(0, 30_000),
    random.int(0, 10 * minuteMs),
    random.int(0, 2 * hourMs),
  ]);
  return {
    shift: name,
    date,
    atMs,
    ...(random.chance(0.15) && { diesMs: atMs + lastsMs }),
    retries: random.pick([8, 8, 8, 2, 0]),
  };
}
