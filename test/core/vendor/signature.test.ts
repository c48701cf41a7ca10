import { describe, expect, it } from 'vitest';
import { computeSignature, signatureHeaders, stringToSign } from '../../../lambda/core/vendor/signature.ts';
import vectors from '../../fixtures/ncp-signature-v2.json' with { type: 'json' };

// The vectors were made with the vendor's own JavaScript SDK.
describe.each(vectors.map((vector, index) => ({ ...vector, number: index + 1 })))(
  "the vendor's vector $number, $method $requestTarget",
  ({ method, requestTarget, timestamp, accessKey, secretKey, signature }) => {
    const request = { method, requestTarget, timestampMs: Number(timestamp), accessKey };
    const text = [`${method} ${requestTarget}`, timestamp, accessKey].join('\n');

    it('lays out the text to sign on three lines', () => {
      expect(stringToSign(request)).toBe(text);
    });

    it('has the signature that the vendor computes', () => {
      expect(computeSignature(text, secretKey)).toBe(signature);
    });

    it('puts timestamp, access key and signature into the headers, and not the secret key', () => {
      expect(signatureHeaders(request, signature)).toEqual({
        'x-ncp-apigw-timestamp': timestamp,
        'x-ncp-iam-access-key': accessKey,
        'x-ncp-apigw-signature-v2': signature,
      });
    });

    it('has another signature when any part is another', () => {
      const others = [
        { ...request, method: method === 'GET' ? 'POST' : 'GET' },
        { ...request, requestTarget: `${requestTarget}&` },
        { ...request, timestampMs: request.timestampMs + 1 },
        { ...request, accessKey: `${accessKey}0` },
      ];
      const signatures = others.map((other) => computeSignature(stringToSign(other), secretKey));
      signatures.push(computeSignature(stringToSign(request), `${secretKey}0`), signature);
      expect(new Set(signatures).size).toBe(6);
    });
  },
);

it('is checked against 24 vectors', () => {
  expect(vectors).toHaveLength(24);
});
