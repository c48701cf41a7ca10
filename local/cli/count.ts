/** Such as `1 date` and `2 dates`; of a noun that takes an s. */
export function countOf(number: number, noun: string): string {
  return `${number} ${noun}${number === 1 ? '' : 's'}`;
}
