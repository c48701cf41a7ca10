import { describe, expect, it } from 'vitest';
import { en } from '../../../lambda/core/words/en/messages.ts';
import { ko } from '../../../lambda/core/words/ko/messages.ts';
import { readSourceFiles } from '../../support/source-files.ts';

describe('the details of faults in Korean', () => {
  const sources = readSourceFiles('lambda').filter(({ path }) => !path.includes('/words/'));

  it.each([
    ['the API answered with ', 'error 400 and HTTP status 429', '오류 코드 400, HTTP 상태 429'],
    [
      'the API answered with HTTP status ',
      '503 and no error that could be read',
      'HTTP 상태 503, 오류 내용 확인 불가',
    ],
    ['the API did not answer in time', '', '제한 시간 안에 응답 없음'],
    ['the API could not be reached: ', 'ECONNRESET', 'API에 연결하지 못함 (ECONNRESET)'],
    [
      'the API refused the keys, and its clock is ',
      '7 minutes ahead of ours',
      '키가 거부되었고 API 시각이 7분 빠름',
    ],
    [
      'the API refused the keys, and its clock is ',
      '7 minutes behind ours',
      '키가 거부되었고 API 시각이 7분 느림',
    ],
    [
      'the API answered, but the answer could not be archived: ',
      'TimeoutError',
      '보관소에 저장하지 못함 (TimeoutError)',
    ],
    [
      'the API answers with counts even for a window ',
      'in the future, so its counts are not those of the date',
      '집계 구간과 무관한 수치로 응답',
    ],
    ['the answer is larger than 1 MB; only its beginning was kept', '', '1MB를 초과하여 앞부분만 보관'],
    [
      'the answer came out of a cache, or is older than the time at which it was asked for',
      '',
      '캐시에서 나왔거나 요청 시각보다 오래된 응답',
    ],
    ['no access key and secret key are set for this account', '', '계정에 등록된 키 없음'],
    ['no night asked for this date', '', '이 날짜의 야간 조회 기록 없음'],
    ['no night has recorded this date', '', '이 날짜의 야간 조회 기록 없음'],
  ])('tell what the program writes: %s%s', (written, rest, korean) => {
    expect(sources.some(({ text }) => text.includes(written))).toBe(true);
    expect(ko.detail(written + rest)).toBe(korean);
    expect(en.detail(written + rest)).toBe(written + rest);
  });

  it.each(['content.failure is missing', 'it: the API did not answer in time', ''])(
    'stay as they are where they are not known: %j',
    (detail) => {
      expect(ko.detail(detail)).toBe(detail);
    },
  );
});
