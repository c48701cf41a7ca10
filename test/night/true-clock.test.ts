import { describe, expect, it } from 'vitest';
import type { ClockReading } from '../../lambda/core/time/clock-reading.ts';
import type { Exchange } from '../../lambda/core/vendor/exchange.ts';
import { createTrueClock } from '../../lambda/night/true-clock.ts';

const nowMs = Date.UTC(2026, 10, 22, 16, 10);
const minuteMs = 60_000;

/** What a clock that is so far ahead of ours says. */
function reading(aheadMs: number): ClockReading {
  return { sentAtMs: nowMs, receivedAtMs: nowMs, serverMs: nowMs + aheadMs };
}

function clockBeside(store: ClockReading | undefined) {
  const clock = { now: () => nowMs, sleep: async () => undefined };
  const unused = async () => expect.fail('nothing of the archive but its clock is asked for');
  const archive = {
    ...{ create: unused, put: unused, listKeys: unused, read: unused, readVersion: unused },
    ...{ replace: unused, loadLedger: unused, saveLedger: unused, clock: () => store },
  };
  return createTrueClock({ clock, archive });
}

function answer(httpStatus: number, gatewayClock: ClockReading): Exchange {
  return {
    window: { startMs: 0, endMs: 1 },
    ...{ order: 'toIsStart', requestTarget: '/', askedAtMs: nowMs, gatewayClock },
    reply: { httpStatus, body: { text: '', truncated: false } },
  };
}

describe('the true clock', () => {
  it('takes counts that are older than the store’s clock for those of a cache', () => {
    const heard = clockBeside(reading(0)).hear(answer(200, reading(-4 * minuteMs)));
    expect(heard.fault).toMatchObject({ code: 'cached' });
  });

  it.each([401, 429, 503])('leaves a refusal one, however old it is: %s', (httpStatus) => {
    const heard = clockBeside(reading(0)).hear(answer(httpStatus, reading(-4 * minuteMs)));
    expect(heard.fault).toBeUndefined();
  });

  it('dates an answer by the gateway, but never ahead of the store, and what nights have in common by the store', () => {
    const clock = clockBeside(reading(2 * minuteMs));
    expect(clock.hear(answer(200, reading(1.5 * minuteMs))).askedAtMs).toBe(nowMs + 1.5 * minuteMs);
    expect(clock.hear(answer(200, reading(5 * minuteMs))).askedAtMs).toBe(nowMs + 2 * minuteMs);
    expect([clock.correctionMs(), clock.sharedCorrectionMs()]).toEqual([5 * minuteMs, 2 * minuteMs]);
  });

  it('has nights go by the gateway together where the store tells no time, and else by their own clock', () => {
    const clock = clockBeside(undefined);
    expect(clock.sharedCorrectionMs()).toBe(0);
    clock.hear(answer(200, reading(5 * minuteMs)));
    expect(clock.sharedCorrectionMs()).toBe(5 * minuteMs);
  });
});
