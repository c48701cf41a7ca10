import { ordinary } from '../ordinary-history.ts';
import type { FleetHistory } from './fleet-history.ts';

/** A fleet's history that once broke a promise, what was wrong, and how it was put right. */
export type FleetRegression = { readonly name: string; readonly fleet: FleetHistory };

const dueMs = Date.UTC(2026, 10, 18, 16, 10);
const outageMs = 4 * 60_000;

/** One shift without accounts, in which nothing goes wrong but what is said. */
const calm: FleetHistory = {
  seed: 1,
  shifts: [{ name: 'seoul', timeZone: 'Asia/Seoul', time: '01:10', passes: [], concurrency: 1 }],
  accounts: [],
  enrolments: [],
  outages: [],
  mutes: [],
  starts: [{ id: 0, shift: 'seoul', date: '2026-11-18', atMs: dueMs, retries: 0 }],
  recipients: { alerts: [], reports: [] },
  trouble: { nights: 0, steps: 0 },
};

const history = { ...ordinary, seed: 1, zone: 'Asia/Seoul', batches: [], nights: [] };

/** Histories that failed, cut down to what made them fail. */
export const fleetRegressions: readonly FleetRegression[] = [
  {
    // A shift without a file was taken for one whose file is gone, as soon as its first muster had left an overview.
    name: 'is mustered every night although nobody has pushed accounts yet',
    fleet: calm,
  },
  {
    // Started twice, as an outage ended: the first muster told by the alert that the date is unavailable, the other start's night
    // measured it, and its muster counted the date among those that were measured before anybody knew.
    name: 'tells by the summary of no date as measured later of which the alert has told',
    fleet: {
      ...calm,
      accounts: [{ name: 'alder-tv', history, hasWrongKeys: false }],
      enrolments: [{ atMs: 0, account: 'alder-tv', shift: 'seoul', tags: [] }],
      outages: [{ fromMs: dueMs, toMs: dueMs + outageMs, weather: 'unauthorized' }],
      starts: [-900, 700].map((afterMs, id) => ({
        id,
        shift: 'seoul',
        date: '2026-11-18',
        atMs: dueMs + outageMs + afterMs,
        retries: 0,
      })),
    },
  },
];
