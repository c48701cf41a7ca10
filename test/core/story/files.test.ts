import { describe, expect, it } from 'vitest';
import type { FailedFile, FailedFiles } from '../../../lambda/core/ledger/failed-files.ts';
import { toEntry } from '../../../lambda/core/messages/notice-document.ts';
import { describeFiles } from '../../../lambda/core/story/files.ts';
import { storyOf } from '../../../lambda/core/story/story.ts';
import { en } from '../../../lambda/core/words/en/messages.ts';
import { ko } from '../../../lambda/core/words/ko/messages.ts';
import { ledgerOf, measuredLine, noticeOf } from '../../support/lines.ts';

function found(files: readonly FailedFile[], given: Partial<FailedFiles> = {}): FailedFiles {
  return { askedAt: '2026-11-22T16:10:04.000Z', files, read: files.length, ...given };
}

/** One file of each of so many categories, and one more of the first. */
function filesOf(categories: number): FailedFile[] {
  const files = Array.from({ length: categories }, (_, index) => ({ path: '/a', category: `c${index}` }));
  return [...files, { path: '/b', category: 'c0' }];
}

const told = { date: '2026-11-22', timeZone: 'Asia/Seoul' };

describe('describeFiles', () => {
  it('counts ten categories one by one, and the files of all others together', () => {
    expect(describeFiles(found(filesOf(13)), en, told)[0]).toBe(
      'By category: c0 2, c1 1, c2 1, c3 1, c4 1, c5 1, c6 1, c7 1, c8 1, c9 1, other categories 3',
    );
    expect(describeFiles(found(filesOf(13)), ko, told)[0]).toMatch(/, c9 1, 그 외 카테고리 3$/);
    expect(describeFiles(found(filesOf(10)), en, told)[0]).toMatch(/, c9 1$/);
  });

  it('says that the list shows no failed file, and no more', () => {
    expect(describeFiles(found([]), en, told)).toEqual(['The list of files shows no failed file any more.']);
    expect(describeFiles(found([]), ko, told)).toEqual(['파일 목록에는 실패한 파일이 더 이상 없습니다.']);
  });

  it.each([
    ['the length of the list', 'bounds', 'the list is long', '목록이 김'],
    ['the vendor', 'outage', 'API outage', 'API 장애'],
  ] as const)('says that %s stopped the listing, and how far it came', (_, stopped, english, korean) => {
    const files = found([{ path: '/a' }], { read: 1200, stopped });
    expect(describeFiles(files, en, told)[0]).toBe(`Not all files were looked through (${english}): 1,200.`);
    expect(describeFiles(files, ko, told)[0]).toMatch(new RegExp(`\\(${korean}\\): 1,200개 확인\\.$`));
  });

  it.each([
    ['2026-11-22T03:12:00Z', '12:12'],
    ['2026-11-22T15:12:59.123Z', '2026-11-23 00:12'],
    ['2026-11-22T03:12Z', '12:12'],
    ['2026-11-31T25:12:00Z', '2026-11-31T25:12:00Z'],
    ['2026-11-22T03:12:00', '2026-11-22T03:12:00'],
    ['before 2026-11-22T03:12:00Z', 'before 2026-11-22T03:12:00Z'],
    ['2026-11-22T03:12:00Z or so', '2026-11-22T03:12:00Z or so'],
    ['+012026-11-22T03:12:00Z', '+012026-11-22T03:12:00Z'],
  ])(
    "writes the time %s as %s by the account's clocks, with its date where it is another",
    (lastWorkTime, written) => {
      expect(describeFiles(found([{ path: '/a', lastWorkTime }]), en, told)).toContain(`- /a, ${written}`);
    },
  );
});

describe('toEntry', () => {
  it('gives programs the first fifty categories and the first ten files', () => {
    const line = measuredLine('2026-11-22', { notices: [noticeOf('breached')] });
    const notice = noticeOf('breached');
    const story = { ...storyOf({ line, notice }, ledgerOf(line)), failed: found(filesOf(60)) };
    const { files } = toEntry(story, ledgerOf(line), en);
    expect(files?.categories.map(({ name }) => name)).toEqual(
      Array.from({ length: 50 }, (_, index) => `c${index}`),
    );
    expect(files?.named).toHaveLength(10);
  });
});
