import { describe, expect, it } from 'vitest';
import { en } from '../../../../lambda/core/words/en/page.ts';
import { ko } from '../../../../lambda/core/words/ko/page.ts';

describe('a number on the axis of a chart', () => {
  it.each([
    [0, '0', '0'],
    [9_999, '9,999', '9,999'],
    [10_000, '10k', '1만'],
    [150_000, '150k', '15만'],
    [2_500_000, '2.5M', '250만'],
    [300_000_000, '300M', '3억'],
    [4e9, '4B', '40억'],
    [9e15, '9,000T', '9,000조'],
  ])('%d is %s in English and %s in Korean', (number, english, korean) => {
    expect([en.short(number), ko.short(number)]).toEqual([english, korean]);
  });
});
