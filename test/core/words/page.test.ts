import { describe, expect, it } from 'vitest';
import { pageWords } from '../../../lambda/core/words/page.ts';

/** All fixed words by where they stand, and where there is a function. */
function entriesOf(value: object, place = ''): [string, string][] {
  return Object.entries(value).flatMap(([name, entry]): [string, string][] => {
    const here = `${place}${name}`;
    if (typeof entry === 'object') return entriesOf(entry, `${here}.`);
    return [[here, typeof entry === 'function' ? 'composed' : String(entry)]];
  });
}

const [en, ko] = [pageWords.en, pageWords.ko].map(({ messages: _, ...words }) => new Map(entriesOf(words)));

describe('the words of the report', () => {
  it('are there in every language', () => {
    expect([...(ko ?? [])].map(([place]) => place).toSorted()).toEqual(
      [...(en ?? [])].map(([place]) => place).toSorted(),
    );
    for (const words of [en, ko]) for (const [, text] of words ?? []) expect(text).toMatch(/^\S/);
  });

  it('are Korean in Korean, but for names', () => {
    const foreign = [...(ko ?? [])].filter(
      ([, text]) => text !== 'composed' && !/\p{Script=Hangul}/u.test(text),
    );
    expect(foreign).toEqual([['language', 'ko']]);
  });

  it.each([
    ['en', 'Settled: no file of the date is waiting or running any more.', 'Provisional: '],
    ['ko', '확정: 대기 중이거나 진행 중인 파일이 없습니다.', '잠정: '],
  ] as const)('say in %s whether a date is settled', (language, settled, provisional) => {
    const { source } = pageWords[language];
    expect(source.settled(true)).toBe(settled);
    expect(source.settled(false)).toContain(provisional);
  });
});

describe('a number on the axis of a chart', () => {
  it.each([
    [0, '0', '0'],
    [9_999, '9,999', '9,999'],
    [10_000, '10k', '1만'],
    [150_000, '150k', '15만'],
    [2_500_000, '2.5M', '250만'],
    [300_000_000, '300M', '3억'],
    [4e9, '4B', '40억'],
    [9e15, '9,000T', '9,000조'],
  ])('%d is %s in English and %s in Korean', (number, english, korean) => {
    expect([pageWords.en.short(number), pageWords.ko.short(number)]).toEqual([english, korean]);
  });
});

describe.each([
  ['English', pageWords.en],
  ['Korean', pageWords.ko],
])('in %s', (language, words) => {
  const say = (english: string, korean: string) => (language === 'English' ? english : korean);
  const { index, fleet, notices, chart, source, mute } = words;

  it('accounts and shifts that could not be read are named, all of them', () => {
    expect([index.unread(['a', 'b']), index.unrecorded(['a', 'b']), fleet.unread(['a', 'b'])]).toEqual([
      say('Could not be read: a, b.', '읽지 못한 계정: a, b'),
      say('Nothing is recorded yet: a, b.', '아직 기록이 없는 계정: a, b'),
      say('Could not be read: shift a, shift b.', '읽지 못한 시프트: a, b'),
    ]);
  });

  it.each([
    [0, 1, 'The account is well', '전체 계정 1개 정상'],
    [0, 3, 'All 3 accounts are well', '전체 계정 3개 정상'],
    [1, 1, '1 of 1 account needs attention', '계정 1개 중 1개 확인 필요'],
    [1, 3, '1 of 3 accounts needs attention', '계정 3개 중 1개 확인 필요'],
    [2, 3, '2 of 3 accounts need attention', '계정 3개 중 2개 확인 필요'],
  ])('the verdict on %d bad accounts of %d is a sentence', (bad, all, english, korean) => {
    expect(index.verdict(bad, all)).toBe(say(english, korean));
  });

  it('one of a kind is not told as several', () => {
    expect([words.firstFiles(1), words.firstFiles(2)]).toEqual([
      say('The file by name', '파일 1개 보기'),
      say('2 files by name', '파일 2개 보기'),
    ]);
    expect([notices.older(1), notices.older(2)]).toEqual([
      say(
        'One older alert of the last 12 months is not listed.',
        '최근 12개월의 이전 알림 1건은 생략했습니다.',
      ),
      say(
        '2 older alerts of the last 12 months are not listed.',
        '최근 12개월의 이전 알림 2건은 생략했습니다.',
      ),
    ]);
    expect([source.revisions(1), source.revisions(2)]).toEqual([
      say('1: the counts never changed', '1차: 수치 변동 없음'),
      say('2: the counts changed since first measured', '2차: 최초 측정 이후 수치 변동'),
    ]);
    expect([fleet.tags(1), fleet.tags(2), fleet.whole(1), fleet.whole(2)]).toEqual(
      language === 'English'
        ? ['One tag', '2 tags', 'The account', 'All 2 accounts']
        : ['태그 1개', '태그 2개', '전체 계정 1개 보기', '전체 계정 2개 보기'],
    );
  });

  it('a fleet of many pages says how many there are, and what it leaves out', () => {
    expect([fleet.shift('night'), fleet.tag('gold'), fleet.pages(7), fleet.page(3)]).toEqual(
      language === 'English'
        ? ['Shift night', 'tag gold', 'Go to one of 7 pages, by name', 'Page 3']
        : ['시프트 night', '태그 gold', '이름으로 찾아가기 (7쪽)', '3쪽'],
    );
    expect([fleet.share(0, 1_200), fleet.share(3, 1_200)]).toEqual([
      '1,200',
      say('3 of 1,200', '1,200개 중 3개'),
    ]);
    expect(fleet.moreTags(9)).toBe(
      say(
        '9 more tags are not listed: add ?tag=NAME to the address of this page.',
        '태그 9개는 생략했습니다. 이 페이지 주소 뒤에 ?tag=이름을 붙이면 볼 수 있습니다.',
      ),
    );
  });

  it('a chart says what it shows, with the worst date where there is one', () => {
    expect([chart.summary(1, 30, undefined), chart.summary(1, 30, 'x')]).toEqual([
      say('1 of 30 dates were measured.', '30일 중 1일 측정.'),
      say('1 of 30 dates were measured. The worst: x.', '30일 중 1일 측정. 최다 실패 x.'),
    ]);
    const threshold = chart.threshold('warning', '20 %');
    expect([threshold, chart.above(threshold), index.largest(3)]).toEqual(
      language === 'English'
        ? ['warning from 20 %', 'warning from 20 % (above this chart)', 'At most 3 failed on a date.']
        : ['경고 기준 20 %', '경고 기준 20 % (차트 범위 초과)', '하루 최다 실패 3개.'],
    );
  });

  it('a mute says until when, and what it lets through', () => {
    expect([mute.until('2026-11-30', false), mute.until('2026-11-30', true)]).toEqual([
      say('Alerts are muted until 2026-11-30.', '2026-11-30까지 알림이 중지되었습니다.'),
      say(
        'Alerts are muted until 2026-11-30, except critical ones.',
        '2026-11-30까지 알림이 중지되었습니다 (심각 등급 제외).',
      ),
    ]);
  });

  it('each month has its name on the axis, and each date its weekday', () => {
    const months = Array.from({ length: 12 }, (_, month) => words.month(month + 1)).join(' ');
    expect(months).toBe(
      say(
        'Jan Feb Mar Apr May Jun Jul Aug Sep Oct Nov Dec',
        '1월 2월 3월 4월 5월 6월 7월 8월 9월 10월 11월 12월',
      ),
    );
    expect([words.longDate('2026-01-05'), words.lastDates(90)]).toEqual(
      language === 'English'
        ? ['Monday, 5 January 2026', 'last 90 dates']
        : ['2026년 1월 5일 월요일', '최근 90일'],
    );
  });
});
