/** White space, control and format characters: what a copied key brings along and nobody sees, U+FEFF and U+200B among it. */
const unseen = String.raw`[\s\p{Cc}\p{Cf}]`;
const around = new RegExp(`^${unseen}+|${unseen}+$`, 'gu');

/** A key without the unseen characters around it, such as a line break or a byte order mark. */
export function trimKey(key: string): string {
  return key.replace(around, '');
}

/** The first character that cannot be in a key, as `U+200B`: keys are visible ASCII, which alone fits into a header. */
export function findStrayCharacter(key: string): string | undefined {
  const code = key.match(/[^\x21-\x7e]/u)?.[0].codePointAt(0);
  return code === undefined ? undefined : `U+${code.toString(16).toUpperCase().padStart(4, '0')}`;
}
