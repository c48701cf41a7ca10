import { formatNumber } from '../../text/number.ts';

/** Such as `1 file` and `1,200 files`; of a noun that takes an s. */
export function countOf(count: number, noun: string): string {
  return `${formatNumber(count)} ${noun}${count === 1 ? '' : 's'}`;
}
