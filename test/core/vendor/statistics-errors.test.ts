import { describe, expect, it } from 'vitest';
import type { Fault, FaultCode } from '../../../lambda/core/ledger/measurement.ts';
import { readCounts } from '../../../lambda/core/vendor/statistics.ts';
import { received } from '../../support/received.ts';

const five = { waiting: 1, running: 2, complete: 30, failure: 4, canceled: 5 };

function faultOf(document: unknown, httpStatus = 200): Fault | undefined {
  return readCounts(received(JSON.stringify(document), httpStatus)).fault;
}

// Gateway guide and VOD Station guide: the HTTP status that the guide gives where it gives one, and the code.
const documented: readonly (readonly [number, number, FaultCode])[] = [
  [400, 100, 'badRequest'],
  [401, 200, 'wrongKeys'],
  [401, 210, 'permission'],
  [404, 300, 'notFound'],
  [413, 430, 'badRequest'],
  [429, 400, 'quota'],
  [429, 410, 'throttled'],
  [429, 420, 'throttled'],
  [503, 500, 'outage'],
  [504, 510, 'outage'],
  [500, 900, 'outage'],
  [200, 260000, 'outage'],
  [200, 260002, 'badRequest'],
  [200, 260003, 'badRequest'],
  [200, 260004, 'notFound'],
  [200, 260006, 'permission'],
  [200, 260008, 'outage'],
  [200, 260009, 'outage'],
  [200, 260010, 'permission'],
  [200, 260011, 'badRequest'],
  [200, 260025, 'badRequest'],
  [200, 260026, 'badRequest'],
  [200, 260033, 'badRequest'],
];

describe('readCounts, of errors', () => {
  it('refuses a part of an answer, however whole it looks', () => {
    expect(faultOf({ content: five }, 206)).toMatchObject({
      code: 'format',
      detail: expect.stringContaining('206'),
      httpStatus: 206,
    });
  });

  it.each(documented)(
    'understands HTTP %d with code %d as %s, in both shapes',
    (httpStatus, code, expected) => {
      const errors = [
        { code, message: 'said' },
        { code: String(code), message: 'said' },
        { errorCode: code, message: 'said' },
        { errorCode: String(code), message: 'said' },
      ];
      for (const error of errors) {
        expect(faultOf({ error }, httpStatus)).toEqual({
          code: expected,
          detail: `the API answered with error ${code} and HTTP status ${httpStatus}`,
          httpStatus,
          vendorCode: String(code),
          vendorMessage: 'said',
        });
        expect(faultOf({ error }, 200)?.code).toBe(expected);
      }
    },
  );

  it('is an error in a 200 although counts stand beside it', () => {
    expect(faultOf({ content: five, error: { code: 260009, message: 'x' } })?.code).toBe('outage');
  });

  it.each([false, true, 0, '', 'boom', [], [1], {}, { code: {} }, { errorCode: null, code: null }])(
    'takes %j for an error',
    (error) => {
      expect(faultOf({ content: five, error })).toMatchObject({ code: 'format', httpStatus: 200 });
    },
  );

  it('joins the message and its details', () => {
    const error = { errorCode: '300', message: 'Not Found Exception', details: 'URL not found.' };
    expect(faultOf({ error }, 404)?.vendorMessage).toBe('Not Found Exception: URL not found.');
    expect(faultOf({ error: { details: 'alone' } })?.vendorMessage).toBe('alone');
  });

  it('keeps an error that is only a text, and a code that is in no guide', () => {
    expect(faultOf({ error: 'boom' }, 500)).toMatchObject({ code: 'outage', vendorMessage: 'boom' });
    expect(faultOf({ error: { code: 777 } }, 403)).toMatchObject({ code: 'permission', vendorCode: '777' });
  });

  it('makes the vendor’s words safe to show', () => {
    const fault = faultOf({ error: { code: '1\u00002', message: `a\n\u202eb${'c'.repeat(300)}` } });
    expect(fault?.vendorCode).toBe('1 2');
    expect(faultOf({ error: { code: '7'.repeat(20) } })?.vendorCode).toBe('7'.repeat(20));
    expect(faultOf({ error: { code: '7'.repeat(21) } })?.vendorCode).toBe(`${'7'.repeat(19)}…`);
    expect(fault?.vendorMessage).toMatch(/^a bc+…$/);
    expect(Array.from(fault?.vendorMessage ?? '')).toHaveLength(200);
  });

  it('keeps no code and no words of which nothing can be shown', () => {
    const fault = faultOf({ error: { code: '\u0000', message: '\u200b', details: ' ' } });
    expect(fault).toEqual({
      code: 'format',
      detail: 'the API answered with an error without a code and HTTP status 200',
      httpStatus: 200,
    });
  });

  it.each([
    [302, 'format'],
    [400, 'badRequest'],
    [401, 'wrongKeys'],
    [403, 'permission'],
    [404, 'notFound'],
    [405, 'badRequest'],
    [413, 'badRequest'],
    [429, 'throttled'],
    [499, 'badRequest'],
    [500, 'outage'],
    [502, 'outage'],
    [503, 'outage'],
    [504, 'outage'],
  ])('goes by HTTP status %d where no error can be read: %s', (httpStatus, code) => {
    for (const body of ['', '<html>', '{"content":', '[]', JSON.stringify({ content: five })]) {
      expect(readCounts(received(body, httpStatus)).fault).toEqual({
        code,
        detail: `the API answered with HTTP status ${httpStatus} and no error that could be read`,
        httpStatus,
      });
    }
  });

  it('leaves out what the vendor did not say', () => {
    expect(faultOf({ error: {} }, 500)).toStrictEqual({
      code: 'outage',
      detail: 'the API answered with an error without a code and HTTP status 500',
      httpStatus: 500,
    });
  });
});
