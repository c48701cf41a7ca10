import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { type Address, formatAddress, parseAddress } from '../../../lambda/core/links/address.ts';
import { addDays } from '../../../lambda/core/time/day.ts';

const names = fc.stringMatching(/^[a-z0-9](?:[a-z0-9-]{0,38}[a-z0-9])?$/);
const dates = fc.nat(40_000).map((days) => addDays('1990-01-01', days));
const parts = fc.constantFrom<Address['part'][]>('page', 'csv', 'json', 'files', 'files.csv');
const addresses: fc.Arbitrary<Address> = fc.oneof(
  fc.constant({ part: 'page' as const }),
  fc.record({ account: names, part: parts }),
  fc.record({ account: names, date: dates, part: parts }),
);

describe('an address', () => {
  it('is read as it was written', () => {
    fc.assert(
      fc.property(addresses, (address) => {
        expect(parseAddress(formatAddress(address))).toEqual(address);
      }),
    );
  });

  it('is a path from the root of the reader, which no browser takes for another host', () => {
    fc.assert(
      fc.property(addresses, (address) => {
        const { origin, pathname } = new URL(
          formatAddress(address),
          'https://reader.example/acme/2026-11-22',
        );
        expect([origin, pathname]).toEqual(['https://reader.example', formatAddress(address)]);
      }),
    );
  });

  it.each([
    ['/', {}],
    ['/acme', { account: 'acme' }],
    ['/acme/2026-11-22', { account: 'acme', date: '2026-11-22' }],
  ])('is what one would guess: %s', (path, place) => {
    expect(parseAddress(path)).toEqual({ ...place, part: 'page' });
  });

  it.each([
    '',
    'acme',
    '//acme',
    '/acme/',
    '/Acme',
    '/acme/2026-02-30',
    '/acme/2026-1-1',
    '/acme.html',
    '/acme/files.json',
    '/acme/files/',
    '/acme/2026-11-22/files.csv/',
    '/acme/2026-11-22.csv.csv',
    '/acme.csv\n',
    `/${'a'.repeat(41)}`,
  ])('is nothing else: %j', (path) => {
    expect(parseAddress(path)).toBeUndefined();
  });

  it('is whatever can be formatted, or nothing', () => {
    fc.assert(
      fc.property(fc.oneof(fc.string(), fc.stringMatching(/^\/[a-z0-9./-]{0,30}$/)), (path) => {
        const address = parseAddress(path);
        expect(address === undefined || formatAddress(address) === path).toBe(true);
      }),
    );
  });
});
