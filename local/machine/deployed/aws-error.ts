import { statusOf } from '../../../lambda/adapters/bounded-call.ts';
import { ForbiddenError, InvalidInputError, toError } from '../../../lambda/errors.ts';

const noCredentials =
  /Credentials|ExpiredToken|UnrecognizedClient|InvalidClientTokenId|InvalidAccessKeyId|SignatureDoesNotMatch/;
const reach = 'see whether AWS can be reached from here, with credentials that are valid';

/**
 * What an error of the AWS SDK means for whoever looks, and what would help.
 * @param action that was tried, as IAM calls it
 */
export function explainAwsError(thrown: unknown, subject: string, action: string) {
  const error = toError(thrown);
  const detail = `${subject}: ${error.name}, ${error.message}`;
  const fix = fixHere(error);
  if (fix !== undefined) return { detail, fix };
  if (/AccessDenied|Authorization|Forbidden/.test(error.name)) return { detail, fix: `allow ${action}` };
  if (/NotFound/.test(error.name)) return { detail, fix: 'deploy the stack again' };
  return { detail, fix: reach };
}

/** What would help whoever gave a command that could not do without the bucket; nothing where it failed for another reason. */
export function fixForBucket(error: Error): string | undefined {
  const failed = error instanceof AggregateError ? toError(error.errors[0]) : error;
  const { cause } = failed;
  if (!(cause instanceof Error)) return undefined;
  const fix = fixHere(cause);
  if (fix !== undefined) return fix;
  if (cause.name === 'NoSuchBucket')
    return 'correct VOD_NIGHTLY_BUCKET, or give --stack instead, which finds it';
  if (failed instanceof ForbiddenError)
    return 'allow s3:GetObject and s3:ListBucket on the bucket and, to change it, s3:PutObject';
  return '$metadata' in cause && statusOf(cause) === undefined ? reach : undefined;
}

/** What is to be done on this machine, whatever was asked of AWS. */
function fixHere({ name, message }: Error): string | undefined {
  if (noCredentials.test(name))
    return 'sign in to AWS, with AWS_PROFILE or aws sso login, and see that it has not expired';
  return message === 'Region is missing'
    ? 'set AWS_REGION to the Region of the stack or the bucket'
    : undefined;
}

/** The same as an error, for a command that cannot go on without. */
export function awsFailure(thrown: unknown, subject: string, action: string): InvalidInputError {
  const { detail, fix } = explainAwsError(thrown, subject, action);
  return new InvalidInputError('the stack', [`${detail}; ${fix}`]);
}
