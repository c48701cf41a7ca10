/** So many characters of a signature are taken for it, also where the text breaks off after them. */
const tellingLength = 12;

/** How the alphabet for addresses (RFC 4648, 5) writes the two that differ. */
const inAddresses: Readonly<Record<string, string>> = { '+': '-', '/': '_' };

/**
 * Makes what takes a Base64 signature out of a text in which somebody quotes it: whole or broken off, escaped as in
 * JSON, HTML or an address, in any case, and in UTF-16 read byte by byte. A gateway that quotes it must not bring it into
 * the archive.
 */
export function createRedaction(signature: string): (text: string) => string {
  const characters = [...signature].map(spellingsOf);
  const start = characters.slice(0, tellingLength).join('\\0?');
  const beginning = new RegExp(start, 'i');
  return (text) =>
    beginning.test(text) ? text.replace(wholePattern(start, characters), '[signature]') : text;
}

/** What follows the start as far as it goes: slow to make, so that it is made only where the start was found. */
function wholePattern(start: string, characters: readonly string[]): RegExp {
  const rest = characters
    .slice(tellingLength)
    .reduceRight((following, character) => `(?:\\0?${character}${following})?`, '');
  return new RegExp(start + rest, 'gi');
}

/** A pattern of every way in which a character is written. Letters and digits are written in one way only. */
function spellingsOf(character: string): string {
  if (/[0-9A-Za-z]/.test(character)) return character;
  const code = character.charCodeAt(0);
  const hex = code.toString(16);
  const plain = `\\\\?[${character}${inAddresses[character] ?? ''}]`;
  return `(?:${plain}|%${hex}|\\\\u00${hex}|&#x0*${hex};|&#0*${code};)`;
}
