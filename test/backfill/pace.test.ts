import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { adapt, type Feedback, firstPace, type Pace } from '../../lambda/backfill/pace.ts';

const most = 64;
const answered = (number: number, asked = number): Feedback => ({ number, asked, outcome: 'answered' });
const throttled = (number: number, asked = number): Feedback => ({ number, asked, outcome: 'throttled' });

/** Paces of at least one question, whose last cut lies among the first questions or has never been. */
const anyPace: fc.Arbitrary<Pace> = fc
  .tuple(fc.double({ min: 1, max: most, noNaN: true }), fc.option(fc.nat(50), { nil: undefined }))
  .map(([limit, cutAfter]) => (cutAfter === undefined ? { limit } : { limit, cutAfter }));
const anyFeedback: fc.Arbitrary<Feedback> = fc
  .record({
    number: fc.integer({ min: 1, max: 100 }),
    later: fc.nat(64),
    outcome: fc.constantFrom('answered', 'throttled', 'failed'),
  })
  .map(({ number, later, outcome }) => ({ number, asked: number + later, outcome }));

/**
 * Asks a vendor that refuses what exceeds `capacity` questions under way, and answers in the order of asking. Gives the
 * limit after each answer.
 */
function askAll(questions: number, capacity: number): number[] {
  let pace = firstPace;
  let asked = 0;
  const underWay: { readonly number: number; readonly outcome: 'answered' | 'throttled' }[] = [];
  return Array.from({ length: questions }, () => {
    while (underWay.length < Math.floor(pace.limit)) {
      asked += 1;
      underWay.push({ number: asked, outcome: underWay.length < capacity ? 'answered' : 'throttled' });
    }
    const [first] = underWay.splice(0, 1);
    if (first) pace = adapt(pace, { ...first, asked }, most);
    return pace.limit;
  });
}

describe('the pace of asking', () => {
  it('begins with one question at a time', () => {
    expect(firstPace.limit).toBe(1);
  });

  it('doubles with each round of answers until the vendor complains', () => {
    const paces = [1, 2, 3].reduce((pace, number) => adapt(pace, answered(number), most), firstPace);
    expect(paces.limit).toBe(4);
  });

  it('is halved by a complaint, and then grows by one question a round', () => {
    const cut = adapt({ limit: 8 }, throttled(20, 27), most);
    expect(cut).toEqual({ limit: 4, cutAfter: 27 });
    const round = [28, 29, 30, 31].reduce((pace, number) => adapt(pace, answered(number), most), cut);
    expect(round.limit).toBeGreaterThan(4.8);
    expect(round.limit).toBeLessThanOrEqual(5);
  });

  it('is halved once by all complaints about what was asked before', () => {
    const cut = adapt({ limit: 8 }, throttled(20, 27), most);
    expect(adapt(cut, throttled(27, 28), most)).toEqual(cut);
    expect(adapt(cut, throttled(28, 30), most)).toEqual({ limit: 2, cutAfter: 30 });
  });

  it('learns nothing from a question that failed for another reason', () => {
    expect(adapt({ limit: 3 }, { number: 9, asked: 9, outcome: 'failed' }, most)).toEqual({ limit: 3 });
  });

  it('stays between one question and the most that are allowed, whatever the vendor says', () => {
    fc.assert(
      fc.property(fc.array(anyFeedback), fc.integer({ min: 1, max: most }), (showings, allowed) => {
        for (const [index] of showings.entries()) {
          const seen = showings.slice(0, index + 1);
          const { limit } = seen.reduce((pace, showing) => adapt(pace, showing, allowed), firstPace);
          expect(limit).toBeGreaterThanOrEqual(1);
          expect(limit).toBeLessThanOrEqual(allowed);
        }
      }),
    );
  });

  it('never quickens on a complaint, and never slows on an answer', () => {
    fc.assert(
      fc.property(anyPace, anyFeedback, (pace, showing) => {
        const { limit } = adapt(pace, showing, most);
        if (showing.outcome === 'answered') expect(limit).toBeGreaterThanOrEqual(pace.limit);
        else expect(limit).toBeLessThanOrEqual(pace.limit);
      }),
    );
  });

  it('settles near what the vendor takes: never below half of it, and two questions above it at the most', () => {
    fc.assert(
      fc.property(fc.integer({ min: 1, max: 40 }), (capacity) => {
        const settled = askAll(6_000, capacity).slice(3_000);
        expect(Math.min(...settled)).toBeGreaterThanOrEqual(Math.max(1, capacity / 2));
        expect(Math.max(...settled)).toBeLessThan(capacity + 3);
        expect(Math.max(...settled)).toBeGreaterThan(capacity);
      }),
    );
  });

  it('reaches the most that is allowed when the vendor takes all', () => {
    expect(askAll(200, 1_000).at(-1)).toBe(most);
  });
});
