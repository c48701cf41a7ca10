import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import type { Ledger } from '../../../lambda/core/ledger/ledger.ts';
import type { Notice } from '../../../lambda/core/ledger/line.ts';
import { type Counts, instantOf } from '../../../lambda/core/ledger/measurement.ts';
import { lookBackFrom } from '../../../lambda/core/ledger/plan.ts';
import { type NightRecording, recordNight } from '../../../lambda/core/ledger/record.ts';
import {
  isOfAvailability,
  isOpenTo,
  markMustered,
  markTold,
  pendingNotices,
} from '../../../lambda/core/notices/outbox.ts';
import type { Silence } from '../../../lambda/core/notices/silence.ts';
import { countsWith } from '../../support/counts.ts';
import { measuredDate, unavailableDate } from '../../support/measurements.ts';
import { rulesWith } from '../../support/rules.ts';

const dates = ['2026-11-17', '2026-11-18', '2026-11-19', '2026-11-20', '2026-11-21', '2026-11-22'];
const lookBackDays = 3;

/** One night of a history, in a fleet or not, and whether what it told, and what it left, comes to be marked. */
type Night = {
  readonly holder: string;
  readonly isInFleet: boolean;
  readonly silence: Silence | undefined;
  readonly waitedMs: number;
  readonly days: number;
  readonly answers: readonly (Counts | 'unavailable' | 'notAsked')[];
  readonly marks: boolean;
  readonly isMustered: boolean;
};

const anyNight: fc.Arbitrary<Night> = fc.record({
  holder: fc.constantFrom('a', 'b'),
  isInFleet: fc.boolean(),
  silence: fc.constantFrom(undefined, undefined, { cause: 'mute', exceptCritical: true } as const),
  waitedMs: fc.constantFrom(0, 20_000, 60_000, 86_400_000),
  days: fc.constantFrom(0, 1, 2),
  answers: fc.array(
    fc.oneof(
      fc.constantFrom('unavailable', 'unavailable', 'notAsked'),
      fc.constantFrom(0, 10, 50).map((failure) => countsWith({ failure })),
    ),
    { minLength: 1, maxLength: 5 },
  ),
  marks: fc.boolean(),
  isMustered: fc.boolean(),
});

type Step = { readonly before: Ledger; readonly recording: NightRecording; readonly after: Ledger };

function play(nights: readonly Night[]): Step[] {
  let ledger: Ledger = new Map();
  let nowMs = Date.UTC(2026, 10, 18);
  let day = 0;
  return nights.map((night) => {
    nowMs += night.waitedMs + 1;
    day = Math.min(day + night.days, dates.length - 1);
    const recording = recordingOf(night, nowMs, day);
    const step = { before: ledger, recording, after: recordNight(ledger, recording) };
    const sent = { messageId: 'm', sentAt: recording.now };
    const held = pendingNotices(step.after).filter(({ notice }) => notice.claim?.holder === night.holder);
    const notices = night.marks ? held.map(({ notice }) => notice) : [];
    const by = { holder: 'nobody', now: recording.now };
    const marked = markTold(step.after, by, { notices, alert: sent, summaries: [] });
    const left = night.isMustered ? leftIn(marked) : [];
    ledger = markMustered(marked, new Map(left.map(({ id }) => [id, sent])));
    return step;
  });
}

function recordingOf(night: Night, nowMs: number, day: number): NightRecording {
  const current = instantOf(nowMs);
  return {
    account: 'main',
    horizon: { yesterday: dates[day] ?? '', lookBackDays, timeZone: 'Asia/Seoul' },
    rules: rulesWith({ failureCount: { warning: 10, critical: 50 } }),
    measurements: night.answers.flatMap((answer, index) => {
      const date = dates[day - index];
      if (date === undefined || answer === 'notAsked') return [];
      return answer === 'unavailable' ? unavailableDate(date, current) : measuredDate(date, current, answer);
    }),
    holder: night.holder,
    now: current,
    claimUntil: instantOf(nowMs + 60_000),
    silence: night.silence,
    leavesToMuster: night.isInFleet,
  };
}

function leftIn(ledger: Ledger): Notice[] {
  return noticesIn(ledger).filter(({ state }) => state === 'leftToMuster');
}

function noticesIn(ledger: Ledger): Notice[] {
  return [...ledger.values()].flatMap(({ notices }) => notices);
}

function always(check: (step: Step) => void): void {
  fc.assert(
    fc.property(fc.array(anyNight, { minLength: 1, maxLength: 10 }), (nights) => play(nights).forEach(check)),
    { numRuns: 500 },
  );
}

describe('nights in a fleet and outside of one, in any order', () => {
  it('change nothing when they record the same again', () => {
    always(({ recording, after }) => expect(recordNight(after, recording)).toEqual(after));
  });

  it('lose nothing that was left to the muster', () => {
    always(({ before, recording: { leavesToMuster, silence }, after }) => {
      const states = new Map(noticesIn(after).map(({ id, state }) => [id, state]));
      const expected = silence
        ? /heldBack|leftToMuster|pending/
        : leavesToMuster
          ? /leftToMuster/
          : /pending/;
      for (const { id } of leftIn(before)) expect(states.get(id)).toMatch(expected);
    });
  });

  it('tell in a fleet of no date that it is unavailable or available', () => {
    always(({ recording, after }) => {
      if (!recording.leavesToMuster) return;
      const told = pendingNotices(after).filter(({ notice }) => isOpenTo(notice, recording));
      expect(told.filter(({ notice }) => isOfAvailability(notice.kind))).toEqual([]);
    });
  });

  it('claim outside a fleet all that was left', () => {
    always(({ before, recording: { holder, leavesToMuster, silence }, after }) => {
      if (leavesToMuster) return;
      expect(leftIn(after)).toEqual([]);
      if (silence) return;
      const claims = new Map(noticesIn(after).map(({ id, claim }) => [id, claim?.holder]));
      for (const { id } of leftIn(before)) expect(claims.get(id)).toBe(holder);
    });
  });

  it('say once in a fleet that a date is available, where people were told that it is not', () => {
    always(({ recording, after }) => {
      for (const line of after.values()) {
        const kinds = line.notices.map(({ kind }) => kind).filter(isOfAvailability);
        const told = line.notices.find(({ kind }) => kind === 'unavailable')?.sentAt;
        const isNews = line.state === 'measured' && told !== undefined && told < line.firstMeasuredAt;
        if (kinds.includes('available'))
          expect([kinds, isNews]).toEqual([['unavailable', 'available'], true]);
        if (isNews && recording.leavesToMuster && line.date >= lookBackFrom(recording.horizon))
          expect(kinds).toContain('available');
      }
    });
  });

  it('say outside a fleet of no date that it is available', () => {
    always(({ before, recording, after }) => {
      const count = (ledger: Ledger) => noticesIn(ledger).filter(({ kind }) => kind === 'available').length;
      if (!recording.leavesToMuster) expect(count(after)).toBe(count(before));
    });
  });

  it('neither withdraw nor recover anything without a measurement', () => {
    always(({ before, recording, after }) => {
      if (recording.measurements.some(({ state }) => state === 'measured')) return;
      const idsOf = (ledger: Ledger) =>
        noticesIn(ledger).flatMap(({ id, kind }) => (kind === 'withdrawn' || kind === 'recovered' ? id : []));
      expect(idsOf(after)).toEqual(idsOf(before));
    });
  });
});
