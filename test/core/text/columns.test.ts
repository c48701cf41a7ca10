import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { columnsOf, wrap, wrapCommand, writeBlock, writeBlocks } from '../../../lambda/core/text/columns.ts';
import { isWide } from '../../support/east-asian-width.ts';

describe('columnsOf', () => {
  it('counts two for all that Unicode calls wide, and one for all else but flags, which are drawn wide', () => {
    const wrong: string[] = [];
    for (let codePoint = 0x20; codePoint < 0x110000; codePoint += 1) {
      const character = String.fromCodePoint(codePoint);
      // Later editions of Unicode made the hexagrams wide and assigned more; neither is in the table of the test.
      if (/[\p{Cn}\p{Cs}\p{Regional_Indicator}]/u.test(character)) continue;
      const columns = columnsOf(character);
      if (isWide(codePoint) && columns !== 2) wrong.push(`${codePoint.toString(16)} is wide`);
      if (!isWide(codePoint) && columns !== 1 && !isNewlyWide(codePoint))
        wrong.push(`${codePoint.toString(16)} is narrow`);
    }
    expect(wrong).toEqual([]);
  });

  it.each([
    ['ascii', 5],
    ['실패 5건', 8],
    ['▁█·→…', 5],
    ['', 0],
  ])('%s', (text, columns) => {
    expect(columnsOf(text)).toBe(columns);
  });
});

/** Emoji and ideographs assigned after Unicode 14.0. */
function isNewlyWide(codePoint: number): boolean {
  return (
    codePoint > 0x16fe0 && /[\p{Emoji_Presentation}\p{Script=Han}]/u.test(String.fromCodePoint(codePoint))
  );
}

describe('wrap', () => {
  it.each([
    ['leaves what fits', 'a b', ['a b']],
    ['leaves nothing as an empty line', '', ['']],
    ['breaks at the last space that fits', `${'a'.repeat(70)} bb`, ['a'.repeat(70), 'bb']],
    ['leaves a word whole that fills a line', `bb ${'a/'.repeat(36)} c`, ['bb', 'a/'.repeat(36), 'c']],
    ['fills a line to its last column', `${'a'.repeat(69)} bb c`, [`${'a'.repeat(69)} bb`, 'c']],
    ['counts Hangul for two', `${'가'.repeat(35)} 나나`, ['가'.repeat(35), '나나']],
    [
      'breaks a word that is too long after a slash',
      `${'a'.repeat(60)}/${'b'.repeat(20)}`,
      [`${'a'.repeat(60)}/`, 'b'.repeat(20)],
    ],
    ['breaks one without slashes anywhere', 'a'.repeat(100), ['a'.repeat(72), 'a'.repeat(28)]],
  ])('%s', (_, text, lines) => {
    expect(wrap(text)).toEqual(lines);
  });

  it('indents all lines but the first', () => {
    expect(wrap(`- ${'a'.repeat(69)} bb ${'c'.repeat(100)}`, '  ')).toEqual([
      `- ${'a'.repeat(69)}`,
      '  bb',
      `  ${'c'.repeat(70)}`,
      `  ${'c'.repeat(30)}`,
    ]);
  });

  it('leaves an address whole that is too long for a line, and no empty line before it', () => {
    const address = `https://example.com/${'a/'.repeat(40)}`;
    expect(wrap(address)).toEqual([address]);
    expect(wrap(` ${address}`)).toEqual([` ${address}`]);
    expect(wrap(`see ${address} now`, '  ')).toEqual(['see', `  ${address}`, '  now']);
  });

  it('loses nothing but spaces', () => {
    fc.assert(
      fc.property(
        fc.string({ unit: fc.constantFrom('a', '가', '/', ' ', '😀'), maxLength: 300 }),
        fc.option(fc.integer({ min: 8, max: 100 }), { nil: undefined }),
        (text, columns) => {
          const lines = wrap(text, '  ', columns);
          expect(lines.join('').replaceAll(' ', '')).toBe(text.replaceAll(' ', ''));
          for (const line of lines) expect(columnsOf(line)).toBeLessThanOrEqual(columns ?? 72);
        },
      ),
    );
  });
});

describe('blocks of lines', () => {
  it('stand an empty line apart, and those without lines are left out', () => {
    expect(writeBlocks([['a', 'b'], [], ['c']])).toBe('a\nb\n\nc\n');
  });

  it('go on indented in a list, and not elsewhere', () => {
    const long = `${'a'.repeat(69)} bb`;
    expect(writeBlock([`- ${long}`, `${long} - `])).toBe(
      `- ${'a'.repeat(69)}\n  bb\n${'a'.repeat(69)} bb\n-`,
    );
    expect(writeBlock([`${long} cc`])).toBe(`${'a'.repeat(69)} bb\ncc`);
  });
});

describe('a command', () => {
  it.each(['', 'Report: '])(
    'stays on one line of up to 72 columns, and goes on behind a backslash, after %j',
    (before) => {
      for (let length = 1; length <= 80; length += 1) {
        const line = `${before}npx vod-nightly run --date 2026-11-22 --account ${'a'.repeat(length)}`;
        const lines = writeBlock([line]).split('\n');
        expect(lines).toHaveLength(line.length <= 72 ? 1 : 3);
        expect(lines.slice(0, -1).every((each) => each.endsWith(' \\'))).toBe(true);
        expect(lines.join('\n').replaceAll(' \\\n ', '')).toBe(line);
      }
    },
  );

  it('is never broken within a word, quoted or not', () => {
    const stack = `'Prod/O'\\''Brien --date ${'x'.repeat(72)} --y'`;
    expect(wrapCommand(`npx vod-nightly run --stack ${stack} --verbose`)).toEqual([
      'npx vod-nightly run \\',
      `  --stack ${stack} \\`,
      '  --verbose',
    ]);
  });

  it('goes on before an argument that takes too much of its first line', () => {
    const name = 'a'.repeat(40);
    expect(wrapCommand(`npx vod-nightly fleet keys put ${name} --stack S`)).toEqual([
      'npx vod-nightly fleet keys put \\',
      `  ${name} \\`,
      '  --stack S',
    ]);
  });

  it('is no command that others merely wrote of', () => {
    const line = `- npx ${'a --b '.repeat(20)}`;
    expect(writeBlock([line])).toBe(wrap(line, '  ').join('\n'));
  });
});
