/**
 * The word that was probably meant by a misspelt one: one that differs in case, in the order of its letters or in a
 * third of them, or else the first that holds it. Nothing for words of fewer than four letters, which are like too many others.
 */
export function nearestWord(word: string, words: readonly string[]): string | undefined {
  const given = word.toLowerCase();
  if (given.length < 4) return undefined;
  const near = words
    .map((each) => ({ each, distance: distanceBetween(given, each.toLowerCase()) }))
    .filter(
      ({ each, distance }) => distance <= Math.max(given.length, each.length) / 3 || isAnagram(given, each),
    )
    .toSorted((one, other) => one.distance - other.distance);
  return near[0]?.each ?? words.find((each) => each.toLowerCase().includes(given));
}

function isAnagram(one: string, other: string): boolean {
  return [...one].toSorted().join('') === [...other.toLowerCase()].toSorted().join('');
}

/** Letters to leave out, put in or replace to make one word of another: Levenshtein's distance. */
function distanceBetween(one: string, other: string): number {
  let row = Array.from({ length: other.length + 1 }, (_, index) => index);
  for (const letter of one) {
    const next: number[] = [];
    for (const [index, above] of row.entries()) {
      const aslant = index === 0 ? Number.POSITIVE_INFINITY : (row[index - 1] as number);
      const left = next[index - 1] ?? Number.POSITIVE_INFINITY;
      next.push(Math.min(above + 1, left + 1, aslant + (other[index - 1] === letter ? 0 : 1)));
    }
    row = next;
  }
  return row[other.length] as number;
}
