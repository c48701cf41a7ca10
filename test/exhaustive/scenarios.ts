import type { HttpResponse } from '../../lambda/adapters/vendor/http-get.ts';
import type { Account } from '../../lambda/config/account.ts';
import { dateAfter, dueOf, spanOf } from '../simulation/calendar.ts';
import { otherRules } from '../simulation/world.ts';

/** A night of a scenario: whose name it has, which date it reports, and what the vendor answers it. */
export type PlannedNight = {
  readonly name: string;
  readonly date: string;
  /** How long after everybody else's start its own clock begins, milliseconds. */
  readonly delayMs: number;
  /** How many files failed on each date, as this night is told; none on the others. */
  readonly failures: Readonly<Record<string, number>>;
};

/** A night that ran alone before, and where it died, unless it came to its end. */
export type EarlierNight = PlannedNight & { readonly diesAfter?: 'committing' | 'publishing' };

/** Two nights that run at once, and what was there before them. */
export type Scenario = {
  readonly name: string;
  readonly earlier: readonly EarlierNight[];
  readonly nights: readonly [PlannedNight, PlannedNight];
  /** Whether each night is summed up as well. */
  readonly summaries: boolean;
};

const zone = 'Asia/Seoul';
const [dayBefore, date, dayAfter] = ['2026-03-09', '2026-03-10', '2026-03-11'];
/** The date that the clean night reports which comes after all. */
export const cleanDate = '2026-03-12';
/** No schedule reaches into another year. */
export const ledgerYear = 2026;
/** When everything begins, epoch milliseconds: all dates are over. */
export const startMs = dueOf(cleanDate, zone);

/** The account of all scenarios: what an alert can do without is left out. */
export const account: Account = {
  name: 'studio',
  timeZone: zone,
  language: 'en',
  time: '01:10',
  tags: [],
  baseUrl: 'https://vodstation.example',
  windowOrder: 'toIsStart',
  lookBackDays: 7,
  nameFiles: false,
  quiet: { weekdays: [], dates: [], exceptCritical: false },
  report: false,
  rules: { failureCount: { warning: 1, critical: 5 }, ...otherRules },
};

/** When a night is due, epoch milliseconds. */
export function dueMsOf({ date }: PlannedNight): number {
  return dueOf(date, zone);
}

const good: EarlierNight = nightOf('earlier', dayBefore, -600_000, {});
const [one, other] = [nightOf('A', date, 0, { [date]: 2 }), nightOf('B', date, 1_000, { [date]: 2 })];
const next = nightOf('B', dayAfter, 1_000, { [date]: 2, [dayAfter]: 3 });
const dead = nightOf('dead', date, -10_000, { [date]: 2 });

/** All that is explored. */
export const scenarios: readonly Scenario[] = [
  scenario('one event delivered twice', [good], [one, other]),
  scenario('a first night delivered twice', [], [one, other]),
  scenario('one date, more failures the second time', [good], [one, { ...other, failures: { [date]: 6 } }]),
  scenario('two neighbouring dates', [good], [one, next]),
  scenario(
    'a retry of one dead before publishing',
    [good, { ...dead, diesAfter: 'committing' }],
    [one, next],
  ),
  scenario('a retry of one dead before marking', [good, { ...dead, diesAfter: 'publishing' }], [one, next]),
  { ...scenario('one event twice, with summaries', [good], [one, other]), summaries: true },
];

function scenario(name: string, earlier: Scenario['earlier'], nights: Scenario['nights']): Scenario {
  return { name, earlier, nights, summaries: false };
}

function nightOf(
  name: string,
  date: string,
  delayMs: number,
  failures: PlannedNight['failures'],
): PlannedNight {
  return { name, date, delayMs, failures };
}

/** What the vendor answers a night that asks for a date. */
export function answerFor({ searchParams }: URL, { failures }: PlannedNight): HttpResponse {
  const asked = Number(searchParams.get('workStartTimeTo'));
  const failure = failures[dateOf(asked)] ?? 0;
  const content = { waiting: 0, running: 0, complete: 20, failure, canceled: 0 };
  return { status: 200, headers: { get: () => null }, body: bytesOf(JSON.stringify({ content })) };
}

function dateOf(askedMs: number): string {
  for (let day = dayBefore; day <= cleanDate; day = dateAfter(day, 1))
    if (spanOf(day, zone).startMs === askedMs) return day;
  throw new Error(`nobody here should ask for ${askedMs}`);
}

async function* bytesOf(text: string): AsyncGenerator<Uint8Array> {
  yield new TextEncoder().encode(text);
}
