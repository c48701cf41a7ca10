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
];
