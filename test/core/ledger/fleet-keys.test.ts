import { describe, expect, it } from 'vitest';
import {
  backfillAccountsKey,
  backfillKey,
  backfillPrefix,
  failedKey,
  mapResultsPrefix,
  musterKey,
  overviewKey,
  overviewsPrefix,
  shiftInKey,
  shiftKey,
  shiftMonthPrefix,
  shiftOfOverview,
  shiftsPrefix,
} from '../../../lambda/core/ledger/keys.ts';

const dueMs = Date.UTC(2026, 10, 22, 16, 10);

describe('the keys of a fleet', () => {
  it.each([
    [shiftsPrefix, 'fleet/accounts/'],
    [shiftKey('seoul'), 'fleet/accounts/seoul.jsonl'],
    [shiftMonthPrefix('seoul', '2026-11'), 'fleet/nights/shift=seoul/due=202611'],
    [failedKey('seoul', dueMs, 2), 'fleet/nights/shift=seoul/due=20261122T161000Z/pass=2/failed.jsonl'],
    [musterKey('seoul', dueMs), 'fleet/nights/shift=seoul/due=20261122T161000Z/muster.json'],
    [overviewsPrefix, 'fleet/overviews/'],
    [overviewKey('seoul'), 'fleet/overviews/seoul.json'],
    [backfillPrefix('b-1'), 'fleet/backfills/b-1/'],
    [backfillKey('b-1', 'acme'), 'fleet/backfills/b-1/acme.json'],
    [backfillAccountsKey('b-1'), 'fleet/backfills/b-1/accounts.jsonl'],
    [mapResultsPrefix, 'fleet/maps'],
  ])('stand for good: %s', (key, expected) => {
    expect(key).toBe(expected);
  });

  it('name the shift that they are of', () => {
    expect(shiftInKey(shiftKey('seoul-2'))).toBe('seoul-2');
    expect(shiftOfOverview(overviewKey('seoul-2'))).toBe('seoul-2');
    expect(musterKey('seoul', dueMs).startsWith(shiftMonthPrefix('seoul', '2026-11'))).toBe(true);
  });

  it.each(['', 'fleet/accounts/', 'fleet/accounts/seoul.json', 'fleet/accounts/seoul.jsonl.bak'])(
    'name none where they are of no accounts: %s',
    (key) => {
      expect(shiftInKey(key)).toBeUndefined();
    },
  );

  it.each(['', 'fleet/overviews/', 'fleet/overviews/seoul.jsonl', 'fleet/overviews/SEOUL.json'])(
    'name none where they are of no overview: %s',
    (key) => {
      expect(shiftOfOverview(key)).toBeUndefined();
    },
  );
});
