import { dateAfter, isDateOf, nextDateOf } from './calendar.ts';
import { generateBatches, generateFlicker, generateNights } from './generate-nights.ts';
import { generateLongSilence, interruptLast, makeStrange } from './generate-strange.ts';
import { type History, impossibles, type PlannedMute, type PlannedQuiet } from './history.ts';
import { createRandom, mix, type Random } from './random.ts';

/** Zones and first dates: ordinary ones, and such as lead over a new year, a leap day, a clock change or a missing date. */
const beginnings: readonly [Beginning, ...Beginning[]] = [
  ['Asia/Seoul', '2026-11-18'],
  ['Asia/Seoul', '2026-11-20'],
  ['Asia/Seoul', '2026-12-29'],
  ['Asia/Seoul', '2028-02-27'],
  ['America/New_York', '2026-03-06'],
  ['America/New_York', '2026-10-30'],
  ['Pacific/Apia', '2011-12-28'],
  ['Africa/Cairo', '2026-04-22'],
  ['America/Santiago', '2026-09-04'],
  ['Europe/London', '2026-12-30'],
];

type Beginning = readonly [zone: string, firstDate: string];

const minuteMs = 60_000;
const hourMs = 60 * minuteMs;

/** The world that a seed stands for: a few dates, the files requested on them, and the nights that report them. */
export function generateHistory(seed: number): History {
  const random = createRandom(seed);
  const longSilence = generateLongSilence(createRandom(mix(seed, 2)));
  const [zone, first] = random.pick(beginnings);
  const dates = longSilence?.dates ?? generateDates(random, zone, first);
  const warning = random.int(1, 5);
  const ordinary: Omit<History, 'batches' | 'nights' | 'mutes' | 'quiet' | 'reports'> = {
    seed,
    zone: longSilence?.zone ?? zone,
    lookBackDays: random.pick([7, 7, 3, 1, 0]),
    warning,
    critical: random.chance(0.5) ? warning + random.int(0, 4) : undefined,
    order: random.pick(['toIsStart', 'fromIsStart']),
    configured: random.chance(0.2),
    onImpossible: random.pick(impossibles),
    ...generateForm(seed),
    claimsAheadMs: 0,
  };
  const batches = dates.flatMap((date) => generateBatches(random, date));
  const nights = dates.flatMap((date) => generateNights(random, date));
  const flickers = random.chance(0.2) ? [generateFlicker(random, random.pick(dates))] : [];
  const history = {
    ...ordinary,
    batches: [...batches, ...flickers.map(({ batch }) => batch)],
    nights: [...nights, ...flickers.flatMap((flicker) => flicker.nights)].map((night, id) => ({
      ...night,
      id,
    })),
    mutes: longSilence?.mutes ?? generateMutes(random, dates),
    quiet: longSilence?.quiet ?? generateQuiet(random, dates),
    reports: random.chance(0.02),
  };
  const strange = makeStrange(history, createRandom(mix(seed, 3)));
  const heardOn = longSilence?.dates.at(-1);
  return heardOn ? interruptLast(strange, heardOn, createRandom(mix(seed, 4))) : strange;
}

/** Drawn apart from all else, which stays what it was for its seed. */
function generateForm(seed: number): Pick<History, 'emptyList' | 'pageCap' | 'failsOnceProven'> {
  const random = createRandom(mix(seed, 1));
  const emptyList = random.chance(0.2);
  const pageCap = random.chance(0.3) ? random.int(2, 5) : 100;
  return { emptyList, pageCap, failsOnceProven: random.chance(0.2) };
}

/** Most accounts are never muted, some are twice: the second mute takes the place of the first. */
function generateMutes(random: Random, dates: readonly string[]): PlannedMute[] {
  return Array.from({ length: random.pick([0, 0, 0, 1, 1, 2]) }, () => {
    const date = pickDate(random, dates);
    return {
      ...{ date, until: pickDate(random, dates, date) },
      delayMs: random.pick([-hourMs, random.int(-1_000, 3_000), minuteMs, hourMs]),
      exceptCritical: random.chance(0.3),
      endedAfterMs: random.chance(0.4) ? random.pick([500, minuteMs, 25 * hourMs]) : undefined,
    };
  });
}

function pickDate(random: Random, dates: readonly string[], since = ''): string {
  const eligible = dates.filter((date) => date >= since);
  return eligible[random.int(0, eligible.length - 1)] ?? since;
}

function generateQuiet(random: Random, dates: readonly string[]): PlannedQuiet {
  const exceptCritical = random.chance(0.3);
  const from = pickDate(random, dates);
  const to = pickDate(random, dates, from);
  const hasWeekdays = random.chance(0.1);
  const hasDates = random.chance(0.1);
  return {
    weekdays: hasWeekdays
      ? random.pick<PlannedQuiet['weekdays']>([['sat', 'sun'], ['wed'], ['fri', 'sat']])
      : [],
    dates: hasDates ? [{ from, to }] : [],
    exceptCritical,
  };
}

function generateDates(random: Random, zone: string, first: string): [string, ...string[]] {
  const dates: [string, ...string[]] = [first];
  const pauseAt = random.chance(0.015) ? 2 : -1;
  for (let count = random.int(2, 6); count > 1; count -= 1) {
    const last = dates.at(-1) ?? first;
    const next = dates.length === pauseAt ? dateAfter(last, random.pick([40, 380])) : nextDateOf(last, zone);
    dates.push(isDateOf(next, zone) ? next : nextDateOf(next, zone));
  }
  return dates;
}
