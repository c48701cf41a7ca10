import { formatNumber } from '../../lambda/core/text/number.ts';

/** Such as `1 date` and `2 dates`; of a noun that takes an s. */
export function countOf(number: number, noun: string): string {
  return `${number} ${noun}${number === 1 ? '' : 's'}`;
}

/** The first of some names, and how many more there are: `acme, globex and 1,234 more`. */
export function nameSome(names: readonly string[], most: number): string {
  const more = names.length - most;
  return `${names.slice(0, most).join(', ')}${more > 0 ? ` and ${formatNumber(more)} more` : ''}`;
}
