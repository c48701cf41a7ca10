import { dyingAt, nightOf, ordinary, type Regression } from './ordinary-history.ts';
import { claimRegressions } from './regressions-of-claims.ts';

/** Histories that failed, cut down to what made them fail. */
export const regressions: readonly Regression[] = [
  {
    // One event delivered twice at once: the second copy brought the pending notice up to date while the first was telling
    // it, and the first then marked the newer numbers as told.
    name: 'tells the newer numbers, although another copy of the invocation marks the notice that it told before',
    history: {
      ...ordinary,
      seed: 6115,
      zone: 'Asia/Seoul',
      warning: 2,
      order: 'fromIsStart',
      batches: [
        { date: '2026-11-18', at: 0.5, files: 4, steps: [[-1_500, 'failure']] },
        { date: '2026-11-18', at: 0.5, files: 3, steps: [[70.04502664670582, 'failure']] },
      ],
      nights: [
        nightOf(0, '2026-11-18', { delayMs: 1_261 }),
        nightOf(1, '2026-11-18', {
          delayMs: 3_261,
          faults: [{ attempt: 0, call: 5, mishap: 'conflict' }],
        }),
      ],
    },
  },
  {
    // The archive's failure hid that the vendor was refusing: the night went on to the next date at once.
    name: 'stops asking when the vendor refuses, although the refusal could not be archived',
    history: {
      ...ordinary,
      seed: 1196,
      batches: [],
      nights: [
        nightOf(4, '2026-03-09', { weather: 'garbled' }),
        nightOf(5, '2026-03-10', {
          weather: 'limited',
          faults: [{ attempt: 0, call: 7, mishap: 'unauthorized' }],
        }),
      ],
    },
  },
  {
    // The list that could confirm an empty answer was refused, and the night went on to the other order at once.
    name: 'stops asking when the vendor refuses the list that would confirm an empty answer',
    history: {
      ...ordinary,
      ...{ seed: 89, zone: 'Europe/London', lookBackDays: 7, emptyList: true },
      batches: [],
      nights: [nightOf(4, '2027-01-02', { retries: 1, weather: 'limited' })],
    },
  },
  {
    // The first date's answer could not be archived, so that nobody knew of the refusal when the files were listed.
    name: 'lists no files when the vendor has just refused, although the refusal could not be archived',
    history: {
      ...ordinary,
      seed: 6254,
      zone: 'Asia/Seoul',
      lookBackDays: 7,
      warning: 3,
      batches: [{ date: '2026-11-20', at: 0.5, files: 4, steps: [[-1_500, 'failure']] }],
      mutes: [
        {
          ...{ date: '2026-11-20', delayMs: 3_600_000, until: '2026-11-22' },
          ...{ exceptCritical: false, endedAfterMs: undefined },
        },
      ],
      nights: [
        nightOf(0, '2026-11-20', { weather: 'unreachable' }),
        nightOf(4, '2026-11-22', { requestId: '2026-11-22-b' }),
        nightOf(5, '2026-11-23', {
          weather: 'hanging',
          faults: [
            { attempt: 0, call: 8, mishap: 'limited' },
            { attempt: 0, call: 9, mishap: 'fails' },
          ],
        }),
      ],
    },
  },
  {
    // The first night after the pause created the new year's ledger; the next one then no longer read the old year's.
    name: 'tells the recovery from a date before a pause of a year, although the first night after it fails',
    history: {
      ...ordinary,
      seed: 2604,
      lookBackDays: 1,
      batches: [{ date: '2026-03-07', at: 0.5, files: 4, steps: [[-1_500, 'failure']] }],
      nights: [nightOf(0, '2026-03-07'), nightOf(1, '2027-03-22', { weather: 'unreachable' })],
    },
  },
  {
    name: 'tells a notice that was committed before a pause of a year, although the first two nights cannot tell it',
    history: {
      ...ordinary,
      seed: 3,
      batches: [{ date: '2026-03-07', at: 0.5, files: 4, steps: [[-1_500, 'failure']] }],
      nights: [
        nightOf(0, '2026-03-07', { faults: [dyingAt(7)] }),
        nightOf(1, '2027-03-22', { faults: [dyingAt(14)] }),
      ],
    },
  },
  {
    // The withdrawal was held back, the critical alert after it was not: told at the end of the mute, it took the alert back.
    name: 'tells of a date in order what a mute held back and what it let through',
    history: {
      ...ordinary,
      seed: 30590,
      zone: 'Africa/Cairo',
      ...{ lookBackDays: 0, warning: 1, critical: 5 },
      batches: [
        { date: '2026-04-23', at: 0.5, files: 2, steps: [[-1_500, 'failure']] },
        {
          ...{ date: '2026-04-24', at: 0.5, files: 5 },
          steps: [
            [-1_500, 'failure'],
            [159.25, 'complete'],
            [160, 'failure'],
          ],
        },
      ],
      mutes: [
        {
          ...{ date: '2026-04-22', delayMs: 3_600_000, until: '2026-04-24' },
          ...{ exceptCritical: true, endedAfterMs: undefined },
        },
      ],
      nights: [
        nightOf(2, '2026-04-23'),
        nightOf(3, '2026-04-24', { requestId: '2026-04-24-c' }),
        nightOf(4, '2026-04-24', {
          ...{ requestId: '2026-04-24-d', delayMs: 5_370_000, retries: 1 },
          faults: [{ attempt: 0, call: 6, mishap: 'crashAfter' }],
        }),
      ],
    },
  },
  {
    // The program was right: the onlooker held against it that the second withdrawal has the numbers of the first.
    name: 'takes back under its id what a night that died may have told, although that reads like the notice before',
    history: {
      ...ordinary,
      seed: 135,
      zone: 'Asia/Seoul',
      warning: 3,
      batches: [
        {
          ...{ date: '2026-11-20', at: 0.5, files: 5 },
          steps: [
            [69, 'failure'],
            [79, 'complete'],
          ],
        },
        {
          ...{ date: '2026-11-20', at: 0.5, files: 3 },
          steps: [
            [-1_500, 'complete'],
            [206.25, 'failure'],
            [207, 'complete'],
          ],
        },
      ],
      nights: [
        nightOf(0, '2026-11-20'),
        nightOf(9, '2026-11-20', { delayMs: 8_160_000, requestId: '2026-11-20-c' }),
        nightOf(10, '2026-11-20', {
          ...{ delayMs: 8_190_000, requestId: '2026-11-20-d', retries: 1 },
          faults: [{ attempt: 0, call: 5, mishap: 'crashAfter' }],
        }),
      ],
    },
  },
  ...claimRegressions,
  {
    // It read its own year and the one before: nothing in the new year, whose ledger there was by then, said what it had left untold.
    name: 'tells what a night that came late held back, although the first of the new year was before it',
    history: {
      ...ordinary,
      seed: 7000525,
      ...{ zone: 'Asia/Seoul', lookBackDays: 0, configured: true },
      quiet: { weekdays: [], dates: [{ from: '2026-12-30', to: '2028-01-02' }], exceptCritical: false },
      batches: [{ date: '2026-12-31', at: 0.5, files: 5, steps: [[73, 'failure']] }],
      nights: [nightOf(2, '2026-12-31', { delayMs: 252_001_302 }), nightOf(4, '2027-01-01')],
    },
  },
];
