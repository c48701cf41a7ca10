import type { Recipient } from '../../../lambda/config/recipients.ts';
import { nextDateOf } from '../calendar.ts';
import { generateBatches } from '../generate-nights.ts';
import { type History, impossibles, weathers } from '../history.ts';
import { createRandom, mix, type Random } from '../random.ts';
import type {
  Enrolment,
  FleetHistory,
  FleetMute,
  Outage,
  PlannedAccount,
  PlannedShift,
} from './fleet-history.ts';
import { generateStarts } from './generate-starts.ts';
import { shiftDueOf } from './shift-calendar.ts';

const minuteMs = 60_000;
const hourMs = 60 * minuteMs;

/** None is a part of another, nor of anything else that messages say. */
const names = [
  ...['alder', 'aspen', 'baobab', 'birch', 'cedar', 'cherry', 'cypress', 'dogwood', 'fir', 'ginkgo', 'hazel'],
  ...['hickory', 'holly', 'juniper', 'larch', 'laurel', 'linden', 'maple', 'myrtle', 'olive', 'palm', 'pine'],
  ...[
    'poplar',
    'quince',
    'redwood',
    'rowan',
    'sequoia',
    'spruce',
    'sumac',
    'teak',
    'walnut',
    'willow',
    'yew',
  ],
].map((tree) => `${tree}-tv`);

const tags = ['gold', 'silver', 'team-a', 'team-b'] as const;

/** Two of the same zone, between which accounts move; the others overlap with them. */
const shifts: readonly Omit<PlannedShift, 'passes' | 'concurrency'>[] = [
  { name: 'seoul', timeZone: 'Asia/Seoul', time: '01:10' },
  { name: 'seoul-late', timeZone: 'Asia/Seoul', time: '01:40' },
  { name: 'tokyo', timeZone: 'Asia/Tokyo', time: '01:15' },
  { name: 'london', timeZone: 'Europe/London', time: '01:10' },
];

/** The world of a fleet that a seed stands for. */
export function generateFleet(seed: number): FleetHistory {
  const random = createRandom(seed);
  const planned = shifts.slice(0, random.int(2, 4)).map((shift) => ({
    ...shift,
    passes: random.pick([[300, 1_800, 7_200], [300], [], [60, 600]]),
    concurrency: random.pick([1, 3, 50]),
  }));
  const dates = generateDates(random);
  const accounts = names
    .slice(0, random.int(4, names.length))
    .map((name, index) => generateAccount(name, createRandom(mix(seed, 7, index)), planned, dates));
  const enrolments = accounts.flatMap((account, index) =>
    generateEnrolments(account, createRandom(mix(seed, 8, index)), planned, dates),
  );
  return {
    seed,
    shifts: planned,
    accounts,
    enrolments: enrolments.toSorted((a, b) => a.atMs - b.atMs),
    outages: dates.flatMap((date) => generateOutages(random, date, accounts)),
    mutes: accounts.flatMap(({ name }) => generateMutes(random, name, dates)),
    starts: generateStarts(createRandom(mix(seed, 9)), planned, dates),
    recipients: generateRecipients(random, accounts),
    trouble: { nights: random.pick([0, 0.1, 0.3]), steps: random.pick([0, 0.2, 0.6]) },
  };
}

function generateDates(random: Random): string[] {
  const dates = [random.pick(['2026-11-18', '2026-12-30'])];
  for (let count = random.int(1, 3); count > 0; count -= 1)
    dates.push(nextDateOf(dates.at(-1) ?? '', 'Asia/Seoul'));
  return dates;
}

function generateAccount(
  name: string,
  random: Random,
  planned: readonly PlannedShift[],
  dates: readonly string[],
): PlannedAccount {
  const zones = [...new Set(planned.map(({ timeZone }) => timeZone))];
  const warning = random.int(1, 5);
  const quiet = random.chance(0.1) ? dates.slice(0, 1) : [];
  const history: History = {
    seed: Math.floor(random.next() * 2 ** 31),
    zone: zones[random.int(0, zones.length - 1)] ?? 'Asia/Seoul',
    lookBackDays: random.pick([7, 7, 3, 1, 0]),
    warning,
    critical: random.chance(0.5) ? warning + random.int(0, 4) : undefined,
    order: random.pick(['toIsStart', 'fromIsStart']),
    configured: random.chance(0.5),
    onImpossible: random.pick(impossibles),
    emptyList: random.chance(0.2),
    pageCap: random.chance(0.3) ? random.int(2, 5) : 100,
    batches: dates.flatMap((date) => generateBatches(random, date)),
    nights: [],
    mutes: [],
    quiet: {
      weekdays: [],
      dates: quiet.map((from) => ({ from, to: random.pick([from, dates.at(-1) ?? from]) })),
      exceptCritical: random.chance(0.3),
    },
    claimsAheadMs: 0,
    reports: false,
  };
  return { name, history, hasWrongKeys: random.chance(0.08) };
}

/** Most accounts stay what they are. */
function generateEnrolments(
  { name, history }: PlannedAccount,
  random: Random,
  planned: readonly PlannedShift[],
  dates: readonly string[],
): Enrolment[] {
  const own = planned.filter(({ timeZone }) => timeZone === history.zone).map((shift) => shift.name);
  const pickShift = () => own[random.int(0, own.length - 1)];
  const pickTags = () => tags.filter(() => random.chance(0.3));
  const first: Enrolment = { atMs: 0, account: name, shift: pickShift(), tags: pickTags() };
  const atMs = () => pickInstant(random, dates);
  const kind = random.next();
  if (kind < 0.7) return [first];
  if (kind < 0.76) return [{ ...first, atMs: atMs() }];
  if (kind < 0.82) return [first, { ...first, atMs: atMs(), shift: undefined }];
  if (kind < 0.88) return [first, { ...first, atMs: atMs(), shift: pickShift() }];
  if (kind < 0.94) return [first, { ...first, atMs: atMs(), tags: pickTags() }];
  const [away, back] = [atMs(), atMs()].sort((a, b) => a - b);
  const again = { ...first, atMs: back ?? 0, shift: pickShift(), tags: pickTags() };
  return [first, { ...first, atMs: away ?? 0, shift: undefined }, again];
}

/** Mostly by day; some in the middle of a night. */
function pickInstant(random: Random, dates: readonly string[]): number {
  const date = dates[random.int(0, dates.length - 1)] ?? '';
  const dueMs = shiftDueOf(date, 'Asia/Seoul', '01:10');
  return (
    dueMs +
    random.pick([
      -8 * hourMs,
      -8 * hourMs,
      9 * hourMs,
      random.int(0, 30 * minuteMs),
      random.int(0, 3 * hourMs),
    ])
  );
}

function generateOutages(random: Random, date: string, accounts: readonly PlannedAccount[]): Outage[] {
  return Array.from({ length: random.pick([0, 1, 1, 2]) }, () => {
    const dueMs = shiftDueOf(date, 'Asia/Seoul', '01:10');
    const fromMs = dueMs + random.pick([-30, -10, 0, 1, 5, 20, 30, 60, 9 * 60]) * minuteMs;
    const some = accounts.map(({ name }) => name).filter(() => random.chance(0.5));
    return {
      fromMs,
      toMs: fromMs + random.pick([1, 4, 20, 45, 180, 600, 1_440]) * minuteMs,
      weather: random.pick([...weathers, 'limited']),
      ...(random.chance(0.5) && { accounts: some }),
    };
  });
}

function generateMutes(random: Random, account: string, dates: readonly string[]): FleetMute[] {
  if (random.chance(0.9)) return [];
  return [
    {
      account,
      atMs: pickInstant(random, dates),
      until: dates[random.int(0, dates.length - 1)] ?? '',
      exceptCritical: random.chance(0.3),
      endedAfterMs: random.chance(0.3) ? random.pick([minuteMs, 25 * hourMs]) : undefined,
    },
  ];
}

/** One who hears of all, and some who hear of tags, of accounts, or of both. */
function generateRecipients(random: Random, accounts: readonly PlannedAccount[]): FleetHistory['recipients'] {
  const named = () =>
    accounts
      .map(({ name }) => name)
      .filter(() => random.chance(0.3))
      .slice(0, 5);
  const filters: Recipient['filter'][] = [
    { tags: ['gold'] },
    { tags: ['silver', 'team-a'], severity: ['warning', 'critical'] },
    { account: named() },
    { account: named(), tags: ['team-b', 'gold'] },
  ];
  const isFilter = (filter: Recipient['filter']) => filter?.account?.length !== 0;
  const list = () => [
    toRecipient('all'),
    ...filters.flatMap((filter, index) =>
      isFilter(filter) && random.chance(0.6) ? toRecipient(`routed-${index}`, filter) : [],
    ),
  ];
  return { alerts: list(), reports: list() };
}

function toRecipient(who: string, filter?: Recipient['filter']): Recipient {
  return { protocol: 'email', address: `${who}@example.com`, ...(filter && { filter }) };
}
