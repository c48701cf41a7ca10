import { nightOf, ordinary, type Regression } from './ordinary-history.ts';

/** Histories that failed because two nights, or two clocks, did not agree. */
export const claimRegressions: readonly Regression[] = [
  {
    // Each renewed its own claim every two seconds and waited for the other's, until both had to be over.
    name: 'tells, although two nights at once each hold what the other waits for',
    history: {
      ...ordinary,
      ...{ seed: 976, zone: 'Europe/London', lookBackDays: 7, warning: 1 },
      batches: [],
      nights: [
        nightOf(1, '2026-12-30'),
        nightOf(4, '2027-01-01', {
          delayMs: 86_400_468,
          faults: [{ attempt: 0, call: 11, mishap: 'slow' }],
        }),
        nightOf(5, '2027-01-02'),
      ],
    },
  },
  {
    // Its `Date` was older than the store's clock, so that it passed for an old answer and no longer for a refusal.
    name: 'goes by a refusal of a gateway whose clock is behind, and waits as long as it says',
    history: {
      ...ordinary,
      ...{ seed: 310, zone: 'America/Santiago', lookBackDays: 1, warning: 5 },
      batches: [],
      nights: [
        nightOf(3, '2026-10-16', { weather: 'hanging' }),
        nightOf(4, '2026-10-17', { weather: 'limited', skewMs: -240_000 }),
      ],
    },
  },
  {
    // Claims went by the gateway's clock: to the night that heard it minutes ahead those of the other had run out.
    name: 'tells once, although the gateway tells one of two nights at once a time that is minutes ahead',
    history: {
      ...ordinary,
      ...{ seed: 645, lookBackDays: 7 },
      batches: [],
      nights: [
        nightOf(1, '2026-03-07', {
          ...{ weather: 'garbled', skewMs: 240_000 },
          faults: [{ attempt: 0, call: 10, mishap: 'slow' }],
        }),
        nightOf(7, '2026-03-07'),
      ],
    },
  },
  {
    // The gateway was ahead for one answer, and by its time all that was heard in the next minutes was the older.
    name: 'goes by the newest answer, although the gateway was minutes ahead of itself before',
    history: {
      ...ordinary,
      ...{ seed: 6031, lookBackDays: 0, warning: 5 },
      batches: [{ date: '2026-03-06', at: 0.5, files: 2, steps: [[71.02, 'failure']] }],
      nights: [
        nightOf(0, '2026-03-06', {
          ...{ retries: 1, faults: [{ attempt: 0, call: 3, mishap: 'unauthorized' }] },
        }),
        nightOf(1, '2026-03-06', { ...{ delayMs: 3_185, requestId: '2026-03-06-b', skewMs: 480_000 } }),
      ],
    },
  },
  {
    // What one night had still to sum up as not measured, another told by its counts, and marked as the former.
    name: 'sums a date up once that was measured while it waited to be told as not measured',
    history: {
      ...ordinary,
      ...{ seed: 6698, zone: 'Africa/Cairo', lookBackDays: 1, warning: 1 },
      batches: [],
      nights: [
        nightOf(6, '2026-04-26', {
          ...{ delayMs: 86_401_295, retries: 2, skewMs: -36_000_000 },
          faults: [
            { attempt: 0, call: 1, mishap: 'crashBefore' },
            { attempt: 1, call: 14, mishap: 'unauthorized' },
          ],
        }),
        nightOf(7, '2026-04-27', {
          ...{ delayMs: 1_139, retries: 1, faults: [{ attempt: 0, call: 7, mishap: 'crashBefore' }] },
        }),
        nightOf(8, '2026-04-27', {
          ...{ delayMs: 60_139, requestId: '2026-04-27-b', retries: 1 },
          faults: [{ attempt: 0, call: 5, mishap: 'crashAfter' }],
        }),
      ],
    },
  },
];
