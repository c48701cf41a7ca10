import { describe, expect, it } from 'vitest';
import { type BackfillProgress, parseProgress } from '../../../lambda/core/fleet/backfill-progress.ts';
import { formatDocument } from '../../../lambda/core/text/document.ts';

const begun: BackfillProgress = {
  ...{ account: 'acme', from: '2026-01-01', to: '2026-03-31', at: '2026-04-01T01:10:00.000Z', isDone: false },
  ...{ measured: 0, unavailable: 0, remaining: 90 },
};

describe('the progress of a backfill', () => {
  it.each([
    ['that has just begun', begun],
    [
      'that has come so far',
      { ...begun, measured: 30, unavailable: 1, remaining: 59, reached: '2026-01-31' },
    ],
    ['that was refused', { ...begun, isDone: true, refused: 'wrongKeys' }],
  ] as const)('is read as it was written, of one %s', (_, progress) => {
    const text = formatDocument(progress);
    expect(text).toMatch(/^\{.*\}\n$/);
    expect(parseProgress(text)).toStrictEqual(progress);
  });

  it.each([
    ['without an account', { account: undefined }, 'account'],
    ['from a date that there is not', { from: '2026-02-30' }, 'from'],
    ['measured less than nothing', { measured: -1 }, 'measured'],
    ['unavailable on less than no date', { unavailable: -1 }, 'unavailable'],
    ['with less than nothing left', { remaining: -1 }, 'remaining'],
    ['refused for no reason that there is', { refused: 'tired' }, 'refused'],
    ['with something that nobody knows', { mood: 'good' }, 'it is no progress'],
  ])('is refused where it is of one %s, and says what is wrong', (_, damage, named) => {
    const parse = () => parseProgress(JSON.stringify({ ...begun, ...damage }));
    expect(parse).toThrow(SyntaxError);
    expect(parse).toThrow(/^it is no progress of a backfill: /);
    expect(parse).toThrow(named);
  });
});
