import fc from 'fast-check';

const hangul = fc.integer({ min: 0xac00, max: 0xd7a3 }).map((code) => String.fromCodePoint(code));
const emoji = fc.constantFrom('😀', '👩‍👩‍👧‍👦', '❤️', '🇰🇷', '👍🏽');
const awkward = fc.constantFrom(
  ...['\u0000', '\u0007', '\n', '\r\n', '\t', '\u007f', '\u0085', '\u2028', '\u2029', '\u202e', '\u200b'],
  ...['\ud83d', '\ude00', '\ufeff', '\ufffd', '\u3164', '"', '\\', '€', '[', '…', '​', 'é', '￿'],
);
const ascii = fc.string({ unit: 'binary-ascii', minLength: 1, maxLength: 8 });
const anything = fc.string({ unit: 'binary', minLength: 1, maxLength: 8 });

/** Text of up to some thousand characters in any script, with what breaks lines, documents and limits mixed in. */
export const anyText: fc.Arbitrary<string> = fc
  .tuple(
    fc.array(fc.oneof(hangul, emoji, awkward, ascii, anything), { maxLength: 40 }),
    fc.oneof({ weight: 4, arbitrary: fc.constant(1) }, fc.integer({ min: 1, max: 100 })),
  )
  .map(([pieces, times]) => pieces.join('').repeat(times));
