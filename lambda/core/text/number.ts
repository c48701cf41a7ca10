/** A number as people read it in both languages: thousands apart, at most one decimal. */
export function formatNumber(number: number): string {
  return String(Number(number.toFixed(1))).replace(/\B(?=(\d{3})+(\.|$))/g, ',');
}

/** A number so large, and what stands for it; the largest first. */
export type Unit = readonly [size: number, symbol: string];

/** Numbers below this one are written in full. */
const shortFrom = 10_000;

/** A number in few characters, rounded to one decimal of the largest unit that it reaches. */
export function formatShort(number: number, units: readonly Unit[]): string {
  const unit = number < shortFrom ? undefined : units.find(([size]) => number >= size);
  return unit ? `${formatNumber(number / unit[0])}${unit[1]}` : formatNumber(number);
}
