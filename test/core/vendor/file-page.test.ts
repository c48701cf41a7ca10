import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { readFilePage } from '../../../lambda/core/vendor/file-page.ts';
import { anyText } from '../../support/any-text.ts';
import { received } from '../../support/received.ts';

function read(document: unknown, httpStatus = 200) {
  return readFilePage(received(JSON.stringify(document), httpStatus));
}

const failed = {
  ...{ categoryId: 7, categoryName: '드라마', filePath: '/in/a.mp4', outputType: 'HLS', link: '' },
  ...{ outputTotalSize: 0, lastWorkTime: '2026-11-22T03:12:00Z', status: 'FAILURE', percent: 12 },
};

describe('readFilePage', () => {
  it('keeps the failed files of a page, and counts all that it lists', () => {
    const content = [{ ...failed, status: 'COMPLETE' }, failed, { ...failed, status: 'RUNNING' }];
    expect(read({ content, total: 41 })).toEqual({
      page: {
        ...{ listed: 3, total: 41, fingerprint: expect.any(String) },
        failed: [{ path: '/in/a.mp4', category: '드라마', lastWorkTime: '2026-11-22T03:12:00Z' }],
      },
    });
  });

  it.each([
    ['digits in a string', '41', 41],
    ['no total', undefined, undefined],
    ['a total of fifteen digits', '9'.repeat(15), 10 ** 15 - 1],
    ['a total of sixteen digits', '9'.repeat(16), undefined],
    ['a negative total', -1, undefined],
    ['a total that is no number', 'many', undefined],
    ['a total with a unit', '41 files', undefined],
    ['a total in a list', [41], undefined],
  ])('takes %s', (_, total, expected) => {
    const { fingerprint: _fingerprint, ...page } = read({ content: [], total }).page ?? { fingerprint: '' };
    expect(page).toStrictEqual({
      ...{ listed: 0, ...(expected !== undefined && { total: expected }), failed: [] },
    });
  });

  it('tells a page that is sent again, whatever became of its files, from any other', () => {
    const other = { ...failed, filePath: '/in/b.mp4' };
    const printOf = (...content: object[]) => read({ content }).page?.fingerprint;
    expect(printOf(failed, other)).toBe(printOf({ ...failed, percent: 40, status: 'RUNNING' }, other));
    const changes = [
      { filePath: '/in/c.mp4' },
      { outputType: 'MP4' },
      { categoryId: 8 },
      { lastWorkTime: '' },
    ];
    const prints = changes.map((change) => printOf({ ...failed, ...change }, other));
    expect(new Set([...prints, printOf(failed), printOf(failed, other), printOf(other, failed)]).size).toBe(
      7,
    );
  });

  it('takes one object for a list of one, and statuses in small letters', () => {
    expect(read({ content: { ...failed, status: 'failure' } }).page).toMatchObject({ listed: 1 });
    expect(read({ content: { ...failed, status: 'failure' } }).page?.failed).toHaveLength(1);
  });

  it('names a file without a path with a question mark, and leaves out what it does not know', () => {
    expect(read({ content: [{ status: 'FAILURE', categoryName: '' }] }).page?.failed).toStrictEqual([
      { path: '?' },
    ]);
  });

  it('cuts long names and makes them printable', () => {
    const filePath = `/in/\u0007${'가'.repeat(500)}`;
    const long = { filePath, categoryName: 'x\n'.repeat(200), lastWorkTime: '9'.repeat(31) };
    const [file] = read({ content: [{ ...failed, ...long }] }).page?.failed ?? [{ path: '' }];
    expect(file?.lastWorkTime).toBe(`${'9'.repeat(29)}…`);
    expect(Array.from(file?.path ?? '')).toHaveLength(400);
    expect(file?.path).toMatch(/^\/in\/ 가+…$/);
    expect(file?.category).toMatch(/^(x )+x?…$/);
    expect(Array.from(file?.category ?? '').length).toBeLessThanOrEqual(100);
  });

  it.each([
    ['an error', { error: { errorCode: '200', message: 'no' } }, 'wrongKeys'],
    ['a list of something else', { content: ['a'] }, 'format'],
    ['files without a status', { content: [{ filePath: 'a' }] }, 'format'],
    ['no content', { total: 3 }, 'format'],
    ['no object', [], 'format'],
  ])('refuses %s', (_, document, code) => {
    expect(read(document)).toMatchObject({ fault: { code } });
  });

  it('says what is wrong with a list', () => {
    expect(read({ content: [1] }).fault?.detail).toBe('content is no list of files with a status each');
  });

  it('goes by the HTTP status of anything but a success', () => {
    expect(read({ content: [failed] }, 503)).toMatchObject({ fault: { code: 'outage' } });
  });

  it('never throws, whatever is in it', () => {
    fc.assert(
      fc.property(fc.oneof(fc.json(), anyText), (body) => {
        const { page, fault } = readFilePage(received(body));
        expect((page === undefined) !== (fault === undefined)).toBe(true);
      }),
    );
  });
});
