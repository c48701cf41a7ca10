import { describe, expect, it } from 'vitest';
import { readEmptyAnswer } from '../../../lambda/core/vendor/empty-answer.ts';
import { readFilePage } from '../../../lambda/core/vendor/file-page.ts';
import { readCounts } from '../../../lambda/core/vendor/statistics.ts';
import { countsWith } from '../../support/counts.ts';
import { received } from '../../support/received.ts';

/** What an empty answer comes to beside a list of files. */
function readWith(list: object, httpStatus = 200) {
  const empty = readCounts(received('{"content":[]}'));
  if (!empty.isEmpty) throw new Error('an empty list is told from every other fault');
  return readEmptyAnswer(empty.fault, readFilePage(received(JSON.stringify(list), httpStatus)));
}

describe('an answer with an empty list', () => {
  it('is a fault by itself', () => {
    expect(readCounts(received('{"content":[]}'))).toMatchObject({
      fault: { code: 'format', detail: 'content is an empty list' },
    });
    expect(readCounts(received('{"content":null}')).isEmpty).toBeUndefined();
  });

  it.each([0, '0'])('stands for zeros beside a list of files that has a total of %j', (total) => {
    expect(readWith({ content: [], total })).toEqual({ counts: countsWith({ complete: 0 }) });
  });

  it.each([
    [{ content: [{ status: 'COMPLETE' }], total: 37 }, 'but the list of files has 37 of the same time'],
    [{ content: [], total: 37 }, 'but the list of files has 37 of the same time'],
    [{ content: [{ status: 'COMPLETE' }], total: 0 }, 'but the list of files has 1 of the same time'],
    [{ content: [] }, 'and the list of files, which could confirm it, says no total'],
  ])('stays a fault beside %j', (list, detail) => {
    expect(readWith(list)).toEqual({
      ...{ isEmpty: true },
      fault: { code: 'format', detail: `content is an empty list, ${detail}`, httpStatus: 200 },
    });
  });

  it('is as unavailable as the list of files, for the same reason', () => {
    expect(readWith({ error: { code: 410, message: 'Throttled' } }, 429)).toEqual({
      fault: {
        ...{ code: 'throttled', httpStatus: 429, vendorCode: '410', vendorMessage: 'Throttled' },
        detail:
          'content is an empty list, and the list of files, which could confirm it, is not to be had: the API answered with error 410 and HTTP status 429',
      },
    });
  });
});
