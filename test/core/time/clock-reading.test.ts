import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import {
  type ClockReading,
  correctionOf,
  readAge,
  readClock,
} from '../../../lambda/core/time/clock-reading.ts';

const date = 'Sun, 22 Nov 2026 16:10:03 GMT';
const dateMs = Date.parse('2026-11-22T16:10:03Z');
const hourMs = 3_600_000;

/** One answer: the true times of sending, of the server's writing its date, and of receiving; and how far we are ahead. */
const anyAnswer = fc
  .record({
    sentMs: fc.integer({ min: dateMs, max: dateMs + 10 * hourMs }),
    thereMs: fc.integer({ min: 0, max: 60_000 }),
    backMs: fc.integer({ min: 0, max: 60_000 }),
    aheadMs: fc.oneof(fc.constant(0), fc.integer({ min: -20 * hourMs, max: 20 * hourMs })),
  })
  .map(({ sentMs, thereMs, backMs, aheadMs }) => {
    const writtenMs = sentMs + thereMs;
    const reading: ClockReading = {
      sentAtMs: sentMs + aheadMs,
      receivedAtMs: writtenMs + backMs + aheadMs,
      serverMs: Math.floor(writtenMs / 1_000) * 1_000,
    };
    return { reading, aheadMs };
  });

const shifted = (reading: ClockReading, byMs: number): ClockReading => ({
  ...reading,
  sentAtMs: reading.sentAtMs + byMs,
  receivedAtMs: reading.receivedAtMs + byMs,
});

describe('readClock', () => {
  it('reads the date of an answer, between our times before and after it', () => {
    expect(readClock({ date, age: undefined }, 1, 2)).toEqual({
      sentAtMs: 1,
      receivedAtMs: 2,
      serverMs: dateMs,
    });
  });

  it('does not mind spaces around it', () => {
    expect(readClock({ date: ` ${date} `, age: undefined }, 1, 2)?.serverMs).toBe(dateMs);
  });

  it.each([`Date: ${date}`, `${date} +1`])('reads nothing where there is more: %j', (wrong) => {
    expect(readClock({ date: wrong, age: undefined }, 1, 2)).toBeUndefined();
  });

  it('adds what a cache says of the answer’s age', () => {
    expect(readClock({ date, age: '46800' }, 1, 2)?.serverMs).toBe(dateMs + 13 * hourMs);
  });

  it.each(['', '0', '2026-11-22', 'Sun, 99 Foo 2026 16:10:03 GMT', '16:10:03 GMT', undefined])(
    'reads nothing out of %j',
    (wrong) => {
      expect(readClock({ date: wrong, age: undefined }, 1, 2)).toBeUndefined();
    },
  );
});

describe('readAge', () => {
  it.each([
    [undefined, undefined],
    ['0', 0],
    [' 46800 ', 46_800],
    ['soon', 0],
    ['5 minutes', 0],
    ['-5', 0],
    ['', 0],
  ])('reads %j as %j seconds', (age, seconds) => {
    expect(readAge(age)).toBe(seconds);
  });
});

describe('correctionOf', () => {
  const at = (sentAtMs: number, receivedAtMs: number) => ({ sentAtMs, receivedAtMs, serverMs: 10_000 });

  it.each([
    ['agrees at once', at(10_000, 10_000), 0],
    ['agrees within the second that the date leaves open', at(10_999, 11_200), 0],
    ['agrees with an answer that took its time', at(2_000, 10_000), 0],
    ['is behind', at(8_000, 9_000), 1_000],
    ['is ahead', at(11_000, 12_000), -2_000],
    ['is hours ahead', at(10_000 + hourMs, 10_100 + hourMs), -100 - hourMs],
  ])('corrects a clock that %s', (_name, reading, correctionMs) => {
    expect(correctionOf(reading)).toBe(correctionMs);
  });

  it('leaves a clock alone that is right, and turns none the wrong way', () => {
    fc.assert(
      fc.property(anyAnswer, ({ reading, aheadMs }) => {
        const correctionMs = correctionOf(reading);
        if (aheadMs === 0) expect(correctionMs).toBe(0);
        if (correctionMs !== 0) expect(Math.sign(correctionMs)).toBe(-Math.sign(aheadMs));
      }),
    );
  });

  it('makes the clock agree, and never shows a time that is still to come', () => {
    fc.assert(
      fc.property(anyAnswer, ({ reading, aheadMs }) => {
        const correctionMs = correctionOf(reading);
        expect(correctionOf(shifted(reading, correctionMs))).toBe(0);
        if (correctionMs !== 0) expect(correctionMs + aheadMs).toBeLessThanOrEqual(0);
      }),
    );
  });

  it('gets within the length of the exchange and a second of the truth', () => {
    fc.assert(
      fc.property(anyAnswer, ({ reading, aheadMs }) => {
        const exchangeMs = reading.receivedAtMs - reading.sentAtMs;
        expect(Math.abs(correctionOf(reading) + aheadMs)).toBeLessThanOrEqual(exchangeMs + 1_000);
      }),
    );
  });

  it('keeps its head when our clock is set back during the exchange', () => {
    expect(correctionOf(at(12_000, 9_000))).toBe(0);
  });
});
