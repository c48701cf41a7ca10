import { describe, expect, it } from 'vitest';
import { baseUrlRule, isBaseUrl } from '../../../lambda/core/vendor/base-url.ts';

describe('isBaseUrl', () => {
  it.each([
    'https://vodstation.apigw.ntruss.com',
    'https://vod-station.apigw.gov-ntruss.com/',
    'https://api.example.com:8443',
    'http://127.0.0.1:8080',
    'http://127.8.9.10',
    'http://localhost:3000',
    'http://[::1]:3000',
  ])('takes %s', (text) => {
    expect(isBaseUrl(text)).toBe(true);
  });

  it.each([
    ['no address', 'vodstation'],
    ['nothing', ''],
    ['plain http to elsewhere', 'http://vodstation.apigw.ntruss.com'],
    ['a host that only looks like this machine', 'http://127.0.0.1.example.com'],
    ['another one', 'http://localhost.example.com'],
    ['an address of the network', 'http://192.168.0.1'],
    ['another protocol', 'ftp://127.0.0.1'],
    ['a path', 'https://api.example.com/api'],
    ['a query', 'https://api.example.com/?a=1'],
    ['a fragment', 'https://api.example.com/#a'],
    ['a user', 'https://user@api.example.com'],
    ['a password', 'https://:secret@api.example.com'],
  ])('refuses %s', (_, text) => {
    expect(isBaseUrl(text)).toBe(false);
  });

  it('is a rule that can be read', () => {
    expect(baseUrlRule).toBe('has to be an https address without a path; http only on this machine');
  });
});
