import { expect, it } from 'vitest';
import { formatNumber } from '../../../lambda/core/text/number.ts';

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
