import type { MessageWords } from '../words/en/messages.ts';
import { describeVerdict } from './headline.ts';
import type { Story } from './story.ts';

/** How many notices are listed at most, and in how many UTF-16 units, line breaks included. */
type ListLimits = { readonly maxLines: number; readonly maxLength: number };

/** A notice in one line: how bad, what and when. */
export function composeTitle(story: Story, words: MessageWords): string {
  return `${words.labels[story.label]}: ${describeVerdict(story, words)}, ${story.line.date}`;
}

/** A line for each notice that has room, in the order given; what has none is counted at the end. */
export function listNotices(stories: readonly Story[], limits: ListLimits, words: MessageWords): string[] {
  if (stories.length === 0) return [];
  const lines = stories.slice(0, limits.maxLines).map((story) => `- ${composeTitle(story, words)}`);
  const listed = countFitting(
    // A line break, or two of them.
    lines.map(({ length }) => length + 2),
    limits.maxLength,
  );
  const omitted = stories.length - listed;
  return [
    ...(listed > 0 ? [words.others] : []),
    ...lines.slice(0, listed),
    ...(omitted > 0 ? [words.omitted(omitted)] : []),
  ];
}

/** How many of the first have room together. */
export function countFitting(lengths: readonly number[], maxLength: number): number {
  let sum = 0;
  const tooMany = lengths.findIndex((length) => {
    sum += length;
    return sum > maxLength;
  });
  return tooMany < 0 ? lengths.length : tooMany;
}
