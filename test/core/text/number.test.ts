import { expect, it } from 'vitest';
import { formatNumber, formatShort } from '../../../lambda/core/text/number.ts';

it.each([
  [0, '0'],
  [999, '999'],
  [1000, '1,000'],
  [1234567, '1,234,567'],
  [9007199254740991, '9,007,199,254,740,991'],
  [1.5, '1.5'],
  [23.46, '23.5'],
  [1234.5, '1,234.5'],
])('formatNumber writes %d as %s', (number, text) => {
  expect(formatNumber(number)).toBe(text);
});

const units = [
  [1_000_000, 'M'],
  [1_000, 'k'],
] as const;

it.each([
  [0, '0'],
  [1_000, '1,000'],
  [9_999, '9,999'],
  [10_000, '10k'],
  [12_345, '12.3k'],
  [999_999, '1,000k'],
  [1_000_000, '1M'],
  [2_345_678_901, '2,345.7M'],
])('formatShort writes %d as %s', (number, text) => {
  expect(formatShort(number, units)).toBe(text);
});

it('formatShort writes in full what is less than every unit', () => {
  expect(formatShort(12_345, [[1_000_000, 'M']])).toBe('12,345');
});
