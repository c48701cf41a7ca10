/** How many questions may be under way at once, as the answers so far have shown. */
export type Pace = {
  /** At least 1. Grows by fractions, of which only whole questions can be used. */
  readonly limit: number;
  /** How many questions had been asked when the limit was last cut; absent before the first cut. */
  readonly cutAfter?: number;
};

/** What one question showed. */
export type Feedback = {
  /** Which question it was, counted from 1 in the order of asking. */
  readonly number: number;
  /** How many have been asked by now. */
  readonly asked: number;
  /** Whether the vendor found it too much, even if it answered in the end; `failed` says nothing about that. */
  readonly outcome: 'answered' | 'throttled' | 'failed';
};

/** One question at a time, until the vendor has shown that it takes more. */
export const firstPace: Pace = { limit: 1 };

/**
 * The pace after one more answer: halved when the vendor found it too much, else a little faster, up to `most`. It
 * doubles with each round of answers until the first cut; after that it grows by one a round (additive increase,
 * multiplicative decrease, as TCP does). A question asked before the last cut says nothing about the pace since.
 */
export function adapt(pace: Pace, { number, asked, outcome }: Feedback, most: number): Pace {
  if (outcome === 'failed') return pace;
  const { limit, cutAfter } = pace;
  if (outcome === 'answered') {
    return { ...pace, limit: Math.min(most, limit + (cutAfter === undefined ? 1 : 1 / limit)) };
  }
  return number <= (cutAfter ?? 0) ? pace : { limit: Math.max(1, limit / 2), cutAfter: asked };
}
