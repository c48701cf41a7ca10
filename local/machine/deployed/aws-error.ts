import { toError } from '../../../lambda/errors.ts';
import { type Diagnosis, wrong } from '../../commands/doctor/diagnosis.ts';

const noCredentials =
  /Credentials|ExpiredToken|UnrecognizedClient|InvalidClientTokenId|SignatureDoesNotMatch/;

/** What an error of the AWS SDK means for whoever looks, and what would help. */
export function explainAwsError(
  thrown: unknown,
  subject: string,
  action: string,
): Diagnosis & { readonly fix: string } {
  const { name, message } = toError(thrown);
  const detail = `${subject}: ${name}, ${message}`;
  if (noCredentials.test(name)) {
    return wrong(
      detail,
      'sign in to AWS, with AWS_PROFILE or aws sso login, and see that it has not expired',
    );
  }
  if (message === 'Region is missing') return wrong(detail, 'set AWS_REGION to the Region of the stack');
  if (/AccessDenied|Authorization|Forbidden/.test(name)) return wrong(detail, `allow ${action}`);
  if (/NotFound/.test(name)) return wrong(detail, 'deploy the stack again');
  return wrong(detail, 'see whether AWS can be reached from here, with credentials that are valid');
}
