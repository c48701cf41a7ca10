/**
 * Makes untrusted text safe to put on one line anywhere: control and invisible characters become a space, white space
 * is folded, halves of characters become U+FFFD, and what is longer than `maxLength` characters (code points) is cut
 * and ends in an ellipsis.
 */
export function toPlainText(text: string, maxLength: number): string {
  const folded = text
    .toWellFormed()
    // Control, line-separating, bidirectional-override and invisible characters, but for those that choose a variant.
    .replace(/[\p{Cc}\p{Cf}\p{Zl}\p{Zp}[\p{Default_Ignorable_Code_Point}--\p{Variation_Selector}]]/gv, ' ')
    .replace(/\s+/gu, ' ')
    .trim();
  return shorten(folded, maxLength);
}

/** Cuts text to at most `maxLength` code points, the last of which is an ellipsis when anything was cut. */
export function shorten(text: string, maxLength: number): string {
  const characters = Array.from(text);
  if (characters.length <= maxLength) return text;
  return `${characters
    .slice(0, maxLength - 1)
    .join('')
    .trimEnd()}…`;
}
