import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import type { AccountInput } from '../../lambda/config/account-input.ts';
import { findInShiftFile, formatShiftFile, parseShiftFile } from '../../lambda/config/roster.ts';
import { accountOf } from '../support/accounts.ts';

const nameLetters = fc.string({ unit: fc.constantFrom(...'abc019'), minLength: 1, maxLength: 5 });
const thresholds = fc.record(
  { warning: fc.integer({ min: 1, max: 9 }), critical: fc.constantFrom(9, 20, 50) },
  { requiredKeys: [] },
);

/** Whatever people may write of an account, the usual values among it. */
const written: fc.Arbitrary<AccountInput> = fc.record(
  {
    name: nameLetters,
    timeZone: fc.constantFrom('Asia/Seoul', 'Asia/Tokyo', 'UTC'),
    time: fc.constantFrom('01:10', '02:40'),
    language: fc.constantFrom('en', 'ko'),
    secret: fc.constantFrom('vod-nightly/acme', { ring: 'gold' }),
    tags: fc.uniqueArray(nameLetters, { maxLength: 3 }),
    lookBackDays: fc.constantFrom(7, 14),
    windowOrder: fc.constantFrom('auto', 'toIsStart'),
    nameFiles: fc.boolean(),
    report: fc.boolean(),
    rules: fc.record(
      {
        failureCount: fc.option(thresholds, { nil: false }),
        failureRate: fc.option(
          fc.record({
            warning: fc.constantFrom(20, 10),
            critical: fc.constantFrom<number | false>(50, false),
          }),
          { nil: false },
        ),
        stuck: fc.option(fc.record({ warning: fc.constantFrom(2, 3), critical: fc.constantFrom(4, 5) }), {
          nil: false,
        }),
      },
      { requiredKeys: [] },
    ),
    quiet: fc.record(
      { weekdays: fc.subarray(['sat', 'sun']), exceptCritical: fc.boolean() },
      { requiredKeys: [] },
    ),
  },
  { requiredKeys: ['name'] },
);

describe("a shift's file", () => {
  it('gives back every account that was put into it', () => {
    const fleet = fc.uniqueArray(written, { selector: ({ name }) => name, maxLength: 8 });
    fc.assert(
      fc.property(fleet, (inputs) => {
        const accounts = inputs.map((input) => accountOf(input));
        const { accounts: read, damaged } = parseShiftFile(formatShiftFile(accounts));
        expect(damaged).toEqual([]);
        expect(read).toEqual(accounts.toSorted((a, b) => (a.name < b.name ? -1 : 1)));
      }),
    );
  });

  it('says what is unusual of an account, and always its zone and time', () => {
    const rules = { failureCount: { warning: 5, critical: 20 }, stuck: false as const };
    const text = formatShiftFile([
      accountOf({ name: 'globex', tags: ['gold'], rules }),
      accountOf({ name: 'acme', lookBackDays: 7 }),
    ]);
    expect(text).toBe(
      '{"name":"acme","timeZone":"Asia/Seoul","time":"01:10"}\n' +
        '{"name":"globex","timeZone":"Asia/Seoul","time":"01:10","tags":["gold"],' +
        '"rules":{"failureCount":{"critical":20},"stuck":false}}\n',
    );
  });

  it('is empty without accounts', () => {
    expect(formatShiftFile([])).toBe('');
    expect(parseShiftFile('')).toEqual({ accounts: [], damaged: [] });
  });

  it('names each damaged line, and gives the accounts of all others', () => {
    const text = [
      '{"name":"acme","time":"01:10"}',
      '{"name":"globex","tmie":"01:10","tags":7}',
      '\u001b[31m{"name":"hooli"',
      '7',
      '{"name":"acme"}',
      '{"name":"initech"}',
    ].join('\n');
    const { accounts, damaged } = parseShiftFile(text);
    expect(accounts.map(({ name }) => name)).toEqual(['acme', 'initech']);
    expect(damaged).toEqual([
      {
        number: 2,
        name: 'globex',
        fault: 'tags: has to be a list; it is 7; tmie: there is no such option; did you mean time?',
      },
      { number: 3, name: undefined, fault: expect.stringMatching(/^[^\p{Cc}]*JSON[^\p{Cc}]*$/u) },
      { number: 4, name: undefined, fault: 'the whole: has to be an object; it is 7' },
      { number: 5, name: 'acme', fault: 'an earlier line has this name already' },
    ]);
  });
});

describe('an account in the file of a shift', () => {
  const file = (...lines: readonly string[]) => lines.map((line) => `${line}\n`).join('');

  it('is the same as if all lines were read', () => {
    fc.assert(
      fc.property(fc.uniqueArray(written, { selector: ({ name }) => name, maxLength: 8 }), (inputs) => {
        const text = formatShiftFile(inputs.map((input) => accountOf(input)));
        for (const account of parseShiftFile(text).accounts)
          expect(findInShiftFile(text, account.name)).toEqual(account);
        expect(findInShiftFile(text, 'nobody')).toBeUndefined();
      }),
    );
  });

  it('is not one that has its name for a tag, a secret or the end of its own', () => {
    const others = [
      accountOf({ name: 'other', tags: ['acme'], secret: 'acme' }),
      accountOf({ name: 'not-acme' }),
      accountOf({ name: 'acme-2' }),
    ];
    expect(findInShiftFile(formatShiftFile(others), 'acme')).toBeUndefined();
  });

  it('is found however its line is written, and in a last line without an end', () => {
    const text = '{"name":"a"}\n{ "tags": [ "gold" ], "name" : "acme" }';
    expect(findInShiftFile(text, 'acme')).toMatchObject({ name: 'acme', tags: ['gold'], time: '01:10' });
  });

  it('is found beside lines that are damaged, and its own is said to be', () => {
    const text = file('{"name":"broken', '{"name":"acme"}', '{"name":"odd","time":"25:00"}');
    expect(findInShiftFile(text, 'acme')).toMatchObject({ name: 'acme' });
    expect(() => findInShiftFile(text, 'odd')).toThrow('has to be a time');
  });

  it('costs the parsing of one line among ten thousand', () => {
    const damaged = Array.from(
      { length: 9_999 },
      (_, index) => `{"name":"studio-${index}","tags":["studio-9999"],}`,
    );
    const text = file(...damaged, '{"name":"studio-9999"}');
    expect(findInShiftFile(text, 'studio-9999')?.name).toBe('studio-9999');
    expect(() => findInShiftFile(text, 'studio-7')).toThrow(SyntaxError);
  });
});
