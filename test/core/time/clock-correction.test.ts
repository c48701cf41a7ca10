import { describe, expect, it } from 'vitest';
import {
  correctionBy,
  isCached,
  recordingCorrectionBy,
  toleranceMs,
} from '../../../lambda/core/time/clock-reading.ts';

const hourMs = 3_600_000;
/** What a server says whose clock is so far ahead of ours. */
const saying = (aheadMs: number) => ({ sentAtMs: 0, receivedAtMs: 0, serverMs: aheadMs });

describe('the clocks of others', () => {
  it.each([
    ['the gateway’s, whatever the store says', saying(hourMs), saying(-hourMs), hourMs],
    ['the store’s while the gateway has said nothing', undefined, saying(-hourMs), -hourMs],
    ['ours while nobody has said anything', undefined, undefined, 0],
  ])('rule in their order: %s', (_, gateway, store, correctionMs) => {
    expect(correctionBy({ gateway, store })).toBe(correctionMs);
  });

  it.each([
    ['the gateway’s while it is behind', saying(-hourMs), saying(0), -hourMs],
    ['the store’s while the gateway’s is ahead', saying(hourMs), saying(0), 0],
    ['the gateway’s where the store tells no time', saying(hourMs), undefined, hourMs],
    ['the store’s while the gateway has said nothing', undefined, saying(-hourMs), -hourMs],
  ])('date what is recorded: %s', (_, gateway, store, correctionMs) => {
    expect(recordingCorrectionBy({ gateway, store })).toBe(correctionMs);
  });

  it.each([
    ['says its age', { ageS: 0 }, undefined, true],
    [
      'says its age, though its date is as it should be',
      { ageS: 5, gatewayClock: saying(0) },
      saying(0),
      true,
    ],
    ['is a minute older than the store’s clock', { gatewayClock: saying(0) }, saying(toleranceMs), false],
    ['is older than that', { gatewayClock: saying(0) }, saying(toleranceMs + 1), true],
    ['is newer than the store’s clock', { gatewayClock: saying(13 * hourMs) }, saying(0), false],
    ['has no date', {}, saying(13 * hourMs), false],
    ['has nothing to be held against', { gatewayClock: saying(-13 * hourMs) }, undefined, false],
  ])('tell whether an answer is out of a cache: one that %s', (_, answer, store, cached) => {
    expect(isCached(answer, store)).toBe(cached);
  });
});
