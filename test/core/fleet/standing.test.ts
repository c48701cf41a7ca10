import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import {
  isNameOfLine,
  messageTelling,
  nameOfLine,
  selectStandings,
} from '../../../lambda/core/fleet/standing.ts';
import { leftAvailable, leftMeasured, leftUnavailable, measured } from '../../support/musters.ts';

describe('a route', () => {
  const standings = [
    measured('acme', { tags: ['gold', 'team-a'] }),
    measured('globex', { tags: ['gold'] }),
    measured('initech', { tags: [] }),
  ];

  it.each([
    ['everything where it names nothing', {}, ['acme', 'globex', 'initech']],
    ['the accounts that it names', { accounts: ['acme', 'initech', 'gone'] }, ['acme', 'initech']],
    ['the accounts with any of the tags that it names', { tags: ['team-a', 'gold'] }, ['acme', 'globex']],
    ['only what has both where it names both', { accounts: ['acme', 'initech'], tags: ['gold'] }, ['acme']],
    ['nothing where it names what nobody has', { tags: ['silver'] }, []],
  ])('selects %s', (_, route, selected) => {
    expect(selectStandings(route, standings).map(({ account }) => account)).toEqual(selected);
  });
});

describe('a notice that was left to the muster', () => {
  it('is told by the alert while its date is unavailable, and when people knew of it', () => {
    expect(messageTelling(leftUnavailable('acme', 'outage'))).toBe('alert');
    expect(messageTelling(leftAvailable('acme', '2026-11-21'))).toBe('alert');
  });

  it('is told by the summary alone when its date was measured before anybody knew', () => {
    expect(messageTelling(leftMeasured('acme'))).toBe('summary');
  });
});

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
