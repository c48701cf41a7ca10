/** A value as one word of a command line that a POSIX shell reads: as it is, or in single quotes where it would read more into it. */
export function quoteWord(value: string): string {
  return /^[\w%+,./:@-]+$/.test(value) ? value : `'${value.replaceAll("'", "'\\''")}'`;
}
