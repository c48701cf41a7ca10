import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import {
  chooseOrder,
  emptyWindows,
  isTelling,
  windowQuery,
} from '../../../lambda/core/vendor/window-order.ts';
import { countsWith } from '../../support/counts.ts';
import { ledgerOf, measuredLine, unavailableLine } from '../../support/lines.ts';

const hourMs = 3_600_000;

describe('chooseOrder', () => {
  it.each(['toIsStart', 'fromIsStart'] as const)('keeps to the configured order, %s', (order) => {
    const other = measuredLine('2026-11-21', { order: 'toIsStart', proof: 'provenBothEnds' });
    expect(chooseOrder(order, ledgerOf(other))).toEqual({ orders: [order], proof: 'configured' });
  });

  it('tries both, the one of the first guide first, while none is proven', () => {
    const both = { orders: ['toIsStart', 'fromIsStart'], proof: 'unproven' };
    const unproven = measuredLine('2026-11-21', { order: 'fromIsStart', proof: 'unproven' });
    const configured = measuredLine('2026-11-22', { order: 'fromIsStart', proof: 'configured' });
    expect(chooseOrder('auto', new Map())).toEqual(both);
    expect(chooseOrder('auto', ledgerOf(unproven, configured, unavailableLine('2026-11-23')))).toEqual(both);
  });

  it('keeps to the order proven last, by date, from the first proof on', () => {
    const ledger = ledgerOf(
      measuredLine('2026-11-22', { order: 'fromIsStart', proof: 'provenBothEnds' }),
      measuredLine('2026-11-21', { order: 'toIsStart', proof: 'provenBothEnds' }),
      measuredLine('2026-11-23', { order: 'toIsStart', proof: 'unproven' }),
      measuredLine('2026-11-25', { order: 'toIsStart', proof: 'proven' }),
      unavailableLine('2026-11-24'),
    );
    expect(chooseOrder('auto', ledger)).toEqual({
      ...{ orders: ['fromIsStart'], proof: 'provenBothEnds' },
    });
  });

  it.each([
    ['fromIsStart', 'toIsStart'],
    ['toIsStart', 'fromIsStart'],
  ] as const)(
    'has %s proven once more that an earlier release took for proven, and tries it first',
    (order, other) => {
      const ledger = ledgerOf(
        measuredLine('2026-11-21', { order, proof: 'proven' }),
        measuredLine('2026-11-22', { order: other, proof: 'unproven' }),
      );
      expect(chooseOrder('auto', ledger)).toEqual({ orders: [order, other], proof: 'unproven' });
    },
  );
});

describe('emptyWindows', () => {
  it('are a day that nobody can have asked for, in any zone, and one from before there was anything to ask', () => {
    fc.assert(
      fc.property(fc.integer({ min: 0, max: 4e12 }), (nowMs) => {
        const [{ startMs, endMs } = { startMs: 0, endMs: 0 }, past] = emptyWindows(nowMs).map(
          ({ window }) => window,
        );
        expect(past).toEqual({ startMs: 946_684_800_000, endMs: 946_771_200_000 });
        expect(endMs - startMs).toBe(24 * hourMs);
        // Local dates are at most 14 hours ahead of UTC, and a date lasts at most 48 hours.
        expect(startMs - nowMs).toBeGreaterThan(62 * hourMs);
        expect(startMs - nowMs).toBeLessThanOrEqual(7 * 24 * hourMs);
      }),
    );
  });

  it('say where they lie', () => {
    expect(emptyWindows(0).map(({ place }) => place)).toEqual(['in the future', 'in the year 2000']);
  });
});

describe('isTelling', () => {
  it('is false of five zeros only', () => {
    const zeros = countsWith({ complete: 0 });
    expect(isTelling(zeros)).toBe(false);
    for (const name of Object.keys(zeros)) expect(isTelling({ ...zeros, [name]: 1 })).toBe(true);
  });
});

describe('windowQuery', () => {
  // The example of each edition of the guide.
  it('writes the query of the first guide', () => {
    const window = { startMs: Date.UTC(2021, 8, 12), endMs: Date.UTC(2021, 8, 13) };
    expect(windowQuery(window, 'toIsStart')).toBe(
      'workStartTimeTo=1631404800000&workStartTimeFrom=1631491200000',
    );
  });

  it('writes the query of the current guide', () => {
    expect(windowQuery({ startMs: 1755590820000, endMs: 1755591000000 }, 'fromIsStart')).toBe(
      'workStartTimeFrom=1755590820000&workStartTimeTo=1755591000000',
    );
  });
});
