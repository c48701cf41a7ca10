import { readFileSync } from 'node:fs';
import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import {
  accountBeside,
  authenticate,
  expectSignature,
  type Keys,
  keysOf,
  type SignedRequest,
} from '../../../local/simulator/gateway.ts';

type Vector = {
  method: string;
  requestTarget: string;
  timestamp: string;
  accessKey: string;
  secretKey: string;
  signature: string;
};

const fixture = new URL('../../fixtures/ncp-signature-v2.json', import.meta.url);
const vectors: readonly Vector[] = JSON.parse(readFileSync(fixture, 'utf8'));
const [vector] = vectors;
if (!vector) throw new Error('the fixture is empty');

const request = { ...vector, target: vector.requestTarget };
const sentMs = Number(vector.timestamp);

describe('expectSignature', () => {
  it("is given all of the vendor's vectors", () => {
    expect(vectors).toHaveLength(24);
  });

  it.each(vectors)('agrees with the vendor’s SDK on $requestTarget at $timestamp', (each) => {
    expect(expectSignature({ ...each, target: each.requestTarget }, each.secretKey)).toBe(each.signature);
  });
});

describe('authenticate', () => {
  /** The refusal, or nothing when the request may pass. */
  function refusalOf(signed: SignedRequest, keys: Keys = vector as Vector, nowMs = sentMs): unknown {
    try {
      authenticate(signed, keys, nowMs);
      return undefined;
    } catch (error) {
      return error;
    }
  }

  it('lets a well-signed request pass', () => {
    expect(refusalOf(request)).toBeUndefined();
  });

  it('lets a timestamp pass that is exactly five minutes off, and refuses the next millisecond', () => {
    for (const sign of [-1, 1]) {
      expect(refusalOf(request, vector, sentMs + sign * 300_000)).toBeUndefined();
      expect(refusalOf(request, vector, sentMs + sign * 300_001)).toMatchObject({
        status: 401,
        code: 200,
        details: expect.stringContaining('5 minutes'),
      });
    }
  });

  it.each(['timestamp', 'accessKey', 'signature'] as const)('misses the header of the %s', (name) => {
    expect(refusalOf({ ...request, [name]: '' })).toMatchObject({
      status: 401,
      code: 200,
      details: 'Authentication information are missing.',
    });
  });

  it('refuses an unknown access key, a wrong secret key and a timestamp that is none', () => {
    const wrong = { status: 401, code: 200, details: 'Invalid authentication information.' };
    expect(refusalOf({ ...request, accessKey: 'another' })).toMatchObject(wrong);
    expect(refusalOf(request, { ...vector, secretKey: 'another' })).toMatchObject(wrong);
    expect(refusalOf({ ...request, timestamp: '1e12' })).toMatchObject(wrong);
  });

  it('refuses a signature over any other method or target', () => {
    fc.assert(
      fc.property(fc.constantFrom('HEAD', 'POST', 'get'), fc.string({ minLength: 1 }), (method, suffix) => {
        expect(refusalOf({ ...request, method })).toBeDefined();
        expect(refusalOf({ ...request, target: request.target + suffix })).toBeDefined();
      }),
    );
  });
});

describe('accountBeside', () => {
  it('finds the account whose keys are made of those that are given, and no other', () => {
    const keys = { accessKey: 'KEY', secretKey: 'secret' };
    expect(accountBeside(keysOf('acme-2', keys).accessKey, keys)).toBe('acme-2');
    for (const other of ['KEY', '-KEY', 'acme', 'acme-KEYS', 'acmeKEY'])
      expect(accountBeside(other, keys)).toBeUndefined();
  });
});
