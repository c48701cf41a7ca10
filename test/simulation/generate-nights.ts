import type { Batch, Fault, PlannedNight, State } from './history.ts';
import { mishaps, weathers } from './history.ts';
import type { Random } from './random.ts';

const minuteMs = 60_000;
const hourMs = 60 * minuteMs;

/** A night that has no number yet. */
export type Unnumbered = Omit<PlannedNight, 'id'>;

/** A third of the dates has no file at all: their zeros must be told from those of a reversed window. */
export function generateBatches(random: Random, date: string): Batch[] {
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

/**
 * Files that have another state for the half-minute in which a night looks at them, dies, and is run again: what it
 * archived is then the newest answer, but not what the ledger and the vendor say.
 */
export function generateFlicker(
  random: Random,
  date: string,
): { batch: Batch; nights: readonly Unnumbered[] } {
  const minutes = random.int(0, 240);
  const changeAt = 70 + minutes + 0.25;
  const [first, other] = random.pick([
    ['complete', 'failure'],
    ['failure', 'complete'],
  ] as const);
  const calm = { date, retries: 2, weather: 'fine', skewMs: 0, ourClockMs: 0, faults: [] } as const;
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
      { ...calm, delayMs, requestId: `${date}-c` },
      { ...calm, delayMs: delayMs + minuteMs / 2, requestId: `${date}-d`, faults: [fault] },
    ],
  };
}

/** The invocations of one date: none, one, or two that may overlap. */
export function generateNights(random: Random, date: string): Unnumbered[] {
  const kind = random.next();
  if (kind < 0.1) return [];
  const lateMs = kind < 0.2 ? random.pick([minuteMs, 23 * hourMs, 24 * hourMs, 70 * hourMs]) : 0;
  const first = generateNight(random, date, lateMs + random.int(0, 1_500), `${date}-a`);
  if (kind < 0.6) return [first];
  const apartMs = random.pick([0, random.int(0, 600), random.int(0, 600), 2_000, 30_000, 59_000, hourMs]);
  const requestId = random.chance(0.25) ? first.requestId : `${date}-b`;
  return [first, generateNight(random, date, first.delayMs + apartMs, requestId)];
}

function generateNight(random: Random, date: string, delayMs: number, requestId: string): Unnumbered {
  return {
    date,
    delayMs,
    requestId,
    retries: random.pick([2, 2, 1, 0]),
    weather: random.chance(0.75) ? 'fine' : random.pick(weathers),
    skewMs: random.chance(0.85) ? 0 : random.pick([-8, -4, 0.5, 4, 8, -600]) * minuteMs,
    ourClockMs: 0,
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
