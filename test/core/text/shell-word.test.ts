import { describe, expect, it } from 'vitest';
import { quoteWord } from '../../../lambda/core/text/shell-word.ts';

describe('quoteWord', () => {
  it.each([
    ['VodNightly', 'VodNightly'],
    ['Prod/Nights-1', 'Prod/Nights-1'],
    ['../a_b.ts', '../a_b.ts'],
    ['', "''"],
    ['two words', "'two words'"],
    ["o'brien", "'o'\\''brien'"],
    ['$HOME', "'$HOME'"],
    ['~', "'~'"],
    ['a\\b', "'a\\b'"],
    ['*?', "'*?'"],
    ['밤', "'밤'"],
  ])('writes %s as %s', (value, word) => {
    expect(quoteWord(value)).toBe(word);
  });
});
