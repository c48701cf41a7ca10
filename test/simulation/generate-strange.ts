import { dateAfter, dueOf, isDateOf } from './calendar.ts';
import type { Unnumbered } from './generate-nights.ts';
import { type Fault, type History, type Mishap, type PlannedNight, strangeMishaps } from './history.ts';
import type { Random } from './random.ts';

const minuteMs = 60_000;
const hourMs = 60 * minuteMs;
const dayMs = 24 * hourMs;

/** Clocks that differ by less than the second in which `Date` is told, and such as nobody can overlook. */
const clocksMs = [
  ...([400, -400, 30_000, -30_000, 4 * minuteMs, -4 * minuteMs, 8 * minuteMs, -8 * minuteMs] as const),
  ...([hourMs, -hourMs, 9 * hourMs, -9 * hourMs, 3 * dayMs, -3 * dayMs] as const),
] as const;

/** Dates around two turns of the year, and silence from before the first to the second. */
export type LongSilence = Pick<History, 'zone' | 'mutes' | 'quiet'> & {
  readonly dates: readonly [string, ...string[]];
};

/**
 * Few histories have a silence that is longer than the two years which a night reads. Nights run only around its ends: those
 * of the year between have a ledger that begins with a date that was asked for.
 */
export function generateLongSilence(random: Random): LongSilence | undefined {
  if (!random.chance(0.05)) return undefined;
  const zone = random.pick(['Asia/Seoul', 'Europe/London']);
  const since = random.pick(['2026-12-29', '2026-12-30', '2026-12-31']);
  const until = random.pick(['2027-12-31', '2027-12-30', '2028-01-02']);
  const exceptCritical = random.chance(0.2);
  const isMuted = random.chance(0.6);
  const mute = { date: since, delayMs: -hourMs, until, exceptCritical, endedAfterMs: undefined };
  return {
    zone,
    dates: [since, dateAfter(since, 1), '2027-01-01', '2027-01-02', until, dateAfter(until, 1)],
    mutes: isMuted ? [mute] : [],
    quiet: { weekdays: [], dates: isMuted ? [] : [{ from: since, to: until }], exceptCritical },
  };
}

/** The first night after a long silence often stops in the middle, and nobody runs it again. */
export function interruptLast(history: History, date: string, random: Random): History {
  const nights = history.nights.map((night) => {
    const mishap: Mishap = random.pick(['fails', 'crashBefore'] as const);
    const fault = { attempt: 0, call: random.int(14, 20), mishap };
    return night.date === date ? { ...night, retries: 0, faults: [fault] } : night;
  });
  return { ...history, nights };
}

/** The history with what is rarer than all else. It is drawn apart, so that the rest stays what it was for its seed. */
export function makeStrange(history: History, random: Random): History {
  const nights: readonly Unnumbered[] = history.nights.map((night) => makeNightStrange(night, random));
  const [some, another] = [random.pick([0, ...nights.keys()]), random.pick([0, ...nights.keys()])];
  const added = [
    ...(random.chance(0.15) ? generateTwin(nights[some], random) : []),
    ...(random.chance(0.06) ? generateMistyped(nights[another], history.zone, random) : []),
    ...(random.chance(0.06) ? generateEarly(nights[another], random) : []),
  ];
  return {
    ...history,
    nights: [...nights, ...added].map((night, id) => ({ ...night, id })),
    claimsAheadMs: random.chance(0.2) ? random.pick([30 * hourMs, 5 * dayMs, 5 * dayMs]) : 0,
  };
}

function makeNightStrange(night: PlannedNight, random: Random): PlannedNight {
  const isCached = random.chance(0.03);
  const isRefused = random.chance(0.05);
  const refusedPrefix = random.pick(['snapshots/', 'snapshots/', 'rejected/', 'files/']);
  const ourClockMs = random.chance(0.2) ? random.pick(clocksMs) : 0;
  const faults = [0, 1, 2].flatMap((attempt) => generateStrangeFaults(random, attempt));
  // Nothing but the one call that asks for the mutes.
  const isMutesOnly = random.chance(0.04);
  if (isMutesOnly) return { ...night, weather: 'fine', faults: [{ attempt: 0, call: 3, mishap: 'hung' }] };
  return {
    ...night,
    ourClockMs,
    weather: isCached ? 'cached' : night.weather,
    ...(isRefused && { refusedPrefix }),
    faults: [...night.faults, ...faults],
  };
}

function generateStrangeFaults(random: Random, attempt: number): Fault[] {
  const fault = { attempt, call: random.int(1, 18), mishap: random.pick(strangeMishaps) };
  return random.chance(0.15) ? [fault] : [];
}

/** The same event once more, at nearly the same time. */
function generateTwin(night: Unnumbered | undefined, random: Random): Unnumbered[] {
  const apartMs = random.pick([0, random.int(0, 100), random.int(0, 600)]);
  return night ? [{ ...night, delayMs: night.delayMs + apartMs, faults: [] }] : [];
}

/** Somebody mistypes the time for which a night was due: it starts when another does. No night is of a date that the zone skips. */
function generateMistyped(night: Unnumbered | undefined, zone: string, random: Random): Unnumbered[] {
  if (!night) return [];
  const far = ['1970-01-02', ...[1, 2, 30, 365, -400, -1_000].map((days) => dateAfter(night.date, days))];
  const mistyped = random.pick([night.date, ...far]);
  const date = isDateOf(mistyped, zone) ? mistyped : night.date;
  return [{ ...night, date, delayMs: dueOf(night.date, zone) + night.delayMs - dueOf(date, zone) }];
}

/** A machine whose clock is ahead starts the night before its time. */
function generateEarly(night: Unnumbered | undefined, random: Random): Unnumbered[] {
  const aheadMs = random.pick([80 * minuteMs, 2 * hourMs, 9 * hourMs, 26 * hourMs]);
  return night ? [{ ...night, delayMs: -aheadMs, ourClockMs: aheadMs }] : [];
}
