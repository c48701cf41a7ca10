import { Refusal } from '../refusal.ts';

type Headers = Readonly<Record<string, string>>;

/** Whether a write depends on what is there. */
export function isConditional(headers: Headers): boolean {
  return headers['if-match'] !== undefined || headers['if-none-match'] !== undefined;
}

/**
 * Holds a write's conditions against the object's present ETag, none when there is no object.
 * S3 knows `If-None-Match: *` and `If-Match: <etag>`, one at a time. docs: S3 API, PutObject; S3 user guide,
 * "conditional writes". The 501 answers are as others have recorded them from S3.
 * @throws Refusal 412, 404 or 501
 */
export function checkConditions(headers: Headers, key: string, etag: string | undefined): void {
  const { 'if-match': match, 'if-none-match': noneMatch } = headers;
  if (match !== undefined && noneMatch !== undefined) {
    throw headerRefusal(
      'If-Match,If-None-Match',
      'Multiple conditional request headers present in the request',
    );
  }
  if (noneMatch !== undefined) {
    if (noneMatch !== '*') throw valueRefusal('If-None-Match');
    if (etag !== undefined) throw preconditionRefusal('If-None-Match');
  }
  if (match !== undefined) {
    if (match === '*') throw valueRefusal('If-Match');
    if (etag === undefined)
      throw new Refusal(404, 'NoSuchKey', 'The specified key does not exist.', { Key: key });
    if (stripQuotes(match) !== stripQuotes(etag)) throw preconditionRefusal('If-Match');
  }
}

/** The answer to a conditional write that meets another one: who wins is not known yet, so it is to be tried again. */
export function conflictRefusal(): Refusal {
  return new Refusal(
    409,
    'ConditionalRequestConflict',
    'The conditional request cannot succeed due to a conflicting operation against this resource.',
  );
}

function preconditionRefusal(condition: string): Refusal {
  const message = 'At least one of the pre-conditions you specified did not hold';
  return new Refusal(412, 'PreconditionFailed', message, { Condition: condition });
}

function valueRefusal(header: string): Refusal {
  return headerRefusal(header, `We don't accept the provided value of ${header} header for this API`);
}

function headerRefusal(header: string, additionalMessage: string): Refusal {
  const message = 'A header you provided implies functionality that is not implemented';
  return new Refusal(501, 'NotImplemented', message, { Header: header, additionalMessage });
}

/** S3 takes an ETag with and without its quotes. */
function stripQuotes(etag: string): string {
  return etag.replace(/^"(.*)"$/, '$1');
}
