import { createHmac } from 'node:crypto';

/** What API Gateway's signature v2 covers. */
type SignedRequest = {
  readonly method: string;
  /** Path with the query string, byte for byte as sent. */
  readonly requestTarget: string;
  /** Epoch milliseconds; the gateway refuses one more than five minutes off its own clock. */
  readonly timestampMs: number;
  readonly accessKey: string;
};

/** The text that is signed: method, request target, timestamp and access key, as the vendor's SDK lays them out. */
export function stringToSign(request: SignedRequest): string {
  return `${request.method} ${request.requestTarget}\n${request.timestampMs}\n${request.accessKey}`;
}

/** Base64 of the HMAC-SHA256 of the text. */
export function computeSignature(text: string, secretKey: string): string {
  return createHmac('sha256', secretKey).update(text).digest('base64');
}

/** The three headers of a signed request, as the gateway spells them. */
export function signatureHeaders(request: SignedRequest, signature: string): Record<string, string> {
  return {
    'x-ncp-apigw-timestamp': String(request.timestampMs),
    'x-ncp-iam-access-key': request.accessKey,
    'x-ncp-apigw-signature-v2': signature,
  };
}
