import { describe, expect, it } from 'vitest';
import { createRedaction } from '../../../../local/commands/doctor/redaction.ts';

describe('what doctor writes for others', () => {
  it.each([
    ['an address of mail', 'ops@example.com: not confirmed', 'address-1: not confirmed'],
    ['one without ASCII', '담당자@예시.한국, pending', 'address-1, pending'],
    ['a telephone', '+821012345678: not subscribed', 'address-1: not subscribed'],
    ['a URL', 'https://user:pw@chat.example.com/x?y=z: gone', 'url-1: gone'],
    [
      'an ARN',
      'arn:aws:sns:eu-west-1:111122223333:hush: NotFound',
      'arn:aws:sns:eu-west-1:aws-account-1:resource-1: NotFound',
    ],
    ['one without an account', 'on arn:aws:s3:::hush/ledger/*.', 'on arn:aws:s3:::resource-1.'],
    ['the number of an account of AWS', 'in 111122223333 only', 'in aws-account-1 only'],
    ['an IP address', 'ECONNREFUSED 10.0.0.7:443', 'ECONNREFUSED host-1:443'],
    ['the name of a host', 'getaddrinfo ENOTFOUND proxy.acme.test', 'getaddrinfo ENOTFOUND host-1'],
    ['an IP address of version 6', 'connect ECONNREFUSED ::1:443', 'connect ECONNREFUSED host-1'],
    ['an access key', 'AKIAIOSFODNN7EXAMPLE is expired', 'key-1 is expired'],
    ['a bucket', 's3://hush/ledger', 's3://bucket-1/ledger'],
    ['a path', "EACCES, open '/home/jane/x.json'", "EACCES, open 'path-1'"],
    ['a path that leads upwards', 'in ../jane/.local', 'in path-1'],
    [
      'what JSON.parse quotes',
      'Unexpected token, "{"by":"Jane"}" is not valid JSON',
      'Unexpected token, text-1 is not valid JSON',
    ],
  ])('does not name %s', (_, text, redacted) => {
    expect(createRedaction([])(text)).toBe(redacted);
  });

  it.each([
    'AccessDenied, enabled, at 01:10 in Asia/Seoul, due 2026-11-22T16:10Z',
    'doctor/probe.json has just been written and read back',
    'cron(10 1 * * ? *) in Asia/Seoul; allow s3:GetObject on ledger/* and s3:ListBucket in ap-northeast-2',
    'wrongKeys: the API answered with error 200 and HTTP status 401',
  ])('keeps Regions, dates, states and error codes: %s', (text) => {
    expect(createRedaction([['account', 'acme']])(text)).toBe(text);
  });

  it('numbers what is known in its order, and gives one thing the same word everywhere', () => {
    const redact = createRedaction([
      ['account', 'acme'],
      ['account', 'acme-2'],
      ['bucket', 'a.b'],
      ['key', undefined],
      ['key', ''],
    ]);
    expect(redact('ledger/account=acme-2/, acme, not acme-20, s3://a.b, axb')).toBe(
      'ledger/account=account-2/, account-1, not acme-20, s3://bucket-1, axb',
    );
    expect(redact('x@acme.com of ACME')).toBe('address-1 of account-1');
    expect(redact('y@acme.com, x@acme.com')).toBe('address-2, address-1');
  });
});
