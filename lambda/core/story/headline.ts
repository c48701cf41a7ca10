import type { MessageWords } from '../words/en/messages.ts';
import type { Story } from './story.ts';

/** At least one, the fullest first. */
export type Headlines = readonly [string, ...string[]];

/** How many notices are listed at most, and in how many UTF-16 units, line breaks included. */
type ListLimits = { readonly maxLines: number; readonly maxLength: number };

/** A name that leaves room for the number within the first forty characters; a longer one goes to the end. */
const shortNameLength = 12;

/**
 * How bad, where, what and when on one line, the fullest first: a channel takes the first that fits, and may cut the
 * last at its end, where at worst part of a long account's name is lost.
 * @param others how many notices there are beside this one
 */
export function composeHeadlines(
  account: string,
  story: Story,
  others: number,
  words: MessageWords,
): Headlines {
  const label = words.labels[story.label];
  const more = others === 0 ? '' : ` ${words.more(others)}`;
  const write = (verdict: string, aside = '') =>
    writeHeadline(label, account, `${verdict}, ${story.line.date}${aside}${more}`);
  const full = describeVerdict(story, words);
  const asides = story.facts.flatMap((fact) => words.fact(fact)[1] ?? []).map((aside) => `, ${aside}`);
  return [write(full, asides[0]), write(full), write(words.verdict(story.verdict)[1])];
}

/** How bad, where and what on one line. */
export function writeHeadline(label: string, name: string, what: string): string {
  return name.length <= shortNameLength ? `${label} ${name}: ${what}` : `${label}: ${what}, ${name}`;
}

/** What is wrong, and what was told before if that was another number. */
export function describeVerdict({ verdict, told }: Story, words: MessageWords): string {
  const [text] = words.verdict(verdict);
  return verdict.what === 'failed' && told && told.failure !== verdict.files
    ? `${text} ${words.was(told.failure)}`
    : text;
}

/** A notice in one line: how bad, what and when. */
export function composeTitle(story: Story, words: MessageWords): string {
  return `${words.labels[story.label]}: ${describeVerdict(story, words)}, ${story.line.date}`;
}

/** A line for each notice that has room, in the order given; what has none is counted at the end. */
export function listNotices(stories: readonly Story[], limits: ListLimits, words: MessageWords): string[] {
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
