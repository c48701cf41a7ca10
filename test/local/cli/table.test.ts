import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { type Cell, type Column, cutTo, formatFacts, formatTable } from '../../../local/cli/table.ts';
import { anyText } from '../../support/any-text.ts';
import { columnsIn } from '../../support/east-asian-width.ts';

const plain = (_format: unknown, text: string) => text;
const marked = (_format: unknown, text: string) => `<${text}>`;

describe('formatTable', () => {
  it('puts titles first, numbers to the right, and keeps columns straight beside wide characters', () => {
    const columns: Column[] = [{ title: 'name' }, { title: '개수', align: 'right' }, { title: 'note' }];
    const rows = [
      ['뉴스 클립', '7', 'x'],
      ['a', '1,204', ''],
    ];
    expect(formatTable(columns, rows, { paint: plain })).toEqual([
      'name        개수  note',
      '뉴스 클립      7  x',
      'a          1,204',
    ]);
  });

  it('paints cells and titles without moving anything, and nothing where there is no text', () => {
    const rows: Cell[][] = [
      [{ text: '', format: 'red' }, 'b'],
      [{ text: 'long', format: 'red' }, 'c'],
      ['d'],
    ];
    expect(formatTable([{ title: 'x' }, { title: 'y' }], rows, { paint: marked, indent: '  ' })).toEqual([
      '  <x>     <y>',
      '        b',
      '  <long>  c',
      '  d',
    ]);
  });

  it('leaves out columns by their rank until the rest fits, and then cuts the widest', () => {
    const columns = [
      { title: 'date' },
      { title: 'more', rank: 2 },
      { title: 'most', rank: 1 },
      { title: 'why' },
    ];
    const rows = [['2026-11-22', 'abcd', 'efgh', 'the reason']];
    const at = (width: number) => formatTable(columns, rows, { paint: plain, width })[1];
    expect(at(34)).toBe('2026-11-22  abcd  efgh  the reason');
    expect(at(33)).toBe('2026-11-22  abcd  the reason');
    expect(at(27)).toBe('2026-11-22  the reason');
    expect(at(20)).toBe('2026-11-…  the reas…');
    expect(at(2)).toBe('…');
  });

  it('gives bars the room that is left, and draws no bar for nothing alone', () => {
    const columns = [{ title: 'n' }, { title: '', bar: { least: 2, most: 8 } }];
    const rows = [0, 0.001, 0.5, 1].map((share): Cell[] => ['1', { share }]);
    const at = (width: number) => formatTable(columns, rows, { paint: plain, width });
    expect(at(100)).toEqual(['n', '1', '1  ▏', '1  ████', '1  ████████']);
    expect(at(7)).toEqual(['n', '1', '1  ▏', '1  ██', '1  ████']);
    expect(at(5)).toEqual(['n', '1', '1  ▏', '1  █', '1  ██']);
  });

  const column = fc.record(
    {
      title: anyText,
      align: fc.constant('right' as const),
      rank: fc.integer({ min: 0, max: 9 }),
      bar: fc.constant({ least: 4, most: 20 }),
    },
    { requiredKeys: ['title'] },
  );
  const cell = fc.oneof(
    anyText,
    fc.integer().map(String),
    fc.record({ share: fc.double({ min: 0, max: 1, noNaN: true }) }),
  );

  it('never writes a line that is longer than the screen, or a character that could move the cursor', () => {
    fc.assert(
      fc.property(
        fc.array(column, { minLength: 1, maxLength: 9 }),
        fc.array(fc.array(cell, { maxLength: 9 }), { maxLength: 5 }),
        fc.integer({ min: 1, max: 200 }),
        (columns, rows, width) => {
          const lines = formatTable(columns, rows, { paint: plain, width });
          expect(lines).toHaveLength(rows.length + 1);
          for (const line of lines) {
            expect(columnsIn(line)).toBeLessThanOrEqual(width);
            expect(line).not.toMatch(/[\p{Cc}\p{Zl}\p{Zp}\u202e]/u);
          }
        },
      ),
    );
  });
});

describe('cutTo', () => {
  it.each([
    [5, 'abcde', 'abcde'],
    [4, 'abcde', 'abc…'],
    [4, 'ab cde', 'ab…'],
    [4, '가나다', '가…'],
    [1, '가나다', '…'],
    [0, 'abc', ''],
    [0, '', ''],
  ])('to %i columns: %s', (width, text, cut) => {
    expect(cutTo(width, text)).toBe(cut);
  });
});

describe('formatFacts', () => {
  const facts = [
    ['measured', '139 files: 0 waiting, 99 complete, 40 failed'],
    ['broken', 'critical: failureCount 40, threshold 20', 'red'],
    ['ledger', 'ledger/account=example/year=2026/days.jsonl', 'whole'],
  ] as const;

  it('goes on below itself where a screen is narrow, painted on every line, and leaves keys whole', () => {
    const paint = (format: unknown, text: string) => `<${format}>${text}</>`;
    expect(formatFacts('example', facts, { paint, width: 40 }).split('\n')).toEqual([
      '<bold>example</>',
      '  <dim>measured </> 139 files: 0 waiting, 99',
      '            complete, 40 failed',
      '  <dim>broken   </> <red>critical: failureCount 40,</>',
      '            <red>threshold 20</>',
      '  <dim>ledger   </> ledger/account=example/year=2026/days.jsonl',
    ]);
  });

  it('puts several texts of one below each other, and leaves out what has none', () => {
    const told = [
      ['told', ['ops@example.com', 'dev@example.com']],
      ['failed', [], 'red'],
    ] as const;
    const lines = formatFacts('example', told, { paint: (_, text) => text }).split('\n');
    expect(lines).toEqual(['example', '  told      ops@example.com', '            dev@example.com']);
  });

  it('is a line each where there is no end', () => {
    const paint = (_format: unknown, text: string) => text;
    expect(formatFacts('example', facts, { paint }).split('\n')).toHaveLength(4);
  });
});
