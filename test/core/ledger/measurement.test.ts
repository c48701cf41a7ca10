import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import * as z from 'zod/mini';
import {
  countNames,
  equalCounts,
  failureRateOf,
  instant,
  instantOf,
  isSettled,
  totalOf,
} from '../../../lambda/core/ledger/measurement.ts';
import { anyCounts, countsWith } from '../../support/counts.ts';

describe('isSettled', () => {
  it('is true when nothing waits or runs, whatever else there is', () => {
    expect(isSettled(countsWith({ complete: 0 }))).toBe(true);
    expect(isSettled(countsWith({ failure: 9, canceled: 9 }))).toBe(true);
    expect(isSettled(countsWith({ waiting: 1 }))).toBe(false);
    expect(isSettled(countsWith({ running: 1 }))).toBe(false);
  });
});

describe('totalOf', () => {
  it('adds up all five counts', () => {
    expect(totalOf({ waiting: 1, running: 20, complete: 300, failure: 4000, canceled: 50000 })).toBe(54321);
  });
});

describe('equalCounts', () => {
  it('tells a difference in any one count', () => {
    fc.assert(
      fc.property(anyCounts, fc.constantFrom(...countNames), (counts, name) => {
        expect(equalCounts(counts, { ...counts })).toBe(true);
        expect(equalCounts(counts, { ...counts, [name]: counts[name] + 1 })).toBe(false);
      }),
    );
  });
});

describe('instantOf', () => {
  it('writes UTC to the millisecond, sorting as text', () => {
    expect(instantOf(0)).toBe('1970-01-01T00:00:00.000Z');
    expect(instantOf(Date.UTC(2026, 10, 22, 16, 10, 3, 7))).toBe('2026-11-22T16:10:03.007Z');
  });
});

describe('an instant', () => {
  it('is UTC to the millisecond and nothing else, as only such texts sort by time', () => {
    fc.assert(
      fc.property(fc.date({ noInvalidDate: true, min: new Date(0), max: new Date('9999-12-31') }), (date) => {
        const text = instantOf(date.getTime());
        expect(z.safeParse(instant(), text).success).toBe(true);
        for (const other of [text.slice(0, -1), text.replace(/\.\d+/, ''), text.replace('Z', '0Z')])
          expect(z.safeParse(instant(), other).success).toBe(false);
      }),
    );
  });
});

describe('failureRateOf', () => {
  it('is percent of the files that finished; cancelled ones and those still open do not count', () => {
    const counts = { waiting: 5, running: 5, complete: 30, failure: 10, canceled: 5 };
    expect(failureRateOf(counts)).toBe(25);
  });

  it('is nothing when none has finished', () => {
    expect(failureRateOf({ waiting: 1, running: 1, complete: 0, failure: 0, canceled: 1 })).toBeUndefined();
  });
});
