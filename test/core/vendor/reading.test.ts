import { describe, expect, it } from 'vitest';
import type { Fault } from '../../../lambda/core/ledger/measurement.ts';
import { readDocument } from '../../../lambda/core/vendor/reading.ts';

const fault: Fault = { code: 'timeout', detail: 'the API did not answer within 10 s' };
const body = { text: '{"content":{}}', truncated: false };

describe('readDocument', () => {
  it('says why nothing came, or why what came cannot be used, whatever its body says', () => {
    expect(readDocument({ fault })).toEqual({ fault });
    expect(readDocument({ fault, reply: { httpStatus: 200, body } })).toEqual({ fault });
  });

  it('reads no body that is not UTF-8, and names what the vendor can trace the reply by', () => {
    const reply = { httpStatus: 200, body: { base64: '/w==', truncated: false }, traceId: 'trace' };
    const expected = { code: 'format', detail: 'the body is not UTF-8', httpStatus: 200, traceId: 'trace' };
    expect(readDocument({ reply })).toEqual({ fault: expected });
    const { traceId: _none, ...untraced } = reply;
    expect(readDocument({ reply: untraced }).fault).not.toHaveProperty('traceId');
  });
});
