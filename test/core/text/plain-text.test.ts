import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { shorten, toPlainText } from '../../../lambda/core/text/plain-text.ts';
import { anyText } from '../../support/any-text.ts';

describe('toPlainText', () => {
  it.each([
    ['leaves Korean as it is', '인코딩 실패 5건', '인코딩 실패 5건'],
    ['folds lines and tabs', ' a\r\n\tb\u0085c\u2028d\u2029e ', 'a b c d e'],
    ['takes out control characters', 'a\u0000\u0007\u001b[31mb\u007f', 'a [31mb'],
    ['takes out what turns or hides text', 'a\u202eb\u2066c\u200bd\ufeffe\u00adf', 'a b c d e f'],
    ['takes out letters that show nothing', 'a\u3164b\uffa0c\u115f\u1160d\u034fe', 'a b c d e'],
    ['folds the spaces of every script', 'a\u00a0\u3000\u2003b', 'a b'],
    ['replaces halves of characters', 'a\ud83d-\ude00b', 'a\ufffd-\ufffdb'],
    ['keeps variants of ideographs and emoji', '葛\u{e0100}城 ❤\ufe0f', '葛\u{e0100}城 ❤\ufe0f'],
    ['gives nothing for nothing', '\n\u0000 ', ''],
  ])('%s', (_, text, expected) => {
    expect(toPlainText(text, 100)).toBe(expected);
  });

  it('gives one trimmed, well-formed line within the limit, and changes it no more', () => {
    fc.assert(
      fc.property(anyText, fc.integer({ min: 1, max: 300 }), (text, maxLength) => {
        const line = toPlainText(text, maxLength);
        expect(line).not.toMatch(/[\p{Cc}\p{Cf}\p{Zl}\p{Zp}]| {2}|^ | $/u);
        expect(line.isWellFormed()).toBe(true);
        expect(Array.from(line).length).toBeLessThanOrEqual(maxLength);
        expect(toPlainText(line, maxLength)).toBe(line);
      }),
    );
  });
});

describe('shorten', () => {
  it.each([
    ['leaves what fits', 'abcde', 5, 'abcde'],
    ['ends in an ellipsis what does not', 'abcdef', 5, 'abcd…'],
    ['leaves no space before the ellipsis', 'abc def', 5, 'abc…'],
    ['counts characters, not UTF-16 units', '😀😀😀', 3, '😀😀😀'],
    ['splits no character', '😀😀😀', 2, '😀…'],
    ['has room for the ellipsis alone', 'ab', 1, '…'],
  ])('%s', (_, text, maxLength, expected) => {
    expect(shorten(text, maxLength)).toBe(expected);
  });
});
