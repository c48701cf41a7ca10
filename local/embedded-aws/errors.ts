import type { HttpResponse } from '../http/http-server.ts';
import { toElements } from './xml.ts';

/** The services that are embedded. */
export type ServiceName = 's3' | 'sns' | 'secretsmanager';

/** Thrown where AWS would answer with an error. */
export class AwsError extends Error {
  override readonly name = 'AwsError';
  readonly status: number;
  readonly code: string;

  constructor(status: number, code: string, message: string) {
    super(message);
    this.status = status;
    this.code = code;
  }
}

/** What Secrets Manager speaks. */
export const jsonType = 'application/x-amz-json-1.1';

/** The error document of the service's protocol: REST-XML, Query or JSON 1.1. */
export function toErrorResponse(service: ServiceName, { status, code, message }: AwsError): HttpResponse {
  if (service === 'secretsmanager') {
    const body = JSON.stringify({ __type: code, Message: message });
    return { status, headers: { 'content-type': jsonType }, body };
  }
  const error = toElements({ Code: code, Message: message });
  const body =
    service === 's3'
      ? `<Error>${error}</Error>`
      : `<ErrorResponse><Error>${error}</Error><RequestId>embedded</RequestId></ErrorResponse>`;
  return { status, headers: { 'content-type': 'application/xml' }, body };
}
