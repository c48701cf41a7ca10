import { describe, expect, it } from 'vitest';
import { measureSms } from '../../../../local/embedded-aws/sns/sms.ts';

describe('measureSms', () => {
  it.each([
    ['160 characters of GSM-7', 'x'.repeat(160), 'GSM-7', 160, 1],
    ['161 of them', 'x'.repeat(161), 'GSM-7', 161, 2],
    ['307 of them, one more than two parts hold', 'x'.repeat(307), 'GSM-7', 307, 3],
    ['characters that take two places', '€'.repeat(80), 'GSM-7', 160, 1],
    ['70 Korean characters', '가'.repeat(70), 'UCS-2', 70, 1],
    ['71 of them', '가'.repeat(71), 'UCS-2', 71, 2],
    ['one Korean character among others', `${'x'.repeat(70)}가`, 'UCS-2', 71, 2],
  ] as const)('counts %s', (_, text, alphabet, units, parts) => {
    expect(measureSms(text)).toEqual({ alphabet, units, parts });
  });
});
