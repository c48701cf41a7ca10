import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { findStrayCharacter, trimKey } from '../../../lambda/core/text/key-text.ts';

const key = 'ncp_iam_BPAMKR1aB2+/=';
/** CR, LF, tab, byte order mark, no-break, ideographic and zero-width space, joiner, word joiner, direction mark. */
const unseen = ['\r', '\n', '\t', '\ufeff', '\u00a0', '\u3000', '\u200b', '\u200d', '\u2060', '\u200e'];

describe('a key as it was pasted', () => {
  it.each(unseen)('loses %j around it', (character) => {
    expect(trimKey(`${character}${key}${character}\r\n`)).toBe(key);
  });

  it('loses all that is not seen around it, and nothing inside it', () => {
    const some = fc.array(fc.constantFrom(...unseen), { maxLength: 4 }).map((all) => all.join(''));
    fc.assert(
      fc.property(some, some, some, (before, inside, after) => {
        expect(trimKey(`${before}ncp${inside}iam${after}`)).toBe(`ncp${inside}iam`);
      }),
    );
  });

  it('keeps every character that can be seen', () => {
    fc.assert(fc.property(fc.stringMatching(/^[!-~]+$/), (text) => trimKey(text) === text));
    expect(trimKey('키')).toBe('키');
  });

  it.each([
    ['\r', 'U+000D'],
    ['\ufeff', 'U+FEFF'],
    ['\u200b', 'U+200B'],
    ['\u00a0', 'U+00A0'],
    [' ', 'U+0020'],
    ['키', 'U+D0A4'],
    ['😀', 'U+1F600'],
  ])('is told to have %j inside as %s', (character, name) => {
    expect(findStrayCharacter(`ncp${character}iam`)).toBe(name);
  });

  it('has no stray character when it can all be seen', () => {
    fc.assert(fc.property(fc.stringMatching(/^[!-~]+$/), (text) => findStrayCharacter(text) === undefined));
  });
});
