import type { HttpResponse } from '../http/http-server.ts';
import { toElements } from './xml.ts';

/** The services that are embedded. */
export type ServiceName = 's3' | 'sns' | 'secretsmanager';

/** Thrown where AWS would answer with an error; `details` are further elements of S3's error document. */
export class AwsError extends Error {
  override readonly name = 'AwsError';
  readonly status: number;
  readonly code: string;
  readonly details: Readonly<Record<string, string>>;

  constructor(status: number, code: string, message: string, details: Readonly<Record<string, string>> = {}) {
    super(message);
    this.status = status;
    this.code = code;
    this.details = details;
  }
}

/** The error document of the service's protocol: REST-XML, Query or JSON 1.1. */
export function toErrorResponse(service: ServiceName, error: AwsError): HttpResponse {
  const { status, code, message } = error;
  if (service === 'secretsmanager') {
    const headers = { 'content-type': 'application/x-amz-json-1.1' };
    return { status, headers, body: JSON.stringify({ __type: code, Message: message }) };
  }
  const headers = { 'content-type': service === 's3' ? 'application/xml' : 'text/xml' };
  return { status, headers, body: service === 's3' ? toS3Document(error) : toQueryDocument(error) };
}

function toS3Document({ code, message, details }: AwsError): string {
  const elements = { Code: code, Message: message, ...details, RequestId: 'embedded' };
  return `<?xml version="1.0" encoding="UTF-8"?>\n<Error>${toElements(elements)}</Error>`;
}

function toQueryDocument({ status, code, message }: AwsError): string {
  const elements = { Type: status < 500 ? 'Sender' : 'Receiver', Code: code, Message: message };
  return (
    '<ErrorResponse xmlns="http://sns.amazonaws.com/doc/2010-03-31/">' +
    `<Error>${toElements(elements)}</Error><RequestId>embedded</RequestId></ErrorResponse>`
  );
}
