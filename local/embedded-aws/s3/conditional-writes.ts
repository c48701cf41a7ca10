import { AwsError } from '../errors.ts';

type Headers = Readonly<Record<string, string>>;

/**
 * Holds a write's conditions against the object's present ETag, none when there is no object.
 * S3 knows `If-None-Match: *` and `If-Match: <etag>`, one at a time. docs: S3 API, PutObject; S3 user guide,
 * "conditional writes". The 501 answers are as others have recorded them from S3.
 * @throws AwsError 412, 404 or 501
 */
export function checkConditions(headers: Headers, etag: string | undefined): void {
  const { 'if-match': match, 'if-none-match': noneMatch } = headers;
  if (match === '*' || (noneMatch ?? '*') !== '*' || (match !== undefined && noneMatch !== undefined)) {
    const message = 'A header you provided implies functionality that is not implemented';
    throw new AwsError(501, 'NotImplemented', message);
  }
  if (match !== undefined && etag === undefined)
    throw new AwsError(404, 'NoSuchKey', 'The specified key does not exist.');
  const holds = match === undefined || stripQuotes(match) === stripQuotes(etag ?? '');
  if (holds && (noneMatch === undefined || etag === undefined)) return;
  const message = 'At least one of the pre-conditions you specified did not hold';
  throw new AwsError(412, 'PreconditionFailed', message);
}

/** S3 takes an ETag with and without its quotes. */
function stripQuotes(etag: string): string {
  return etag.replace(/^"(.*)"$/, '$1');
}
