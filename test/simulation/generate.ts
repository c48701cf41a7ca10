import { dateAfter, isDateOf, nextDateOf } from './calendar.ts';
import {
  type Batch,
  type Fault,
  type History,
  impossibles,
  mishaps,
  type PlannedMute,
  type PlannedNight,
  type PlannedQuiet,
  type State,
  weathers,
} from './history.ts';
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
  const [zone, first] = random.pick(beginnings);
  const dates = generateDates(random, zone, first);
  const warning = random.int(1, 5);
  const ordinary: Omit<History, 'batches' | 'nights' | 'mutes' | 'quiet' | 'reports'> = {
    seed,
    zone,
    lookBackDays: random.pick([7, 7, 3, 1, 0]),
    warning,
    critical: random.chance(0.5) ? warning + random.int(0, 4) : undefined,
    order: random.pick(['toIsStart', 'fromIsStart']),
    configured: random.chance(0.2),
    onImpossible: random.pick(impossibles),
    ...generateForm(seed),
  };
  const batches = dates.flatMap((date) => generateBatches(random, date));
  const nights = dates.flatMap((date) => generateNights(random, date));
  const flickers = random.chance(0.2) ? [generateFlicker(random, random.pick(dates))] : [];
  return {
    ...ordinary,
    batches: [...batches, ...flickers.map(({ batch }) => batch)],
    nights: [...nights, ...flickers.flatMap((flicker) => flicker.nights)].map((night, id) => ({
      ...night,
      id,
    })),
    mutes: generateMutes(random, dates),
    quiet: generateQuiet(random, dates),
    reports: random.chance(0.02),
  };
}

/** Drawn apart from all else, which stays what it was for its seed. */
function generateForm(seed: number): Pick<History, 'emptyList' | 'pageCap'> {
  const random = createRandom(mix(seed, 1));
  return { emptyList: random.chance(0.2), pageCap: random.chance(0.3) ? random.int(2, 5) : 100 };
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

/** A third of the dates has no file at all: their zeros must be told from those of a reversed window. */
function generateBatches(random: Random, date: string): Batch[] {
  if (random.chance(0.3)) return [];
  return Array.from({ length: random.int(1, 3) }, () => ({
    date,
    at: random.pick([0, 1, 0.02, 0.5, 0.98]),
    files: random.int(1, 6),
    steps: generateSteps(random),
  }));
}

/** A night is due 70 minutes after the date's end: much of what changes does so while it runs, or between two nights. */
function generateSteps(random: Random): Batch['steps'] {
  const end = random.pick(['complete', 'complete', 'failure', 'failure', 'canceled'] as const);
  const kind = random.next();
  if (kind < 0.3) return [[-1_500, end]];
  if (kind > 0.9) return generateRestlessSteps(random, end);
  const changeAt = random.pick([
    69,
    70 + random.next() * 0.05,
    71.02,
    72,
    90,
    1_510,
    1_510 + random.next() * 0.05,
  ]);
  if (kind < 0.6) {
    return [
      [changeAt, 'running'],
      [changeAt + random.pick([1, 2, 20, 1_440, 3_000]), end],
    ];
  }
  const other = end === 'failure' ? 'complete' : 'failure';
  const changeBackAt = changeAt + random.pick([random.next() * 0.05, 1, 2, 10, 1_440]);
  const first = kind < 0.8 ? end : 'running';
  const again = [
    [-1_500, first],
    [changeAt, other],
    [changeBackAt, first],
  ] as const;
  return first === end ? again : [...again, [4_000, end]];
}

/** Files that change between two states and back several times while nights and their retries look at them. */
function generateRestlessSteps(random: Random, end: State): Batch['steps'] {
  const states = random.pick([['complete', 'failure'] as const, ['running', 'failure'] as const]);
  const minutes = Array.from({ length: 8 }, () => random.pick([70, 70, 1_510]) + random.next() * 4);
  const changes = minutes
    .sort((a, b) => a - b)
    .map((minute, index) => [minute, states[index % 2] ?? end] as const);
  return [[-1_500, 'running'], ...changes, [random.pick([1_515, 4_000]), end]];
}

type Unnumbered = Omit<PlannedNight, 'id'>;

/**
 * Files that have another state for the half-minute in which a night looks at them, dies, and is run again: what it
 * archived is then the newest answer, but not what the ledger and the vendor say.
 */
function generateFlicker(random: Random, date: string): { batch: Batch; nights: readonly Unnumbered[] } {
  const minutes = random.int(0, 240);
  const changeAt = 70 + minutes + 0.25;
  const [first, other] = random.pick([
    ['complete', 'failure'],
    ['failure', 'complete'],
  ] as const);
  const calm = { date, retries: 2, weather: 'fine', skewMs: 0, faults: [] } as const;
  const delayMs = minutes * minuteMs;
  const fault = {
    attempt: 0,
    call: random.int(3, 6),
    mishap: random.pick(['crashBefore', 'crashAfter'] as const),
  };
  return {
    batch: {
      ...{ date, at: 0.5, files: random.int(1, 6) },
      steps: [
        [-1_500, first],
        [changeAt, other],
        [changeAt + 0.75, first],
      ],
    },
    nights: [
      { ...calm, delayMs, holder: `${date}-c` },
      { ...calm, delayMs: delayMs + minuteMs / 2, holder: `${date}-d`, faults: [fault] },
    ],
  };
}

function generateNights(random: Random, date: string): Unnumbered[] {
  const kind = random.next();
  if (kind < 0.1) return [];
  const lateMs = kind < 0.2 ? random.pick([minuteMs, 23 * hourMs, 24 * hourMs, 70 * hourMs]) : 0;
  const first = generateNight(random, date, lateMs + random.int(0, 1_500), `${date}-a`);
  if (kind < 0.6) return [first];
  const apartMs = random.pick([0, random.int(0, 600), random.int(0, 600), 2_000, 30_000, 59_000, hourMs]);
  const holder = random.chance(0.25) ? first.holder : `${date}-b`;
  return [first, generateNight(random, date, first.delayMs + apartMs, holder)];
}

function generateNight(random: Random, date: string, delayMs: number, holder: string): Unnumbered {
  return {
    date,
    delayMs,
    holder,
    retries: random.pick([2, 2, 1, 0]),
    weather: random.chance(0.75) ? 'fine' : random.pick(weathers),
    skewMs: random.chance(0.85) ? 0 : random.pick([-8, -4, 0.5, 4, 8, 600]) * minuteMs,
    faults: [0, 1, 2].flatMap((attempt) => generateFaults(random, attempt)),
  };
}

function generateFaults(random: Random, attempt: number): Fault[] {
  const count = random.pick([0, 0, 1, 1, 2, 3]);
  return Array.from({ length: count }, () => ({
    attempt,
    call: random.int(1, random.pick([6, 14, 14, 30])),
    mishap: random.pick(mishaps),
  }));
}
