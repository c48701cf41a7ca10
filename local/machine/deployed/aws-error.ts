import { InvalidInputError, toError } from '../../../lambda/errors.ts';

const noCredentials =
  /Credentials|ExpiredToken|UnrecognizedClient|InvalidClientTokenId|SignatureDoesNotMatch/;

/**
 * What an error of the AWS SDK means for whoever looks, and what would help.
 * @param action that was tried, as IAM calls it
 */
export function explainAwsError(thrown: unknown, subject: string, action: string) {
  const { name, message } = toError(thrown);
  const detail = `${subject}: ${name}, ${message}`;
  if (noCredentials.test(name)) {
    const fix = 'sign in to AWS, with AWS_PROFILE or aws sso login, and see that it has not expired';
    return { detail, fix };
  }
  if (message === 'Region is missing') return { detail, fix: 'set AWS_REGION to the Region of the stack' };
  if (/AccessDenied|Authorization|Forbidden/.test(name)) return { detail, fix: `allow ${action}` };
  if (/NotFound/.test(name)) return { detail, fix: 'deploy the stack again' };
  return { detail, fix: 'see whether AWS can be reached from here, with credentials that are valid' };
}

/** The same as an error, for a command that cannot go on without. */
export function awsFailure(thrown: unknown, subject: string, action: string): InvalidInputError {
  const { detail, fix } = explainAwsError(thrown, subject, action);
  return new InvalidInputError('the stack', [`${detail}; ${fix}`]);
}
