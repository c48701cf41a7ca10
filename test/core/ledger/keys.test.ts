import { describe, expect, it } from 'vitest';
import {
  damagedLedgerKey,
  dateInKey,
  earlierSummaryKey,
  filesKey,
  filesPrefix,
  hashInKey,
  hashOf,
  ledgerKey,
  ledgerPrefix,
  mutesKey,
  pageKey,
  rejectedKey,
  snapshotKey,
  snapshotsPrefix,
  yearInKey,
} from '../../../lambda/core/ledger/keys.ts';

const askedAt = '2026-11-22T16:10:03.123Z';
const hash = '0123456789abcdef';

describe('hashOf', () => {
  it('is the beginning of the SHA-256 of the body', () => {
    // FIPS 180-4's example for "abc", and the well-known digest of nothing.
    expect(hashOf('abc')).toBe('ba7816bf8f01cfea');
    expect(hashOf('')).toBe('e3b0c44298fc1c14');
  });

  it('is the same for text and for its UTF-8 bytes', () => {
    expect(hashOf('한국어')).toBe(hashOf(Buffer.from('한국어', 'utf8')));
  });
});

describe('the keys in the bucket', () => {
  it('keep a damaged ledger where nobody takes it for one', () => {
    const key = damagedLedgerKey('main', 2026, hash);
    expect(key).toBe('damaged/ledger/account=main/year=2026/0123456789abcdef.jsonl');
    expect([key.startsWith(ledgerPrefix('main')), yearInKey(key)]).toEqual([false, undefined]);
  });

  it('are those of the design', () => {
    expect(snapshotKey('main', '2026-11-21', askedAt, hash)).toBe(
      'snapshots/account=main/date=2026-11-21/20261122T161003.123Z-0123456789abcdef.json',
    );
    expect(rejectedKey('main', '2026-11-21', askedAt, hash)).toBe(
      'rejected/account=main/date=2026-11-21/20261122T161003.123Z-0123456789abcdef.json',
    );
    expect(filesKey('main', '2026-11-21', askedAt, hash)).toBe(
      'files/account=main/date=2026-11-21/20261122T161003.123Z-0123456789abcdef.json',
    );
    expect(ledgerKey('main', 2026)).toBe('ledger/account=main/year=2026/days.jsonl');
    expect(mutesKey('main')).toBe('mutes/account=main/mutes.json');
    expect(pageKey('main', '2026-11-21')).toBe('reports/account=main/2026-11-21.html');
    expect(earlierSummaryKey('main', '2026-11-21')).toBe('reports/account=main/2026-11-21.json');
  });

  it('lie below their prefixes', () => {
    expect(snapshotKey('a', '2026-11-21', askedAt, hash)).toContain(snapshotsPrefix('a', '2026-11-21'));
    expect(snapshotsPrefix('a', '2026-11-21')).toContain(snapshotsPrefix('a'));
    expect(filesKey('a', '2026-11-21', askedAt, hash)).toContain(filesPrefix('a', '2026-11-21'));
    expect(ledgerKey('a', 2026)).toContain(ledgerPrefix('a'));
    expect(ledgerPrefix('a')).not.toContain(ledgerPrefix('ab'));
  });

  it('sort snapshots of one date by the time of asking', () => {
    const instants = ['2026-11-22T16:10:03.123Z', '2026-11-22T16:10:03.124Z', '2027-01-01T00:00:00.000Z'];
    const keys = instants.map((instant, index) => snapshotKey('a', '2026-11-21', instant, `${9 - index}`));
    expect(keys.toSorted()).toEqual(keys);
  });

  it('give every year four digits', () => {
    expect(ledgerKey('main', 7)).toBe('ledger/account=main/year=0007/days.jsonl');
  });
});

describe('hashInKey', () => {
  it('reads the hash back', () => {
    expect(hashInKey(snapshotKey('a-1', '2026-11-21', askedAt, hash))).toBe(hash);
  });

  it.each([
    '',
    'snapshots/account=a/date=2026-11-21/x.json',
    `x-${hash}`,
    `x-${hash}.json.bak`,
    `x-${hash.toUpperCase()}.json`,
  ])('finds none in %j', (key) => {
    expect(hashInKey(key)).toBeUndefined();
  });
});

describe('dateInKey', () => {
  it('reads the date back', () => {
    expect(dateInKey(snapshotKey('a-1', '2026-11-21', askedAt, hash))).toBe('2026-11-21');
  });

  it.each(['', 'ledger/account=main/year=2026/days.jsonl', 'snapshots/account=a/date=2026-11/x.json'])(
    'finds none in %j',
    (key) => {
      expect(dateInKey(key)).toBeUndefined();
    },
  );
});

describe('yearInKey', () => {
  it.each([0, 7, 1999, 2026, 9999])('reads the year %d back', (year) => {
    expect(yearInKey(ledgerKey('main', year))).toBe(year);
  });

  it.each([
    '',
    'ledger/account=main/',
    'ledger/account=main/year=26/days.jsonl',
    'a/year=2026/days.jsonl.bak',
  ])('finds none in %j', (key) => {
    expect(yearInKey(key)).toBeUndefined();
  });
});
