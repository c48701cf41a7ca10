import type { IncomingMessage } from 'node:http';

/** What of a request the simulator looks at. */
export type ReceivedRequest = {
  readonly method: string;
  /** Path with the query string, byte for byte as received: this is what the signature covers. */
  readonly target: string;
  readonly timestamp?: string;
  readonly accessKey?: string;
  readonly signature?: string;
};

/** Picks the vendor's three headers out of a request. */
export function readRequest({ method = '', url = '', headers }: IncomingMessage): ReceivedRequest {
  const header = (name: string) => {
    const value = headers[name];
    return Array.isArray(value) ? value.join() : value;
  };
  const timestamp = header('x-ncp-apigw-timestamp');
  const accessKey = header('x-ncp-iam-access-key');
  const signature = header('x-ncp-apigw-signature-v2');
  return {
    method,
    target: url,
    ...(timestamp !== undefined && { timestamp }),
    ...(accessKey !== undefined && { accessKey }),
    ...(signature !== undefined && { signature }),
  };
}
