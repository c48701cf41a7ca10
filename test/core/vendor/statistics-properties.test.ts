import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { type CountName, countNames, faultCodes } from '../../../lambda/core/ledger/measurement.ts';
import { type CountsReading, readCounts } from '../../../lambda/core/vendor/statistics.ts';
import { anyText } from '../../support/any-text.ts';
import { received } from '../../support/received.ts';

/** What stands in a document for a count: the JSON text, and the whole number that it is, if it is one. */
type Written = { readonly json: string; readonly value?: bigint };

const exact = BigInt(Number.MAX_SAFE_INTEGER);
const wholeNumber = fc.oneof(fc.bigInt({ min: 0n, max: 50n }), fc.bigInt({ min: 0n, max: exact }));
const written: fc.Arbitrary<Written> = fc.oneof(
  { weight: 8, arbitrary: wholeNumber.map((value) => ({ json: String(value), value })) },
  { weight: 8, arbitrary: wholeNumber.map((value) => ({ json: `"${value}"`, value })) },
  fc.bigInt({ min: exact + 1n, max: exact * 8n }).map((value) => ({ json: String(value) })),
  fc.bigInt({ min: -50n, max: -1n }).map((value) => ({ json: String(value) })),
  fc
    .constantFrom('null', 'true', '""', '"-1"', '1.5', '1e2', '[]', '{}', '"1,000"')
    .map((json) => ({ json })),
);

/** An element of `content`. */
type Fields = Readonly<Partial<Record<CountName, Written>>>;

const fields = Object.fromEntries(countNames.map((name) => [name, written])) as Record<
  CountName,
  fc.Arbitrary<Written>
>;
const completeElement = fc.record(fields);
/** Each of the five may be absent. */
const element: fc.Arbitrary<Fields> = fc.record(fields, { requiredKeys: [] });

function write(elements: readonly Fields[], asList: boolean): string {
  const objects = elements.map((one) => {
    const members = Object.entries(one).map(([name, { json }]) => `"${name}":${json}`);
    return `{${members.join(',')}}`;
  });
  return `{"content":${asList ? `[${objects.join(',')}]` : objects[0]}}`;
}

function expectCountsOrFault(reading: CountsReading): void {
  if (reading.counts) {
    expect(Object.keys(reading.counts).toSorted()).toEqual([...countNames].toSorted());
    for (const count of Object.values(reading.counts))
      expect(Number.isSafeInteger(count) && count >= 0).toBe(true);
  } else {
    expect(faultCodes).toContain(reading.fault?.code);
    expect(reading.fault?.detail).not.toBe('');
  }
  expect(reading.counts === undefined).not.toBe(reading.fault === undefined);
}

const anyStatus = fc.oneof(fc.constant(200), fc.integer({ min: 100, max: 599 }));

describe('readCounts', () => {
  it('gives counts exactly when all five are whole numbers everywhere, and then their sums', () => {
    const elements = fc.array(fc.oneof(element, completeElement, completeElement), {
      minLength: 1,
      maxLength: 4,
    });
    fc.assert(
      fc.property(elements, fc.boolean(), (all, asList) => {
        const given: readonly Fields[] = asList ? all : all.slice(0, 1);
        const columns = countNames.map((name) => given.map((one) => one[name]?.value));
        const sums = columns.map((column) =>
          column.reduce(
            (sum, value) => (sum === undefined || value === undefined ? undefined : sum + value),
            0n,
          ),
        );
        const expected = sums.every((sum) => sum !== undefined && sum <= exact)
          ? Object.fromEntries(countNames.map((name, index) => [name, Number(sums[index])]))
          : undefined;
        expect(readCounts(received(write(given, asList))).counts).toEqual(expected);
      }),
      { numRuns: 3000 },
    );
  });

  it('makes no zero of a missing count', () => {
    fc.assert(
      fc.property(completeElement, fc.constantFrom(...countNames), (complete, missing) => {
        const { [missing]: _missing, ...rest } = complete;
        const reading = readCounts(received(write([rest], false)));
        expect(reading.fault?.detail).toContain(`content.${missing} is missing`);
      }),
    );
  });

  it('never takes an error for counts, whatever its shape', () => {
    const error = fc.jsonValue().filter((value) => value !== null);
    const zeros = '{"waiting":0,"running":0,"complete":0,"failure":0,"canceled":0}';
    fc.assert(
      fc.property(error, anyStatus, (value, httpStatus) => {
        const reading = readCounts(
          received(`{"content":${zeros},"error":${JSON.stringify(value)}}`, httpStatus),
        );
        expect(reading.counts).toBeUndefined();
        expectCountsOrFault(reading);
      }),
      { numRuns: 1000 },
    );
  });

  it('understands or refuses any JSON document, and throws at none', () => {
    const shaped = fc.record(
      { content: fc.jsonValue(), error: fc.jsonValue(), code: fc.jsonValue() },
      { requiredKeys: [] },
    );
    fc.assert(
      fc.property(fc.oneof(fc.jsonValue(), shaped), anyStatus, (document, httpStatus) => {
        expectCountsOrFault(readCounts(received(JSON.stringify(document), httpStatus)));
      }),
      { numRuns: 2000 },
    );
  });

  it('understands or refuses any text and any bytes, and throws at none', () => {
    const bytes = fc.uint8Array({ maxLength: 200 }).map((array) => Buffer.from(array).toString('latin1'));
    fc.assert(
      fc.property(fc.oneof(anyText, bytes), anyStatus, (body, httpStatus) => {
        expectCountsOrFault(readCounts(received(body, httpStatus)));
      }),
      { numRuns: 2000 },
    );
  });

  it('takes no count from an answer that was cut anywhere', () => {
    fc.assert(
      fc.property(
        completeElement,
        fc.boolean(),
        fc.double({ min: 0, max: 1, noNaN: true }),
        (complete, asList, at) => {
          const body = write([complete], asList);
          const reading = readCounts(received(body.slice(0, Math.floor(at * (body.length - 1)))));
          expect(reading.fault?.code).toBe('format');
        },
      ),
    );
  });
});
