import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { formatCsv, toText } from '../../../lambda/core/text/csv.ts';
import { anyText } from '../../support/any-text.ts';
import { parseCsv } from '../../support/csv.ts';

describe('a table as CSV', () => {
  it('has a header, rows on lines of their own, and no line break at its end', () => {
    const table = {
      columns: ['date', 'failed'],
      rows: [
        ['2026-11-22', 3],
        ['2026-11-23', 0],
      ],
    };
    expect(formatCsv(table)).toBe('date,failed\r\n2026-11-22,3\r\n2026-11-23,0');
  });

  it('leaves a cell empty for nothing, and writes a zero as a zero', () => {
    expect(formatCsv({ columns: ['a', 'b', 'c'], rows: [[null, undefined, 0]] })).toBe('a,b,c\r\n,,0');
  });

  it.each([
    ['a, b', '"a, b"'],
    ['say "so"', '"say ""so"""'],
    ['two\r\nlines', '"two\r\nlines"'],
    ['=1+1', "'=1+1"],
    ['+1', "'+1"],
    ['-1', "'-1"],
    ['@SUM(A1)', "'@SUM(A1)"],
    ['\t=1', "'\t=1"],
    ['\n=1', '"\'\n=1"'],
    ['\r=1', '"\'\r=1"'],
    [' =1', "' =1"],
    ['\0=1', "' =1"],
    ['＝1', "'＝1"],
    ['\u001b[2J\u007f\u009b31m', ' [2J  31m'],
    [['\u009b'], '"["" ""]"'],
    [-1, '-1'],
    [{ a: 1 }, '"{""a"":1}"'],
  ])('writes %j as %s', (value, cell) => {
    expect(formatCsv({ columns: ['a'], rows: [[value]] })).toBe(`a\r\n${cell}`);
  });

  it('is read back by a parser that knows nothing of it, but for control characters and what would be a formula', () => {
    const isControl = (character: string) => {
      const code = character.charCodeAt(0);
      return code < 32 || (code >= 127 && code < 160);
    };
    const isBreak = (character: string) => ['\t', '\r', '\n'].includes(character);
    const expectedOf = (cell: string) => {
      const characters = Array.from(cell, (one) => (isControl(one) && !isBreak(one) ? ' ' : one));
      const first = characters.find((one) => one !== ' ') ?? '';
      const isFormula = [...'=+-@＝＋－＠', '\t', '\r', '\n'].includes(first);
      return `${isFormula ? "'" : ''}${characters.join('')}`;
    };
    fc.assert(
      fc.property(fc.array(fc.tuple(anyText, anyText), { maxLength: 5 }), (rows) => {
        const [, ...read] = parseCsv(formatCsv({ columns: ['a', 'b'], rows }));
        expect(read).toEqual(rows.map((row) => row.map(expectedOf)));
      }),
    );
  });
});

describe('a value as text', () => {
  it.each([
    ['a text as it is', 'a "b"', 'a "b"'],
    ['a number', 1.5, '1.5'],
    ['a list as JSON', [1, 'a'], '[1,"a"]'],
    ['an object as JSON', { a: null }, '{"a":null}'],
  ])('is %s', (_, value, text) => {
    expect(toText(value)).toBe(text);
  });
});
