import crypto, { createHmac, randomBytes } from 'node:crypto';
import { syncBuiltinESMExports } from 'node:module';
import fc from 'fast-check';
import { describe, expect, it, vi } from 'vitest';
import {
  allAccounts,
  type Link,
  linkParameter,
  opens,
  readLink,
  signLink,
} from '../../../lambda/core/links/links.ts';

const key = 'a key that nobody has seen';
const nowMs = Date.UTC(2026, 10, 27, 16, 15);
const dayMs = 86_400_000;
const link: Link = { scope: 'acme', expiresMs: nowMs + 14 * dayMs };

const names = fc.stringMatching(/^[a-z0-9](?:[a-z0-9-]{0,38}[a-z0-9])?$/);
const scopes = fc.oneof(names, fc.constant(allAccounts));
const instants = fc
  .integer({ min: nowMs / 1_000 + 1, max: nowMs / 1_000 + 4_000 * 86_400 })
  .map((s) => s * 1_000);

describe('a link', () => {
  it('stands in an address under a name that links in mails keep for good', () => {
    expect(linkParameter).toBe('link');
  });

  it('is read as it was signed, to the second', () => {
    fc.assert(
      fc.property(scopes, instants, fc.integer({ min: 0, max: 999 }), (scope, expiresMs, ms) => {
        const token = signLink({ scope, expiresMs: expiresMs + ms }, key);
        expect(readLink(token, key, nowMs)).toEqual({ scope, expiresMs });
        expect(token.length).toBeLessThanOrEqual(95);
        expect(encodeURIComponent(token)).toBe(token);
      }),
    );
  });

  it('is signed with HMAC-SHA256 over version, scope and expiry', () => {
    const expiry = (link.expiresMs / 1_000).toString(36);
    const mac = createHmac('sha256', key).update(`vod-nightly link 1.acme.${expiry}`).digest('base64url');
    expect(signLink(link, key)).toBe(`1.acme.${expiry}.${mac}`);
  });

  it('opens until the second in which it expires, and not from then on', () => {
    const token = signLink(link, key);
    expect(readLink(token, key, link.expiresMs - 1)).toEqual(link);
    expect(readLink(token, key, link.expiresMs)).toBeUndefined();
  });

  it('of one scope opens no other, however it is put together', () => {
    fc.assert(
      fc.property(scopes, scopes, instants, instants, (one, other, expiresMs, later) => {
        fc.pre(one !== other);
        const signed = signLink({ scope: one, expiresMs }, key).split('.');
        const others = signLink({ scope: other, expiresMs: later }, key).split('.');
        const mixed = Array.from({ length: 16 }, (_, bits) =>
          signed.map((part, index) => ((bits >> index) & 1 ? (others[index] ?? '') : part)).join('.'),
        );
        const read = new Set(mixed.flatMap((token) => readLink(token, key, nowMs)?.scope ?? []));
        const whole = new Set([signed.join('.'), others.join('.')]);
        expect(read).toEqual(new Set([one, other]));
        for (const token of mixed) if (!whole.has(token)) expect(readLink(token, key, nowMs)).toBeUndefined();
      }),
    );
  });

  it('of another key, as another stack has one and a rotated secret has, opens nothing', () => {
    fc.assert(
      fc.property(scopes, instants, fc.string({ minLength: 1 }), (scope, expiresMs, otherKey) => {
        fc.pre(otherKey !== key);
        expect(readLink(signLink({ scope, expiresMs }, otherKey), key, nowMs)).toBeUndefined();
      }),
    );
  });

  it('cannot be forged: none of 100,000 attempts is accepted', () => {
    const token = signLink(link, key);
    const alphabet = 'ABCDEFGHIJKLMNOPQRSTUVWXYZabcdefghijklmnopqrstuvwxyz0123456789-_.*';
    const attempts = [
      // Each character of the true one replaced by each other one, cut off, doubled, and with more behind it.
      ...Array.from(token, (_, at) =>
        Array.from(alphabet, (one) => token.slice(0, at) + one + token.slice(at + 1)),
      ),
      Array.from(token, (_, at) => token.slice(0, at)),
      Array.from(alphabet, (one) => token + one),
      Array.from(alphabet, (one) => one + token),
    ].flat();
    const { length } = attempts;
    const claims = token.slice(0, token.lastIndexOf('.'));
    for (let index = length; index < 100_000; index += 1)
      attempts.push(
        `${index % 2 ? claims : claims.replace('acme', '*')}.${randomBytes(32).toString('base64url')}`,
      );
    expect(length).toBeGreaterThan(3_000);
    expect(attempts.filter((one) => one !== token && readLink(one, key, nowMs))).toEqual([]);
  });

  it.each([
    '',
    '.',
    'acme',
    '1.acme.',
    `1..${'A'.repeat(50)}`,
    'x'.repeat(1_000),
    '1.acme.zzzzzzzzz.\0',
    '🔑',
  ])('is not what it is not: %j', (text) => {
    expect(readLink(text, key, nowMs)).toBeUndefined();
  });

  it('is compared in constant time, whatever it looks like', () => {
    const spy = vi.spyOn(crypto, 'timingSafeEqual');
    syncBuiltinESMExports();
    try {
      const token = signLink(link, key);
      for (const text of [token, `${token.slice(0, -1)}!`, 'nonsense', '']) readLink(text, key, nowMs);
      expect(spy).toHaveBeenCalledTimes(4);
    } finally {
      spy.mockRestore();
      syncBuiltinESMExports();
    }
  });
});

describe('a scope', () => {
  it('opens its own account, or all', () => {
    expect([opens('acme', 'acme'), opens('acme', 'acme-eu'), opens(allAccounts, 'acme')]).toEqual([
      true,
      false,
      true,
    ]);
  });
});
