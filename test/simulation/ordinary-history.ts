import type { Fault, History, PlannedNight } from './history.ts';

/** A history that once broke a promise, what was wrong, and how it was put right. */
export type Regression = { readonly name: string; readonly history: History };

/** What a history is like where nothing else is said. */
export const ordinary: Omit<History, 'seed' | 'batches' | 'nights'> = {
  zone: 'America/New_York',
  lookBackDays: 3,
  warning: 4,
  critical: undefined,
  order: 'toIsStart',
  configured: false,
  ...{ onImpossible: 'zeros', emptyList: false, pageCap: 100 },
  mutes: [],
  quiet: { weekdays: [], dates: [], exceptCritical: false },
  claimsAheadMs: 0,
  reports: false,
};

/** A night in which nothing goes wrong but what is said. */
export function nightOf(id: number, date: string, changes: Partial<PlannedNight> = {}): PlannedNight {
  const night = {
    id,
    date,
    delayMs: 0,
    requestId: `${date}-a`,
    retries: 0,
    weather: 'fine',
    skewMs: 0,
    ourClockMs: 0,
    faults: [],
  };
  return { ...night, weather: 'fine', ...changes };
}

/** The first attempt dies before its n-th call. */
export function dyingAt(call: number): Fault {
  return { attempt: 0, call, mishap: 'crashBefore' };
}
