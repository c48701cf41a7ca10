import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { type Ledger, linesByDate } from '../../../lambda/core/ledger/ledger.ts';
import type { LedgerLine, Notice } from '../../../lambda/core/ledger/line.ts';
import { type Counts, instantOf, type MeasuredDate } from '../../../lambda/core/ledger/measurement.ts';
import { lookBackFrom } from '../../../lambda/core/ledger/plan.ts';
import { type NightRecording, recordNight } from '../../../lambda/core/ledger/record.ts';
import { isOpenTo, markTold, pendingNotices } from '../../../lambda/core/notices/outbox.ts';
import { countsWith } from '../../support/counts.ts';
import { measuredDate, unavailableDate } from '../../support/measurements.ts';
import { rulesWith } from '../../support/rules.ts';

const dates = ['2026-11-17', '2026-11-18', '2026-11-19', '2026-11-20', '2026-11-21', '2026-11-22'];
const failureCount = { warning: 10, critical: 50 };
const rules = rulesWith({ failureCount });
const lookBackDays = 3;

/** One night of a history: what it learns of which of the last dates, and whether it lives to mark what it told. */
type Night = {
  readonly holder: string;
  readonly waitedMs: number;
  /** How many dates the calendar has moved on. */
  readonly days: number;
  /** Of yesterday and the dates before it: counts, no counts, or not asked. */
  readonly answers: readonly (Counts | 'unavailable' | 'notAsked')[];
  readonly marks: boolean;
};

const anyAnswer = fc.oneof(
  fc
    .record({ failure: fc.constantFrom(0, 9, 10, 11, 20, 49, 50, 55), running: fc.constantFrom(0, 0, 1) })
    .map(countsWith),
  fc.constantFrom('unavailable', 'notAsked'),
);
const anyNight: fc.Arbitrary<Night> = fc.record({
  holder: fc.constantFrom('a', 'b'),
  waitedMs: fc.constantFrom(0, 20_000, 60_000, 86_400_000),
  days: fc.constantFrom(0, 0, 1, 2),
  answers: fc.array(anyAnswer, { minLength: 1, maxLength: 5 }),
  marks: fc.boolean(),
});
const anyHistory = fc.array(anyNight, { minLength: 1, maxLength: 10 });

type Step = { readonly before: Ledger; readonly recording: NightRecording; readonly after: Ledger };

/** The ledger before and after each night of a history. */
function play(nights: readonly Night[]): Step[] {
  let ledger: Ledger = new Map();
  let nowMs = Date.UTC(2026, 10, 18);
  let day = 0;
  return nights.map((night) => {
    nowMs += night.waitedMs + 1;
    day = Math.min(day + night.days, dates.length - 1);
    const step = playNight(night, ledger, nowMs, day);
    const held = pendingNotices(step.after).filter(({ notice }) => notice.claim?.holder === night.holder);
    const told = night.marks ? held.map(({ notice }) => notice) : [];
    const by = { holder: 'nobody', now: step.recording.now };
    const alert = { messageId: 'm', sentAt: by.now };
    ledger = markTold(step.after, by, { notices: told, alert, summaries: [] });
    return step;
  });
}

function playNight({ holder, answers }: Night, before: Ledger, nowMs: number, day: number): Step {
  const now = instantOf(nowMs);
  const measurements = answers.flatMap((answer, index) => {
    const date = dates[day - index];
    if (date === undefined || answer === 'notAsked') return [];
    return answer === 'unavailable' ? unavailableDate(date, now) : measuredDate(date, now, answer);
  });
  const recording: NightRecording = {
    account: 'main',
    horizon: { yesterday: dates[day] ?? '', lookBackDays, timeZone: 'Asia/Seoul' },
    rules,
    measurements,
    holder,
    now,
    claimUntil: instantOf(nowMs + 60_000),
  };
  return { before, recording, after: recordNight(before, recording) };
}

/** Holds of every night of every history. */
function always(check: (step: Step, earlier: readonly Step[]) => void): void {
  fc.assert(
    fc.property(anyHistory, (nights) => {
      const steps = play(nights);
      for (const [index, step] of steps.entries()) check(step, steps.slice(0, index));
    }),
    { numRuns: 500 },
  );
}

const badNews: readonly Notice['kind'][] = ['breached', 'escalated', 'revised'];

/** The last word on the date's counts that people have, or will have. */
function wordOn(line: LedgerLine): Notice | undefined {
  return line.notices.findLast(({ kind }) => kind === 'withdrawn' || badNews.includes(kind));
}

function isKnownAsBad(line: LedgerLine): boolean {
  return badNews.includes(wordOn(line)?.kind ?? 'withdrawn');
}

function measuredIn({ recording }: Step): MeasuredDate[] {
  return recording.measurements.filter((measurement) => measurement.state === 'measured');
}

function expectWordToAgree(line: LedgerLine | undefined, recording: NightRecording): void {
  if (line?.state !== 'measured') throw new Error('a measured date has no counts');
  const { failure } = line.counts;
  expect(isKnownAsBad(line)).toBe(failure >= failureCount.warning);
  const word = wordOn(line);
  if (!word?.counts || !isKnownAsBad(line)) return;
  expect(word.severity).toBe(failure >= failureCount.critical ? 'critical' : 'warning');
  expect(Math.abs(word.counts.failure - failure)).toBeLessThanOrEqual(word.counts.failure / 10);
  if (isOpenTo(word, recording)) expect(word.counts).toEqual(line.counts);
}

describe('recordNight, in any history of nights', () => {
  it('changes nothing when it records the same night again', () => {
    always(({ recording, after }) => expect(recordNight(after, recording)).toEqual(after));
  });

  it('holds of each date the counts last measured, and none where none were', () => {
    always((step, earlier) => {
      for (const line of step.after.values()) {
        const all = [...earlier, step].flatMap(measuredIn).filter(({ date }) => date === line.date);
        expect(line.state === 'measured' ? line.counts : undefined).toEqual(all.at(-1)?.counts);
      }
    });
  });

  it('leaves no gap between the first date and yesterday', () => {
    always(({ recording, after }) => {
      const [first] = [...after.keys()].toSorted();
      const { yesterday } = recording.horizon;
      const expected = dates.filter((date) => date >= (first ?? '') && date <= yesterday);
      expect([...after.keys()].toSorted()).toEqual(expected);
    });
  });

  it('numbers the notices of a date from 1, and never drops, renames or retells one', () => {
    always(({ before, after }) => {
      for (const { date, notices } of after.values()) {
        expect(notices.map(({ id }) => id)).toEqual(notices.map((_, index) => `main/${date}/${index + 1}`));
      }
      for (const { date, notices } of before.values()) {
        for (const [index, notice] of notices.entries()) {
          const later = after.get(date)?.notices[index];
          expect(later?.id).toBe(notice.id);
          if (notice.state === 'sent') expect(later).toEqual(notice);
        }
      }
    });
  });

  it('claims all that is pending, but for what another night is telling, which it leaves alone', () => {
    always(({ before, recording, after }) => {
      const { holder, now, claimUntil } = recording;
      for (const {
        line: { date },
        notice,
      } of pendingNotices(after)) {
        if (notice.claim?.holder === holder) expect(notice.claim.until).toBe(claimUntil);
        else expect(before.get(date)?.notices).toContainEqual(notice);
        expect(notice.claim && notice.claim.until > now).toBe(true);
      }
      const theirs = pendingNotices(before).filter(({ notice }) => !isOpenTo(notice, { holder, now }));
      for (const {
        line: { date },
        notice,
      } of theirs)
        expect(after.get(date)?.notices).toContainEqual(notice);
    });
  });

  it('has told, or will tell, of each date measured what its counts say', () => {
    always((step) => {
      const asked = measuredIn(step).filter(({ date }) => date >= lookBackFrom(step.recording.horizon));
      for (const { date } of asked) expectWordToAgree(step.after.get(date), step.recording);
    });
  });

  it('tells nothing new of dates before the look-back', () => {
    always(({ before, recording, after }) => {
      for (const { date, notices } of after.values()) {
        if (date >= lookBackFrom(recording.horizon)) continue;
        const told = (all: readonly Notice[]) => all.map(({ id, kind, counts }) => ({ id, kind, counts }));
        expect(told(notices)).toEqual(told(before.get(date)?.notices ?? []));
      }
    });
  });

  it('tells of a date without counts only that it has none', () => {
    always(({ after }) => {
      for (const { state, notices } of after.values()) {
        if (state === 'unavailable')
          expect(notices.map(({ kind }) => kind)).toEqual(notices.map(() => 'unavailable'));
        expect(notices.filter(({ kind }) => kind === 'unavailable').length).toBeLessThanOrEqual(1);
      }
    });
  });

  it('makes neither `recovered` nor `withdrawn` of a night that measured nothing', () => {
    always((step) => {
      if (measuredIn(step).length > 0) return;
      const count = (ledger: Ledger) =>
        [...ledger.values()].flatMap(({ notices }) => notices.filter(({ kind }) => kind !== 'unavailable'))
          .length;
      expect(count(step.after)).toBe(count(step.before));
    });
  });

  it('tells `recovered` after each told bad date at most once, and as soon as a later date is good', () => {
    always(({ recording, after }) => {
      const lines = linesByDate(after);
      const isRecovered = (line: LedgerLine) => line.notices.some(({ kind }) => kind === 'recovered');
      const marks = lines.flatMap((line) => [
        ...(isRecovered(line) ? ['recovered'] : []),
        ...(wordOn(line) ? ['bad'] : []),
      ]);
      for (const [index, mark] of marks.entries())
        if (mark === 'recovered') expect(marks[index - 1]).toBe('bad');
      const later = lines.slice(lines.findLastIndex(isKnownAsBad) + 1);
      const good = later.some(
        (line) =>
          line.state === 'measured' &&
          line.settled &&
          line.findings.length === 0 &&
          line.date >= lookBackFrom(recording.horizon),
      );
      if (later.length < lines.length && good) expect(later.some(isRecovered)).toBe(true);
    });
  });
});
