/** A key without what is copied along and nobody sees around it: white space, control and format characters, such as U+FEFF. */
export function trimKey(key: string): string {
  return key.replace(/^[\s\p{Cc}\p{Cf}]+|[\s\p{Cc}\p{Cf}]+$/gu, '');
}

/** The first character that cannot be in a key, as `U+200B`: keys are visible ASCII, which alone fits into a header. */
export function findStrayCharacter(key: string): string | undefined {
  const code = key.match(/[^\x21-\x7e]/u)?.[0].codePointAt(0);
  return code === undefined ? undefined : `U+${code.toString(16).toUpperCase().padStart(4, '0')}`;
}
