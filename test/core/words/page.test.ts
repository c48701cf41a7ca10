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
