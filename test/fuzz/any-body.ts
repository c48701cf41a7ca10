import fc from 'fast-check';
import { type Counts, countNames } from '../../lambda/core/ledger/measurement.ts';
import { anyCounts } from '../support/counts.ts';

const anyValue = fc.oneof(
  fc.integer(),
  fc.double(),
  fc.bigInt().map(String),
  fc.string(),
  fc.constantFrom(null, true, '', '007', ' 7', '7.0', '1e3', '-0', [], {}, [7]),
);

/** A real answer as either edition of the guide shows it. */
const realAnswer: fc.Arbitrary<string> = fc.oneof(
  anyCounts.map((counts) => JSON.stringify({ content: counts })),
  anyCounts.map((counts) => JSON.stringify({ content: [toTexts(counts)], total: 1 }, undefined, 2)),
  fc.array(anyCounts, { maxLength: 3 }).map((content) => JSON.stringify({ content })),
  fc
    .constantFrom(100, 200, 300, 400, 260002, 999999)
    .map((code) => JSON.stringify({ error: { errorCode: String(code), message: '오류', details: 'x' } })),
);

function toTexts(counts: Counts): Record<string, string> {
  return Object.fromEntries(countNames.map((name) => [name, String(counts[name])]));
}

/** A real answer in which counts are replaced, missing, renamed, repeated or joined by something else. */
const mutatedAnswer: fc.Arbitrary<string> = fc
  .tuple(
    anyCounts,
    fc.dictionary(fc.constantFrom(...countNames, '__proto__', 'Failure', 'error'), anyValue, { maxKeys: 2 }),
    fc.subarray([...countNames], { minLength: 3 }),
    fc.constantFrom('object', 'list', 'twice', 'bare'),
  )
  .map(([counts, replaced, kept, shape]) => {
    const some = Object.fromEntries(kept.map((name) => [name, counts[name]]));
    const element = JSON.stringify({ ...some, ...replaced });
    if (shape === 'bare') return element;
    if (shape === 'list') return `{"content":[${element}]}`;
    return shape === 'twice' ? `{"content":${element},"content":${element}}` : `{"content":${element}}`;
  });

const realBytes = realAnswer.map((text) => Buffer.from(text));

const cutAnswer = fc
  .tuple(realBytes, fc.double({ min: 0, max: 1, noNaN: true }))
  .map(([bytes, share]) => bytes.subarray(0, Math.floor(bytes.length * share)));

const flippedAnswer = fc
  .tuple(realBytes, fc.array(fc.tuple(fc.nat(), fc.nat(255)), { minLength: 1, maxLength: 4 }))
  .map(([bytes, flips]) => {
    const flipped = Buffer.from(bytes);
    for (const [at, byte] of flips) flipped[at % flipped.length] = byte;
    return flipped;
  });

const otherEncoding = fc
  .tuple(realAnswer, fc.constantFrom('', '\ufeff'), fc.constantFrom('utf8', 'utf16le', 'utf16be', 'latin1'))
  .map(([text, mark, encoding]) => {
    if (encoding === 'utf16be') return Buffer.from(mark + text, 'utf16le').swap16();
    return Buffer.from(mark + text, encoding as BufferEncoding);
  });

const pieces = ['[', '{"a":', '{},', '0,', ' ', '\u0000', '"', '9', '{"content":[', '가', '\\u0000'];

/** From just below 1 MB, the most that is read, to 2 MB of the same again and again. */
const hugeBody = fc
  .tuple(
    fc.constantFrom('', '{"content":', '{"content":['),
    fc.constantFrom(...pieces),
    fc.constantFrom(999_000, 1_000_000, 1_000_001, 2_000_000),
  )
  .map(([start, piece, bytes]) => {
    const filler = Buffer.from(piece);
    return Buffer.concat([Buffer.from(start), Buffer.alloc(bytes - start.length, filler)]);
  });

/** What a server may send as the body of its answer, before any compression. */
export const anyBody: fc.Arbitrary<Buffer> = fc.oneof(
  { weight: 4, arbitrary: realBytes },
  { weight: 4, arbitrary: mutatedAnswer.map((text) => Buffer.from(text)) },
  { weight: 2, arbitrary: cutAnswer },
  { weight: 2, arbitrary: flippedAnswer },
  { weight: 2, arbitrary: otherEncoding },
  { weight: 2, arbitrary: fc.json().map((text) => Buffer.from(text)) },
  { weight: 2, arbitrary: fc.uint8Array({ maxLength: 3_000 }).map((bytes) => Buffer.from(bytes)) },
  { weight: 1, arbitrary: hugeBody },
);
