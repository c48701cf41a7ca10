const bars = ['▁', '▂', '▃', '▄', '▅', '▆', '▇', '█'] as const;
const gap = '·';

/** Numbers from 0 as bars, the largest as the highest. Only 0 is the lowest bar, and what is not known is no bar. */
export function drawSparkline(numbers: readonly (number | undefined)[]): string {
  const largest = largestOf(numbers);
  return numbers.map((number) => (number === undefined ? gap : barOf(number, largest))).join('');
}

/** The number that the highest bar stands for, 0 when there is none above it. */
export function largestOf(numbers: readonly (number | undefined)[]): number {
  return Math.max(0, ...numbers.filter((number) => number !== undefined));
}

function barOf(number: number, largest: number): string {
  const above = number === 0 ? 0 : Math.max(1, Math.round((number / largest) * (bars.length - 1)));
  return bars.slice(above)[0] as string;
}
