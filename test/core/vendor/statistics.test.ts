import { describe, expect, it } from 'vitest';
import { type CountsReading, isInputError, readCounts } from '../../../lambda/core/vendor/statistics.ts';
import { received } from '../../support/received.ts';

const five = { waiting: 1, running: 2, complete: 30, failure: 4, canceled: 5 };

function read(body: unknown, httpStatus = 200): CountsReading {
  return readCounts(received(typeof body === 'string' ? body : JSON.stringify(body), httpStatus));
}

function detailOf(body: unknown): string | undefined {
  const { fault } = read(body);
  expect(fault?.code).toBe('format');
  return fault?.detail;
}

describe('readCounts, of counts', () => {
  it.each([
    ['one object', { content: five }],
    ['a list of one object', { content: [five] }],
    ['unknown fields beside them', { content: { ...five, total: 42, error: 'none' }, error: null, page: {} }],
    [
      'digits in strings',
      { content: { waiting: '1', running: '2', complete: '30', failure: '4', canceled: '5' } },
    ],
    ['leading zeros in strings', { content: { ...five, failure: '0004' } }],
    [
      'whole numbers with a fraction of zero',
      '{"content":{"waiting":1.0,"running":2.00,"complete":30,"failure":"4.0","canceled":5}}',
    ],
    ['a byte order mark before it', `\uFEFF${JSON.stringify({ content: five })}`],
    ['a key given twice with one value', JSON.stringify({ content: five }).replace('{"w', '{"failure":4,"w')],
    ['white space around it', `\r\n\t ${JSON.stringify({ content: five }, undefined, 2)}\n`],
  ])('takes %s', (_, body) => {
    expect(read(body)).toEqual({ counts: five });
  });

  it('adds up the elements of a list', () => {
    const other = { waiting: '0', running: '10', complete: '0', failure: '100', canceled: '1000' };
    expect(read({ content: [five, other] })).toEqual({
      counts: { waiting: 1, running: 12, complete: 30, failure: 104, canceled: 1005 },
    });
  });

  it('takes the largest whole number that is exact, and refuses the next', () => {
    const largest = Number.MAX_SAFE_INTEGER;
    expect(read({ content: { ...five, complete: largest } }).counts?.complete).toBe(largest);
    const beyond = JSON.stringify({ content: { ...five, complete: 'X' } });
    expect(detailOf(beyond.replace('"X"', '9007199254740993'))).toBe('content.complete is 9007199254740993');
    expect(detailOf(beyond.replace('"X"', '"9007199254740992"'))).toBe(
      'content.complete is “9007199254740992”',
    );
  });

  it('refuses counts whose sum is beyond what is exact', () => {
    const half = { ...five, complete: 2 ** 52 };
    expect(detailOf({ content: [half, half] })).toBe('the counts add up beyond 2^53');
  });

  it.each([200, 201, 202, 299])('takes them with HTTP status %d', (httpStatus) => {
    expect(read({ content: five }, httpStatus).counts).toEqual(five);
  });

  it.each([199, 300, 302, 304, 400, 500])('takes none with HTTP status %d', (httpStatus) => {
    expect(read({ content: five }, httpStatus).counts).toBeUndefined();
  });
});

describe('readCounts, of counts that cannot be trusted', () => {
  it.each([
    ['missing', undefined, 'missing'],
    ['null', null, 'null'],
    ['negative', -1, '-1'],
    ['negative zero', '-0', '“-0”'],
    ['fractional', 1.5, '1.5'],
    ['with an exponent', '1e3', '“1e3”'],
    ['empty', '', '“”'],
    ['blank', ' ', '“”'],
    ['hexadecimal', '0x10', '“0x10”'],
    ['in other digits', '５', '“５”'],
    ['a word', 'none', '“none”'],
    ['true', true, 'true'],
    ['a list', [4], 'a list'],
    ['an object', { value: 4 }, 'an object'],
    ['digits around a line', '4\n4', '“4 4”'],
    ['very long', '9'.repeat(400), `“${'9'.repeat(29)}…”`],
  ])('names a count that is %s', (_, failure, described) => {
    expect(detailOf({ content: { ...five, failure } })).toBe(`content.failure is ${described}`);
  });

  it.each([
    ['no content', {}, 'content is missing instead of an object'],
    ['content null', { content: null }, 'content is null instead of an object'],
    ['content a number', { content: 5 }, 'content is 5 instead of an object'],
    ['an empty list', { content: [] }, 'content is an empty list'],
    ['a list in a list', { content: [[five]] }, 'content[0] is a list instead of an object'],
    ['a list', [five], 'the answer is not a JSON object'],
    ['a number', '42', 'the answer is not a JSON object'],
    ['null', 'null', 'the answer is not a JSON object'],
    ['a string', '"ok"', 'the answer is not a JSON object'],
  ])('names an answer with %s', (_, body, detail) => {
    expect(detailOf(body)).toBe(detail);
  });

  it('names every fault of every element, however many are good', () => {
    const { failure: _failure, ...four } = five;
    expect(detailOf({ content: [five, four, 'x', { ...five, waiting: '?' }] })).toBe(
      'content[1].failure is missing, content[2] is “x” instead of an object, content[3].waiting is “?”',
    );
  });

  it('names all five counts of an empty object', () => {
    expect(detailOf({ content: {} })?.match(/is missing/g)).toHaveLength(5);
  });

  it.each([
    ['an empty body', '', 'not JSON: the body is empty'],
    ['blanks', ' \n', 'not JSON: the body begins with “”'],
    ['a page of a proxy', '<html>\n<h1>502</h1>', 'not JSON: the body begins with “<html> <h1>502</h1>”'],
    ['truncated JSON', '{"content":{"waiting":1', 'not JSON: the body begins with “{"content":{"waiting":1”'],
    ['two documents', '{"content":{}}{}', 'not JSON: the body begins with “{"content":{}}{}”'],
    ['a second byte order mark', '\uFEFF\uFEFF{}', 'not JSON: the body begins with “{}”'],
  ])('shows the beginning of %s', (_, body, detail) => {
    expect(detailOf(body)).toContain(`${detail} (`);
  });

  it('names the key that is given twice', () => {
    expect(detailOf(JSON.stringify({ content: five }).replace('{"w', '{"failure":5,"w'))).toContain(
      "'failure'",
    );
  });

  it('refuses a count given twice with different values', () => {
    const body = JSON.stringify({ content: five }).replace('"failure":4', '"failure":4,"failure":0');
    expect(read(body)).toMatchObject({ fault: { code: 'format' } });
  });

  it.each(['[', '{"content":'])('survives 100,000 times %s', (opening) => {
    expect(detailOf(opening.repeat(100_000))).toContain('not JSON');
  });

  it('takes nothing from an object’s prototype', () => {
    expect(read('{"content":{"__proto__":{"waiting":1,"running":2}}}').counts).toBeUndefined();
    expect(detailOf(`{"__proto__":${JSON.stringify({ content: five })}}`)).toContain('content is missing');
  });

  it('keeps the detail to one line of 300 characters', () => {
    const detail = detailOf({ content: Array.from({ length: 100 }, () => 'a\nb') }) ?? '';
    expect(Array.from(detail)).toHaveLength(300);
    expect(detail).not.toMatch(/\n/);
  });
});

describe('readCounts, of odd answers', () => {
  it('takes a byte order mark nowhere but at the beginning', () => {
    const body = JSON.stringify({ content: five }).replace('waiting', 'wait\uFEFFing');
    expect(detailOf(body)).toBe('content.waiting is missing');
  });

  it('says that an answer is nested too deeply', () => {
    expect(detailOf('['.repeat(100_000))).toContain('(nested too deeply)');
  });

  it('quotes no more than the beginning of a long number', () => {
    const body = JSON.stringify({ content: { ...five, failure: 'X' } }).replace('"X"', '9'.repeat(500));
    expect(detailOf(body)).toBe(`content.failure is ${'9'.repeat(29)}…`);
  });
});

describe('isInputError', () => {
  it.each(['260002', '260011', '260026', '260033'])('is true of %s, as integer and as string', (code) => {
    for (const given of [code, Number(code)]) {
      const { fault } = read({ error: { code: given, message: 'x' } });
      expect(fault && isInputError(fault)).toBe(true);
    }
  });

  it.each(['100', '260000', '260003', '260025', '26000'])('is false of %s', (code) => {
    expect(isInputError({ code: 'badRequest', detail: '', vendorCode: code })).toBe(false);
  });

  it('is false where the vendor gave no code', () => {
    expect(isInputError({ code: 'badRequest', detail: '' })).toBe(false);
  });
});
