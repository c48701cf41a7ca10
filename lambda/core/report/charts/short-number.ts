import { formatNumber } from '../../text/number.ts';

/** A number so large, and what stands for it; the largest first. */
export type Unit = readonly [size: number, symbol: string];

/** Numbers below this one are written in full. */
const shortFrom = 10_000;

/** A number in few characters, rounded to one decimal of the largest unit that it reaches. */
export function formatShort(number: number, units: readonly Unit[]): string {
  const unit = number < shortFrom ? undefined : units.find(([size]) => number >= size);
  return unit ? `${formatNumber(number / unit[0])}${unit[1]}` : formatNumber(number);
}
