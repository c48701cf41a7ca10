import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { isNameOfLine, nameOfLine } from '../../../lambda/core/fleet/standing.ts';

const anyNumber = fc.integer({ min: 1, max: 999_999_999 });

describe('the name of a line that has no account', () => {
  it('says which line it is, and is told from all names of accounts', () => {
    expect(nameOfLine(12)).toBe('line 12');
    fc.assert(
      fc.property(anyNumber, fc.stringMatching(/^[a-z0-9-]{1,40}$/), (number, account) => {
        expect(isNameOfLine(nameOfLine(number))).toBe(true);
        expect(isNameOfLine(account)).toBe(false);
      }),
    );
  });

  it.each(['', 'line', 'line ', 'line x', 'line-12', 'on line 12', 'line 12 of 40', 'line 1234567890'])(
    'is not %j',
    (name) => {
      expect(isNameOfLine(name)).toBe(false);
    },
  );
});
