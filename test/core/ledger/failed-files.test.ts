import { describe, expect, it } from 'vitest';
import { countByCategory, parseFailedFiles } from '../../../lambda/core/ledger/failed-files.ts';

describe('countByCategory', () => {
  it('counts each category, most failures first, those without one under no name', () => {
    const files = ['b', undefined, 'a', 'a', undefined, 'a'].map((category, index) => ({
      path: String(index),
      ...(category !== undefined && { category }),
    }));
    expect(countByCategory(files)).toStrictEqual([
      { name: 'a', failures: 3 },
      { failures: 2 },
      { name: 'b', failures: 1 },
    ]);
  });

  it('gives nothing of no files', () => {
    expect(countByCategory([])).toEqual([]);
  });
});

describe('an archived list', () => {
  const list = {
    askedAt: '2026-11-22T16:10:04.000Z',
    files: [{ path: '/in/a.mp4', category: '드라마' }],
    ...{ read: 20, total: 137, stopped: 'timeout' },
  };

  it('is read back, whatever else is kept with it', () => {
    const text = `${JSON.stringify({ version: 1, account: 'acme', date: '2026-11-22', ...list })}\n`;
    expect(parseFailedFiles(text)).toEqual(list);
    const cut = { ...list, stopped: 'bounds' };
    expect(parseFailedFiles(JSON.stringify(cut))).toEqual(cut);
  });

  it.each([
    '',
    'null',
    '[]',
    '{"files":',
    JSON.stringify({ ...list, files: [{}] }),
    JSON.stringify({ ...list, read: -1 }),
  ])('is none where it is: %s', (text) => {
    expect(parseFailedFiles(text)).toBeUndefined();
  });
});
