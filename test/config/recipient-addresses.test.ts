import { describe, expect, it } from 'vitest';
import { type ConfigInput, defineConfig } from '../../lambda/config/config.ts';
import { faultsOf } from '../support/faults.ts';

const accounts = [{ name: 'acme' }];
const faultsIn = (given: object) => faultsOf(() => defineConfig({ accounts, ...given } as ConfigInput));

describe('recipients', () => {
  it.each([
    'a@b.com,',
    '<a@b.com>',
    'A <a@b.com>',
    'a@b.com;c@d.com',
    'a@b.com, c@d.com',
    'mailto:a@b.com',
    '"a"@b.com',
    'a@b',
    'a@b..com',
    '.a@b.com',
    'a.@b.com',
    'a@-b.com',
    'a@b.com.',
    'a@[192.0.2.1]',
    '가@b.com',
    'a@b.com\n',
    `${'a'.repeat(65)}@b.com`,
    `a@${'b'.repeat(63)}.${'c'.repeat(63)}.${'d'.repeat(63)}.${'e'.repeat(63)}.com`,
  ])('by email have one address, which %j is not', (address) => {
    expect(faultsIn({ alerts: { email: [address] } })).toEqual([
      expect.stringMatching(/^alerts\.email\[0\]: has to be one email address/),
    ]);
    expect(faultsIn({ alerts: { email: [{ address }] } })).toHaveLength(1);
    expect(faultsIn({ reports: { email: [address] } })).toHaveLength(1);
  });

  it.each([
    'a@b.co',
    'ops+vod@example.com',
    "o'brien.jr@mail.example.co.kr",
    'A_B-c@EXAMPLE.com',
    'a@xn--bj0bj06e.xn--3e0b707e',
    'x@1und1.de',
  ])('by email may be %s', (address) => {
    expect(faultsIn({ alerts: { email: [address] } })).toEqual([]);
  });

  it.each(['010-1234-5678', '+82 10 1234 5678', '+8201012345678', '+1', '00821012345678'])(
    'by text message have a number of E.164, which %j is not',
    (number) => {
      expect(faultsIn({ alerts: { sms: [number] } })).toEqual([
        expect.stringMatching(/^alerts\.sms\[0\]: .*\+821012345678.*; it is "/),
      ]);
    },
  );

  it.each([
    'http://chat.example.com',
    'https://',
    'https://chat example.com',
    'https://chat.example.com/a b',
    'https://chat.example.com,',
    'https://localhost/hook',
    'https://[::1]/hook',
    'chat.example.com',
    '<https://chat.example.com>',
    'https://chat.example.com/훅',
  ])(
    'over https have an address that SNS can call, which %j is not, and which no message repeats',
    (address) => {
      expect(faultsIn({ alerts: { https: [address] } })).toEqual([
        'alerts.https[0]: has to be an https address, such as https://chat.example.com/hook',
      ]);
    },
  );

  it.each([
    ['email', ['Ops@Example.com', 'ops@example.com']],
    ['https', ['https://CHAT.example.com/hook', 'https://chat.example.com/hook']],
    ['sms', ['+821012345678', '+821012345678']],
  ])('by %s are the same however they are written: %j', (protocol, list) => {
    expect(faultsIn({ alerts: { [protocol]: list } })).toEqual([
      expect.stringContaining(`alerts.${protocol}[1]: is the same address as [0]`),
    ]);
  });

  it('by https are two where their paths differ in case', () => {
    const https = ['https://chat.example.com/Hook', 'https://chat.example.com/hook'];
    expect(faultsIn({ alerts: { https } })).toEqual([]);
  });
});
