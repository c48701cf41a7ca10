/** Gives the next number of a stream, in [0, 1). */
export type Random = () => number;

/**
 * A stream that is the same for the same seed and name, whatever else was drawn before: a date's stream can be had
 * without its predecessors. The name is hashed with FNV-1a, the numbers come from Mulberry32.
 */
export function createRandom(seed: number, name: string): Random {
  let state = hashText(`${seed}/${name}`);
  return () => {
    state = (state + 0x6d2b79f5) | 0;
    let mixed = Math.imul(state ^ (state >>> 15), state | 1);
    mixed ^= mixed + Math.imul(mixed ^ (mixed >>> 7), mixed | 61);
    return ((mixed ^ (mixed >>> 14)) >>> 0) / 2 ** 32;
  };
}

/** A number in [low, high). */
export function drawBetween(random: Random, low: number, high: number): number {
  return low + random() * (high - low);
}

/** A whole number in [low, high], both ends included. */
export function drawWhole(random: Random, low: number, high: number): number {
  return Math.floor(drawBetween(random, low, high + 1));
}

/** One of a list, each as likely as the other. */
export function drawOne<Items extends readonly [unknown, ...unknown[]]>(
  random: Random,
  items: Items,
): Items[number] {
  return items[Math.floor(random() * items.length)];
}

function hashText(text: string): number {
  let hash = 0x811c9dc5;
  for (const byte of new TextEncoder().encode(text)) hash = Math.imul(hash ^ byte, 0x01000193);
  return hash;
}
