import type { Answer } from './answer.ts';
import type { ServiceName } from './aws-call.ts';
import { toElement } from './xml.ts';

/** Thrown where AWS would answer with an error; `details` are further elements of S3's error document. */
export class Refusal extends Error {
  override readonly name = 'Refusal';
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
export function toErrorAnswer(service: ServiceName, refusal: Refusal): Answer {
  const { status } = refusal;
  if (service === 'secretsmanager') {
    const headers = { 'content-type': 'application/x-amz-json-1.1' };
    return { status, headers, body: JSON.stringify({ __type: refusal.code, Message: refusal.message }) };
  }
  const headers = { 'content-type': service === 's3' ? 'application/xml' : 'text/xml' };
  return { status, headers, body: service === 's3' ? toS3Document(refusal) : toQueryDocument(refusal) };
}

function toS3Document({ code, message, details }: Refusal): string {
  const elements = Object.entries({ Code: code, Message: message, ...details, RequestId: 'embedded' });
  const inner = elements.map(([name, text]) => toElement(name, text)).join('');
  return `<?xml version="1.0" encoding="UTF-8"?>\n<Error>${inner}</Error>`;
}

function toQueryDocument({ status, code, message }: Refusal): string {
  const elements = { Type: status < 500 ? 'Sender' : 'Receiver', Code: code, Message: message };
  const inner = Object.entries(elements).map(([name, text]) => toElement(name, text));
  return (
    '<ErrorResponse xmlns="http://sns.amazonaws.com/doc/2010-03-31/">' +
    `<Error>${inner.join('')}</Error><RequestId>embedded</RequestId></ErrorResponse>`
  );
}
