import { AwsError } from '../errors.ts';

type Headers = Readonly<Record<string, string>>;

/**
 * Holds a write's conditions against the object's present ETag, none when there is no object.
 * S3 knows `If-None-Match: *` and `If-Match: <etag>`, one at a time. docs: S3 API, PutObject; S3 user guide,
 * "conditional writes". The 501 answers are as others have recorded them from S3.
 * @throws AwsError 412, 404 or 501
 */
export function checkConditions(headers: Headers, key: string, etag: string | undefined): void {
  const { 'if-match': match, 'if-none-match': noneMatch } = headers;
  if (match !== undefined && noneMatch !== undefined) {
    throw unknownHeader(
      'If-Match,If-None-Match',
      'Multiple conditional request headers present in the request',
    );
  }
  if (noneMatch !== undefined) {
    if (noneMatch !== '*') throw unknownValue('If-None-Match');
    if (etag !== undefined) throw preconditionFailed('If-None-Match');
  }
  if (match !== undefined) {
    if (match === '*') throw unknownValue('If-Match');
    if (etag === undefined)
      throw new AwsError(404, 'NoSuchKey', 'The specified key does not exist.', { Key: key });
    if (stripQuotes(match) !== stripQuotes(etag)) throw preconditionFailed('If-Match');
  }
}

function preconditionFailed(condition: string): AwsError {
  const message = 'At least one of the pre-conditions you specified did not hold';
  return new AwsError(412, 'PreconditionFailed', message, { Condition: condition });
}

function unknownValue(header: string): AwsError {
  return unknownHeader(header, `We don't accept the provided value of ${header} header for this API`);
}

function unknownHeader(header: string, additionalMessage: string): AwsError {
  const message = 'A header you provided implies functionality that is not implemented';
  return new AwsError(501, 'NotImplemented', message, { Header: header, additionalMessage });
}

/** S3 takes an ETag with and without its quotes. */
function stripQuotes(etag: string): string {
  return etag.replace(/^"(.*)"$/, '$1');
}
